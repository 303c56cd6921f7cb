-- What is shared is read by a press from now on: what stands in the listeners' thread with its words
-- is written anew, without them.
INSERT INTO outbox (kind, subject, part, due_at, try_at)
SELECT 'checkins.share', id, version, CAST(strftime('%s', 'now') AS INTEGER),
    CAST(strftime('%s', 'now') AS INTEGER)
FROM checkin_posts JOIN checkin_answers ON id = answer WHERE audience = 'listeners'
ON CONFLICT DO NOTHING;

-- Who has read a shared check-in, so that its sharer is told once.
CREATE TABLE checkin_reads (
    answer INTEGER NOT NULL REFERENCES checkin_answers (id) ON DELETE CASCADE,
    listener INTEGER NOT NULL,
    UNIQUE (answer, listener)
) STRICT;

-- Hours in minutes of the network's wall clock.
ALTER TABLE listeners ADD COLUMN begins INTEGER NOT NULL DEFAULT 480;
ALTER TABLE listeners ADD COLUMN ends INTEGER NOT NULL DEFAULT 1320;
ALTER TABLE listeners ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0;

-- A listener who had read a check-in came by themselves.
ALTER TABLE hellos ADD COLUMN offered INTEGER NOT NULL DEFAULT 0 CHECK (offered IN (0, 1));

-- Who learns that a listener is worried about somebody.
CREATE TABLE safeguarding (
    role TEXT PRIMARY KEY CHECK (role IN ('lead', 'deputy')),
    person INTEGER NOT NULL
) STRICT;

-- Numbered at random. Who wrote it, to whom, and the words: all of it is sealed.
CREATE TABLE concerns (
    id INTEGER PRIMARY KEY,
    sealed BLOB NOT NULL,
    sent_at INTEGER NOT NULL,
    read_at INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Who takes part in the monthly pairing.
CREATE TABLE buddies (
    person INTEGER PRIMARY KEY,
    since INTEGER NOT NULL,
    resting INTEGER NOT NULL DEFAULT 0 CHECK (resting IN (0, 1))
) STRICT;

CREATE TABLE buddy_rounds (
    number INTEGER PRIMARY KEY,
    due_at INTEGER NOT NULL UNIQUE
) STRICT;

-- Numbered for ever, because the number is in the name of the thread.
CREATE TABLE buddy_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    round INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    thread INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE buddy_members (
    group_id INTEGER NOT NULL REFERENCES buddy_groups (id) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    wants_other INTEGER NOT NULL DEFAULT 0 CHECK (wants_other IN (0, 1)),
    UNIQUE (group_id, person)
) STRICT;

CREATE INDEX buddy_members_person ON buddy_members (person);

-- A keyed hash of two people together: neither who wished it nor who is meant, no time, and no
-- order in which they came. It holds after either left or was erased, and came back.
CREATE TABLE buddy_vetoes (
    pair_hash TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

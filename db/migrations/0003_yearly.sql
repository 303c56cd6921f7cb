-- A call that repeats: wall time, zone and an RFC 5545 rule. Instants are computed from these.
CREATE TABLE series (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    length_minutes INTEGER NOT NULL,
    repeats TEXT NOT NULL,
    first_wall TEXT NOT NULL,
    zone TEXT NOT NULL,
    rule TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'ended'))
) STRICT;

-- occurrence: the wall time the rule gave; it stays when the call is moved, so no date comes twice.
-- revision: the SEQUENCE of the calendar entry. event_id: Discord's scheduled event, 0 if none.
ALTER TABLE meetings ADD COLUMN series_id INTEGER REFERENCES series (id);
ALTER TABLE meetings ADD COLUMN occurrence TEXT;
ALTER TABLE meetings ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meetings ADD COLUMN event_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meetings ADD COLUMN reason TEXT NOT NULL DEFAULT '';

CREATE UNIQUE INDEX meetings_occurrence ON meetings (series_id, occurrence);

-- A call as it was before a change, until those who answered have been told.
CREATE TABLE changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    length_minutes INTEGER NOT NULL,
    link TEXT NOT NULL
) STRICT;

CREATE INDEX changes_of_meeting ON changes (meeting_id);

-- A topic for the agenda. user_id is NULL where it was given without a name: no row says who.
CREATE TABLE topics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    user_id INTEGER,
    sealed BLOB NOT NULL
) STRICT;

CREATE INDEX topics_of_meeting ON topics (meeting_id);

-- What somebody said they would do; due_on is a wall date in zone.
CREATE TABLE actions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    due_on TEXT NOT NULL,
    zone TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done'))
) STRICT;

CREATE INDEX actions_open ON actions (due_on) WHERE state = 'open';

-- Notes on their way to the thread; deleted once the last part stands there.
CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL
) STRICT;

-- A call's card shows who is coming. What was answered before is counted, and not named.
ALTER TABLE answers ADD COLUMN named INTEGER NOT NULL DEFAULT 0 CHECK (named IN (0, 1));

CREATE TABLE unnamed (user_id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE call_jobs (
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    job TEXT NOT NULL CHECK (job IN ('host', 'notes')),
    user_id INTEGER NOT NULL,
    PRIMARY KEY (meeting_id, job)
) STRICT, WITHOUT ROWID;

CREATE TABLE arrangements (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE (meeting_id, user_id)
) STRICT;

ALTER TABLE meetings ADD COLUMN late_minutes INTEGER NOT NULL DEFAULT 0;

-- How a call was at each revision, so that an overtaken edit keeps only what it changed.
CREATE TABLE call_versions (
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    title TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    length_minutes INTEGER NOT NULL,
    link TEXT NOT NULL,
    PRIMARY KEY (meeting_id, revision)
) STRICT, WITHOUT ROWID;

-- Cards of calls that are over still said "our next call"; those to come say so at their end.
INSERT INTO outbox (kind, subject, due_at, try_at)
SELECT 'meetings.turn', id, starts_at + length_minutes * 60, starts_at + length_minutes * 60
FROM meetings WHERE state = 'announced' AND message_id <> 0
ON CONFLICT DO NOTHING;

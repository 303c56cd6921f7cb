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

-- Cards of calls that are over still said "our next call"; those to come say so at their end.
INSERT INTO outbox (kind, subject, due_at, try_at)
SELECT 'meetings.turn', id, starts_at + length_minutes * 60, starts_at + length_minutes * 60
FROM meetings WHERE state = 'announced' AND message_id <> 0
ON CONFLICT DO NOTHING;

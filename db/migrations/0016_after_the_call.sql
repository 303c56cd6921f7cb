-- Who asked to be told when the notes of a call are up; a row goes when its letter is planned.
CREATE TABLE notes_wanted (
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    PRIMARY KEY (meeting_id, user_id)
) STRICT, WITHOUT ROWID;

-- What the notes say is to be done, until a coordinator has noted it as an action.
CREATE TABLE found_actions (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL
) STRICT;

-- Words to be read out at a call are held, reviewed and deleted as topics are.
ALTER TABLE topics ADD COLUMN sort TEXT NOT NULL DEFAULT 'topic' CHECK (sort IN ('topic', 'words'));

-- choices: wall times in `zone`, as JSON. state: a preview, put up, or looked at after its end.
CREATE TABLE polls (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    choices TEXT NOT NULL,
    zone TEXT NOT NULL,
    ends_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'over')),
    channel_id INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Calls that are announced already are asked about as well.
INSERT INTO outbox (kind, subject, due_at, try_at)
SELECT 'meetings.ask_notes', id, starts_at + length_minutes * 60 + 600,
    starts_at + length_minutes * 60 + 600
FROM meetings WHERE state = 'announced' AND message_id <> 0
ON CONFLICT DO NOTHING;

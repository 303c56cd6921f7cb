CREATE TABLE meetings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    wall_start TEXT NOT NULL,
    zone TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    length_minutes INTEGER NOT NULL,
    link TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('draft', 'saved', 'announced', 'cancelled')),
    channel_id INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER NOT NULL DEFAULT 0,
    thread_id INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX meetings_coming ON meetings (starts_at);

CREATE TABLE answers (
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('going', 'maybe', 'declined')),
    PRIMARY KEY (meeting_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reminder_choices (
    user_id INTEGER PRIMARY KEY,
    how TEXT NOT NULL CHECK (how IN ('thread', 'dm', 'none')),
    before TEXT NOT NULL DEFAULT '',
    reachable INTEGER NOT NULL DEFAULT 1 CHECK (reachable IN (0, 1))
) STRICT;

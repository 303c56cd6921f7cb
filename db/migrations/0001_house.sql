CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject INTEGER NOT NULL,
    part INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    try_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'sending', 'sent', 'skipped', 'failed', 'cancelled')),
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    settled_at INTEGER,
    UNIQUE (kind, subject, part, due_at)
) STRICT;

CREATE INDEX outbox_waiting ON outbox (try_at) WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';

-- People who could not be reached, until they have been told at their next command.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    since INTEGER NOT NULL,
    UNIQUE (user_id, text)
) STRICT;

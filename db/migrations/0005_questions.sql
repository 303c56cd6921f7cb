-- Numbers are drawn by chance: neither an id nor a row's place says when something was asked.
-- No column holds the time of asking. Words are sealed; the receipt is a slow hash.
CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (
        state IN ('held', 'review', 'changes', 'declined', 'releasing', 'open', 'closing')
    ),
    pseudonym TEXT NOT NULL UNIQUE,
    sealed_text BLOB NOT NULL,
    sealed_note BLOB,
    receipt TEXT,
    tag BLOB,
    address BLOB,
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1, 2)),
    shared INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1)),
    review_place INTEGER NOT NULL DEFAULT 0,
    review_id INTEGER NOT NULL DEFAULT 0,
    thread_place INTEGER NOT NULL DEFAULT 0,
    thread_id INTEGER NOT NULL DEFAULT 0,
    released_at INTEGER,
    ends_at INTEGER
) STRICT;

CREATE TABLE question_entries (
    id INTEGER PRIMARY KEY,
    question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    said TEXT NOT NULL CHECK (said IN ('answer', 'reply')),
    sealed_text BLOB NOT NULL,
    sealed_name BLOB,
    posted INTEGER NOT NULL DEFAULT 0 CHECK (posted IN (0, 1)),
    UNIQUE (question_id, place)
) STRICT;

-- Kept when the question itself is gone, or an abuser could end a block by withdrawing.
CREATE TABLE question_blocks (
    question_id INTEGER PRIMARY KEY,
    tag BLOB NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;

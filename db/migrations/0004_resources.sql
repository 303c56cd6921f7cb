-- The library: documents, terms, support lines and areas in one shape (bot/domain/library.py).
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('resource', 'term', 'line', 'area')),
    title TEXT NOT NULL,
    full_name TEXT NOT NULL,
    other_names TEXT NOT NULL,
    about TEXT NOT NULL,
    words TEXT NOT NULL,
    tags TEXT NOT NULL,
    label TEXT CHECK (label IN ('in force', 'past policy', 'AIMS position', 'background')),
    note TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    replaced_since TEXT NOT NULL,
    see TEXT NOT NULL,
    publisher TEXT NOT NULL,
    year TEXT NOT NULL,
    url TEXT NOT NULL,
    phone TEXT NOT NULL,
    text TEXT NOT NULL,
    email TEXT NOT NULL,
    hours TEXT NOT NULL,
    needs TEXT NOT NULL,
    core INTEGER NOT NULL CHECK (core IN (0, 1)),
    retired INTEGER NOT NULL CHECK (retired IN (0, 1)),
    certainty TEXT NOT NULL,
    source TEXT NOT NULL,
    gathered_on TEXT,
    checked_on TEXT,
    recheck_days INTEGER NOT NULL CHECK (recheck_days > 0),
    -- What a coordinator has changed is never overwritten by what comes with a new version.
    touched INTEGER NOT NULL DEFAULT 0 CHECK (touched IN (0, 1)),
    CHECK ((kind = 'resource') = (label IS NOT NULL))
) STRICT;

CREATE INDEX entries_by_kind ON entries (kind, retired);
CREATE INDEX entries_replaced ON entries (kind) WHERE replaced_by <> '';

CREATE VIRTUAL TABLE entries_index USING fts5 (
    title, names, words, tags, about, kind, plain UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
INSERT INTO entries_index (entries_index, rank) VALUES ('rank', 'bm25(10.0, 9.0, 6.0, 3.0, 1.0, 0.0)');
CREATE VIRTUAL TABLE entries_terms USING fts5vocab (entries_index, 'row');

-- The words of the index, to tell what a mistyped one was meant to be.
CREATE TABLE spellings (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE spellings_trigrams USING fts5 (
    word, content = 'spellings', content_rowid = 'id', tokenize = 'trigram'
);

-- Names that mean the same (MVP and MNVP), both ways, made from the terms and areas.
CREATE TABLE synonyms (
    name TEXT NOT NULL,
    other TEXT NOT NULL,
    PRIMARY KEY (name, other)
) STRICT, WITHOUT ROWID;

-- Suggestions and reports; a row is deleted when a coordinator decides.
CREATE TABLE suggestions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    entry INTEGER REFERENCES entries (id),
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;

-- Who said yes to three checks a month, and which entries they were offered last.
CREATE TABLE checkers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL UNIQUE
) STRICT;
CREATE TABLE check_offers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    checker INTEGER NOT NULL REFERENCES checkers (id) ON DELETE CASCADE,
    due_at INTEGER NOT NULL,
    part INTEGER NOT NULL,
    entry INTEGER NOT NULL REFERENCES entries (id),
    answered INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1)),
    UNIQUE (checker, due_at, part)
) STRICT;

-- What a coordinator is about to bring in (rows of a file), and for a day what was brought in (each
-- entry before and after). `packed` is compressed; nothing of a person is in it.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    made_at INTEGER NOT NULL,
    done INTEGER NOT NULL CHECK (done IN (0, 1)),
    packed BLOB NOT NULL
) STRICT;

-- Whoever suggested something hears what became of it; until then the row stays.
ALTER TABLE suggestions ADD COLUMN outcome TEXT NOT NULL DEFAULT ''
    CHECK (outcome IN ('', 'added', 'taken up', 'left out'));
ALTER TABLE suggestions ADD COLUMN decided_on TEXT NOT NULL DEFAULT '';

-- The words of the index again, with how many entries have each, and by their stems: a word is also
-- found in its other forms. They are filled at the next start, when the library is brought in anew.
DROP TABLE spellings_trigrams;
DROP TABLE spellings;
CREATE TABLE spellings (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE,
    entries INTEGER NOT NULL
) STRICT;
CREATE VIRTUAL TABLE spellings_trigrams USING fts5 (
    word, content = 'spellings', content_rowid = 'id', tokenize = 'trigram'
);
CREATE VIRTUAL TABLE spellings_stems USING fts5 (
    word, content = 'spellings', content_rowid = 'id', detail = 'none',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
DELETE FROM settings WHERE name = 'library_seed';

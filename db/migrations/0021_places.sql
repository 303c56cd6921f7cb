-- The library holds places, moments of a rep's year and questions to ask as well. SQLite adds columns,
-- but changes no CHECK; its own page on ALTER TABLE describes this way for changes that touch no row.
-- To build the table anew would lose what other steps have added to it.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
SET sql = replace(sql, '''line'', ''area''', '''line'', ''area'', ''place'', ''moment'', ''question''')
WHERE type = 'table' AND name = 'entries';
PRAGMA writable_schema = RESET;

-- months: 1 to 12, parted by commas. day: in words. question: to read aloud.
ALTER TABLE entries ADD COLUMN months TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN day TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN question TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN content_note TEXT NOT NULL DEFAULT '';

-- Whole names of places, as they are compared; several may share one.
CREATE TABLE place_names (
    name TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    PRIMARY KEY (name, entry)
) STRICT, WITHOUT ROWID;

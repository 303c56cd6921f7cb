-- Each copy that was made of this database, by a token that the copy bears too. So a restore knows
-- whether what it replaces is a later state of the copy: wholly, or (not `own`) its questions alone.
CREATE TABLE known_copies (
    token TEXT PRIMARY KEY,
    own INTEGER NOT NULL DEFAULT 1 CHECK (own IN (0, 1))
) STRICT, WITHOUT ROWID;
DELETE FROM settings WHERE name IN ('lineage', 'backup_made_at');

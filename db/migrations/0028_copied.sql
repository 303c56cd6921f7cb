-- What makes a copy one: when it was made, and its token. Rows are in copies alone. No bot that runs
-- writes here, so that the log that it keeps never holds this table's page.
CREATE TABLE copied (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
DELETE FROM settings WHERE name IN ('backup_made_at', 'copy');

-- What is to be written down beside the keys, so that no restored backup undoes it: which question
-- ended, by its random handle, and who was erased, by a keyed hash of their id whose key is not
-- here. Rows stay until the next quarter of an hour. No number counts, and no second is kept.
CREATE TABLE question_endings (
    handle TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE erased_people (
    hash TEXT PRIMARY KEY,
    day TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- However a question ends, and whatever code ends it, in the same transaction.
CREATE TRIGGER question_closing AFTER UPDATE OF state ON questions WHEN NEW.state = 'closing'
BEGIN
    INSERT OR IGNORE INTO question_endings (handle) VALUES (NEW.handle);
END;

CREATE TRIGGER question_gone AFTER DELETE ON questions
BEGIN
    INSERT OR IGNORE INTO question_endings (handle) VALUES (OLD.handle);
END;

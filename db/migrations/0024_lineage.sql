-- Which database this is: a token of its own, and one for each backup that took its place. So a
-- restore knows whether what it replaces is a later state of the copy.
INSERT OR IGNORE INTO settings (name, value) VALUES ('lineage', lower(hex(randomblob(8))));

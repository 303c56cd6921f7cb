-- The first look, at 9:30 or 19:00, at which a question stood in the review channel: never the
-- moment it came there.
ALTER TABLE questions ADD COLUMN waits_since INTEGER;

-- That somebody could not be told stood beside their question: other tables name whose messages are
-- closed.
UPDATE questions SET told = 0 WHERE told = 2;

-- A letter that tried again to delete a direct message said which question had been opened: two that
-- stood together were one person's.
DELETE FROM outbox WHERE kind = 'questions.read';

-- Whether an asker had been told of news, and had looked since, stood beside their question: two that
-- changed together were one person's. The direct message itself tells, which is deleted when they look.
ALTER TABLE questions DROP COLUMN told;

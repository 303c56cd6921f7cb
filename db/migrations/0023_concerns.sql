-- What was kept beside a person because they had written of somebody, and the letters of concerns.
DELETE FROM notices WHERE text LIKE 'Something of yours has not reached anybody yet, %';
DELETE FROM outbox WHERE kind LIKE 'safeguarding.%' AND state NOT IN ('waiting', 'sending');

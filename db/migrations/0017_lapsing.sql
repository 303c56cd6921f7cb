-- Coordinators are asked about a saved call ten and five days before, and two days before it lapses;
-- single calls as well. Those that wait are planned anew.
DELETE FROM outbox WHERE kind = 'meetings.ask' AND state = 'waiting';

WITH asked (kind, days) AS (VALUES ('meetings.ask', 10), ('meetings.ask', 5), ('meetings.lapse', 2))
INSERT INTO outbox (kind, subject, due_at, try_at)
SELECT kind, id, starts_at - days * 86400, starts_at - days * 86400
FROM meetings, asked
WHERE state = 'saved' AND starts_at - days * 86400 > CAST(strftime('%s', 'now') AS INTEGER)
ON CONFLICT DO NOTHING;

-- One that is so near as to lapse does so at its start.
INSERT INTO outbox (kind, subject, due_at, try_at)
SELECT 'meetings.lapse', id, starts_at, starts_at
FROM meetings
WHERE state = 'saved' AND starts_at > CAST(strftime('%s', 'now') AS INTEGER)
    AND starts_at - 2 * 86400 <= CAST(strftime('%s', 'now') AS INTEGER)
ON CONFLICT DO NOTHING;

-- Whether its joining link is right is asked the day before a call.
INSERT INTO outbox (kind, subject, due_at, try_at)
SELECT 'meetings.linkcheck', id, starts_at - 86400, starts_at - 86400
FROM meetings
WHERE state = 'announced' AND starts_at - 86400 > CAST(strftime('%s', 'now') AS INTEGER)
ON CONFLICT DO NOTHING;

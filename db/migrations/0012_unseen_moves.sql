-- seen: the state as others may know it. What an asker does changes `state` at once, and this only
-- together with its public sign, so that nothing a coordinator can press or read moves before.
-- block_until: the last day (UTC, days since 1970) on which a block can hold; it comes from the day
-- on which the first hold ended, never from the time of asking.
ALTER TABLE questions ADD COLUMN seen TEXT NOT NULL DEFAULT 'held' CHECK (
    seen IN ('held', 'review', 'changes', 'declined', 'releasing', 'open')
);
ALTER TABLE questions ADD COLUMN block_until INTEGER;

UPDATE questions SET seen = CASE
    WHEN state NOT IN ('held', 'closing') THEN state
    WHEN thread_id <> 0 THEN 'open'
    WHEN sealed_note IS NOT NULL THEN 'changes'
    WHEN review_id <> 0 THEN 'review'
    ELSE 'held'
END;
-- A message's id holds its time; a hold may have begun on the day before.
UPDATE questions SET block_until = ((review_id >> 22) / 1000 + 1420070400) / 86400 + 12
WHERE review_id <> 0;

-- stopped: held when its question was blocked, so it was never passed on.
ALTER TABLE question_entries ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0 CHECK (stopped IN (0, 1));

-- Sealed: where the direct message stands that says "there is news", and its mark. Gone with it.
CREATE TABLE question_news (
    question_id INTEGER PRIMARY KEY REFERENCES questions (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL
) STRICT;

-- What somebody pressed about a question, kept until it is carried out a moment later. It names no
-- row of questions, because it is taken whether or not the question is still there.
CREATE TABLE question_decisions (
    id INTEGER PRIMARY KEY,
    about TEXT NOT NULL,
    verb TEXT NOT NULL CHECK (verb IN ('release', 'changes', 'decline', 'answer', 'block')),
    sealed BLOB NOT NULL,
    acted INTEGER NOT NULL DEFAULT 0 CHECK (acted IN (0, 1))
) STRICT;

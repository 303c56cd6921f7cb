-- An entry has one state instead of two flags; a reply is looked at by coordinators as a question is.
-- Where its card stands in the review channel, and which message it is in its thread.
-- reported: why, by number; who did is nowhere. Who answered is kept with the answer, sealed.
CREATE TABLE entries_of_questions (
    id INTEGER PRIMARY KEY,
    question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    said TEXT NOT NULL CHECK (said IN ('answer', 'reply', 'note')),
    state TEXT NOT NULL CHECK (
        state IN ('held', 'review', 'releasing', 'posted', 'declined', 'stopped', 'taken_down')
    ),
    sealed_text BLOB NOT NULL,
    sealed_name BLOB,
    sealed_why BLOB,
    card_place INTEGER NOT NULL DEFAULT 0,
    card_id INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER NOT NULL DEFAULT 0,
    reported INTEGER NOT NULL DEFAULT 0,
    UNIQUE (question_id, place)
) STRICT;

INSERT INTO entries_of_questions
    (id, question_id, place, said, state, sealed_text, sealed_name)
SELECT id, question_id, place, said,
    CASE WHEN posted THEN 'posted' WHEN stopped THEN 'stopped' ELSE 'held' END,
    sealed_text, sealed_name
FROM question_entries;

DROP TABLE question_entries;
ALTER TABLE entries_of_questions RENAME TO question_entries;

-- How coordinators ended it; its asker can still read it until day 30.
ALTER TABLE questions ADD COLUMN ending TEXT NOT NULL DEFAULT '' CHECK (
    ending IN ('', 'closed', 'taken_down')
);
ALTER TABLE questions ADD COLUMN reported INTEGER NOT NULL DEFAULT 0;

CREATE TABLE decisions_about_questions (
    id INTEGER PRIMARY KEY,
    about TEXT NOT NULL,
    verb TEXT NOT NULL CHECK (
        verb IN ('release', 'changes', 'decline', 'answer', 'block', 'take_down', 'close', 'note')
    ),
    sealed BLOB NOT NULL,
    acted INTEGER NOT NULL DEFAULT 0 CHECK (acted IN (0, 1))
) STRICT;

INSERT INTO decisions_about_questions SELECT id, about, verb, sealed, acted FROM question_decisions;
DROP TABLE question_decisions;
ALTER TABLE decisions_about_questions RENAME TO question_decisions;

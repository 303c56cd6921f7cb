-- A topic without a name waits: held, then in review, and only a coordinator puts it on the agenda.
-- Ids are drawn by chance from now on, so that neither an id nor a row's place says when a topic
-- was suggested. The old ids stay, because the words are sealed with them.
-- place: the order on the agenda, given when a topic gets there; 0 before that, or it would tell.
-- card_place, card_id: where coordinators are asked about it.
CREATE TABLE topics_with_state (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    user_id INTEGER,
    sealed BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'review', 'agenda')),
    place INTEGER NOT NULL DEFAULT 0,
    card_place INTEGER NOT NULL DEFAULT 0,
    card_id INTEGER NOT NULL DEFAULT 0,
    CHECK (state = 'agenda' OR user_id IS NULL)
) STRICT;

INSERT INTO topics_with_state (id, meeting_id, user_id, sealed, state, place)
SELECT id, meeting_id, user_id, sealed, 'agenda', id FROM topics;

DROP TABLE topics;
ALTER TABLE topics_with_state RENAME TO topics;
CREATE INDEX topics_of_meeting ON topics (meeting_id);

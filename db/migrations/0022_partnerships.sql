-- Partnerships are shared entries: found by place, mended by everybody, each with the day of its last check.
CREATE TABLE partnerships (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    area TEXT NOT NULL DEFAULT '',
    trusts TEXT NOT NULL DEFAULT '',
    board TEXT NOT NULL DEFAULT '',
    led_by TEXT NOT NULL DEFAULT '',
    papers TEXT NOT NULL DEFAULT '',
    joining TEXT NOT NULL DEFAULT '',
    checked_on TEXT,
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    merged_into INTEGER REFERENCES partnerships (id) ON DELETE SET NULL
) STRICT;

-- What members send in, until a coordinator decides; who sent it is kept nowhere.
CREATE TABLE partnership_proposals (
    id INTEGER PRIMARY KEY,
    changes INTEGER REFERENCES partnerships (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    area TEXT NOT NULL DEFAULT '',
    trusts TEXT NOT NULL DEFAULT '',
    board TEXT NOT NULL DEFAULT '',
    led_by TEXT NOT NULL DEFAULT '',
    papers TEXT NOT NULL DEFAULT '',
    joining TEXT NOT NULL DEFAULT ''
) STRICT;

-- Which partnership is whose is sealed; `shown` holds it where the person lets others here see it.
-- setup: what the person said of how it is set up, sealed, where they wished that kept.
-- unanswered: cards after a meeting in a row that found no answer; last_card: when the last of them
-- was due, in UTC seconds.
CREATE TABLE own_partnerships (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE,
    sealed BLOB,
    shown INTEGER REFERENCES partnerships (id) ON DELETE SET NULL,
    setup BLOB,
    unanswered INTEGER NOT NULL DEFAULT 0,
    last_card INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX own_partnerships_shown ON own_partnerships (shown) WHERE shown IS NOT NULL;

-- Meetings of a person's own; title and points are sealed. wall_start is local to `zone`, starts_at UTC seconds.
CREATE TABLE own_meetings (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    wall_start TEXT NOT NULL,
    zone TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    before INTEGER NOT NULL CHECK (before IN (0, 1)),
    after INTEGER NOT NULL CHECK (after IN (0, 1)),
    theme TEXT NOT NULL DEFAULT '',
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX own_meetings_person ON own_meetings (person);

-- What a person kept of how a meeting was, sealed.
CREATE TABLE own_meeting_words (
    meeting INTEGER PRIMARY KEY REFERENCES own_meetings (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    kept_at INTEGER NOT NULL
) STRICT;

-- How far a person's partnership has come with its plan for continuity of carer, sealed.
CREATE TABLE own_plans (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE,
    sealed BLOB NOT NULL
) STRICT;

-- The network's line of a month that is over, frozen when it is first shown; empty for fewer than five.
CREATE TABLE plan_lines (
    month TEXT PRIMARY KEY,
    line TEXT NOT NULL
) STRICT;

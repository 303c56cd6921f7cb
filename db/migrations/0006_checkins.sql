-- Who opted in, and how often: an intent (a first day, a wall time, a zone), never instants.
CREATE TABLE checkins (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL UNIQUE,
    every TEXT NOT NULL CHECK (every IN ('week', 'fortnight', 'month')),
    first_day TEXT NOT NULL,
    wall_time TEXT NOT NULL,
    zone TEXT NOT NULL,
    stage TEXT NOT NULL DEFAULT 'settled'
        CHECK (stage IN ('settled', 'asked', 'asked again', 'quiet', 'unreachable')),
    last_prompt INTEGER NOT NULL DEFAULT 0,
    paused_until TEXT
) STRICT;

-- Answers without their words; those not ticked go with their words.
CREATE TABLE checkin_answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL,
    since INTEGER NOT NULL,
    answered_at INTEGER NOT NULL,
    month TEXT NOT NULL,
    feeling TEXT NOT NULL CHECK (feeling IN ('good', 'steady', 'mixed', 'hard', 'too much')),
    audience TEXT NOT NULL CHECK (audience IN ('me', 'listeners')),
    counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX checkin_answers_person ON checkin_answers (person, answered_at);
CREATE INDEX checkin_answers_month ON checkin_answers (month) WHERE counted = 1;

-- Sealed, and in a table of their own so that backups can leave them out.
CREATE TABLE checkin_words (
    answer INTEGER PRIMARY KEY REFERENCES checkin_answers (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL
) STRICT;

-- Where an answer stands in the listeners' thread; kept without the answer until it is taken down.
CREATE TABLE checkin_posts (
    answer INTEGER PRIMARY KEY,
    thread INTEGER NOT NULL,
    message INTEGER NOT NULL
) STRICT;

CREATE TABLE checkin_lines (
    month TEXT PRIMARY KEY,
    line TEXT NOT NULL CHECK (line IN ('mostly good', 'mixed', 'mostly hard', 'no line'))
) STRICT;

CREATE TABLE listeners (
    person INTEGER PRIMARY KEY,
    on_duty INTEGER NOT NULL CHECK (on_duty IN (0, 1)),
    since INTEGER NOT NULL
) STRICT;

CREATE TABLE hellos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    asker INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'claimed', 'withdrawn', 'closed', 'expired')),
    asked_at INTEGER NOT NULL,
    waiting_since INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    turn INTEGER NOT NULL DEFAULT 0,
    listener INTEGER,
    thread INTEGER NOT NULL DEFAULT 0,
    told_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX hellos_one_open ON hellos (asker) WHERE state IN ('waiting', 'claimed');
CREATE INDEX hellos_waiting ON hellos (waiting_since) WHERE state = 'waiting';

-- Who came to whom and when: for seven days, so that nobody carries too many people in a week.
CREATE TABLE hello_visits (
    hello INTEGER NOT NULL REFERENCES hellos (id) ON DELETE CASCADE,
    listener INTEGER NOT NULL,
    came_at INTEGER NOT NULL,
    UNIQUE (hello, listener)
) STRICT;

CREATE INDEX hello_visits_listener ON hello_visits (listener, came_at);

CREATE TABLE hello_calls (
    hello INTEGER NOT NULL REFERENCES hellos (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    message INTEGER NOT NULL,
    UNIQUE (place, message)
) STRICT;

CREATE TABLE listener_threads (
    channel INTEGER PRIMARY KEY,
    thread INTEGER NOT NULL
) STRICT;

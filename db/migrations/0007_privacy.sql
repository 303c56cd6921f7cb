-- People who have left the server; everything about them goes 14 days later.
CREATE TABLE departures (
    user_id INTEGER PRIMARY KEY,
    left_at INTEGER NOT NULL
) STRICT;

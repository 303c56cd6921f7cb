-- Whether people knew a call as cancelled before a change: one that is brought back is news to them.
ALTER TABLE changes ADD COLUMN cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1));

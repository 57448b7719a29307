-- The first schema of the embedded ledger. Later ones are further numbered files, applied in order and never edited.
-- Times are milliseconds since 1970. Blobs are the core's own deterministic encoding; what is beside them is only what is searched for.

-- One row a member. The version is what compare-and-swap compares.
CREATE TABLE members (
    member       INTEGER PRIMARY KEY,
    version      INTEGER NOT NULL,
    counts_until INTEGER NOT NULL,
    record       BLOB    NOT NULL
) STRICT;

-- What happened, in the order it was recorded.
CREATE TABLE entries (
    seq    INTEGER PRIMARY KEY,
    member INTEGER NOT NULL,
    number INTEGER NOT NULL, -- of the grant; 0 where only a token is concerned
    entry  BLOB    NOT NULL
) STRICT;

CREATE INDEX entries_by_grant ON entries (member, number);

CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;

-- First answers. In order of arrival, so that the oldest are found without an index on time.
CREATE TABLE requests (
    seq    INTEGER PRIMARY KEY,
    key    BLOB    NOT NULL UNIQUE, -- hash of caller, method and request id
    digest BLOB    NOT NULL,
    at     INTEGER NOT NULL,
    reply  BLOB    NOT NULL
) STRICT;

-- Who holds what: one holder an item. A row past its time is free to take over.
CREATE TABLE items (
    item   BLOB    PRIMARY KEY, -- hash of partner and item
    member INTEGER NOT NULL,
    number INTEGER NOT NULL,
    until  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Written after a fault, to find out whether writing works again.
CREATE TABLE probe (times INTEGER NOT NULL) STRICT;
INSERT INTO probe VALUES (0);

-- What operators ask for: lists of grants, receipts, offline journals, retention.

-- Every grant, by what it is searched for. What it is stands in its last entry; times that do not apply are the greatest number.
CREATE TABLE grants (
    member  INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    partner TEXT    NOT NULL,
    venue   TEXT    NOT NULL,
    perk    TEXT    NOT NULL,
    state   INTEGER NOT NULL, -- as last recorded
    opened  INTEGER NOT NULL,
    due     INTEGER NOT NULL,
    ends    INTEGER NOT NULL, -- when time alone ends it
    ends_as INTEGER NOT NULL, -- the state it then has
    settled INTEGER NOT NULL, -- since when nothing is open about it
    units   INTEGER NOT NULL,
    second  INTEGER NOT NULL, -- when it came second as an offline claim
    PRIMARY KEY (member, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX grants_by_opening ON grants (opened, member, number);
CREATE INDEX grants_out_by_due ON grants (due, member, number) WHERE state = 2 AND due < 9223372036854775807;
CREATE INDEX grants_settled ON grants (settled, member, number) WHERE settled < 9223372036854775807;
CREATE INDEX grants_that_came_second ON grants (second, member, number) WHERE second < 9223372036854775807;

-- Return receipts that were taken in, by the hash of the terminal that signed them.
CREATE TABLE receipts (
    terminal BLOB    NOT NULL,
    sequence INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    digest   BLOB    NOT NULL,
    PRIMARY KEY (terminal, sequence)
) STRICT, WITHOUT ROWID;

-- How far each terminal's journal has been taken in, by the hash of its name.
CREATE TABLE claims (
    terminal BLOB    PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is kept of grants past their retention.
CREATE TABLE totals (
    month   INTEGER NOT NULL, -- of the opening, such as 202611
    partner TEXT    NOT NULL,
    venue   TEXT    NOT NULL,
    perk    TEXT    NOT NULL,
    state   INTEGER NOT NULL,
    grants  INTEGER NOT NULL,
    units   INTEGER NOT NULL,
    PRIMARY KEY (month, partner, venue, perk, state)
) STRICT, WITHOUT ROWID;

-- Holds a row only within the transaction that erases: entries are deleted then and at no other time.
CREATE TABLE erasing (since INTEGER NOT NULL) STRICT;

DROP TRIGGER entries_are_not_deleted;
CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries WHEN NOT EXISTS (SELECT 1 FROM erasing)
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;

-- The register of terminals: which of their certificates are good. Which terminals there are says the catalog.

-- One row a terminal that anything was ever done to.
CREATE TABLE terminals (
    urn     TEXT    PRIMARY KEY,
    version INTEGER NOT NULL,
    state   INTEGER NOT NULL,
    others  INTEGER NOT NULL, -- until when certificates that do not stand below are good
    change  INTEGER NOT NULL  -- its latest event: what has changed since another one is found by it
) STRICT, WITHOUT ROWID;

CREATE INDEX terminals_by_change ON terminals (change);

CREATE TABLE certificates (
    urn        TEXT    NOT NULL,
    serial     TEXT    NOT NULL,
    digest     TEXT    NOT NULL,
    begins     INTEGER NOT NULL,
    ends       INTEGER NOT NULL,
    good_until INTEGER NOT NULL,
    revoked    INTEGER NOT NULL,
    PRIMARY KEY (urn, serial)
) STRICT, WITHOUT ROWID;

-- What was done to terminals, when, by whom and why.
CREATE TABLE terminal_events (
    seq    INTEGER PRIMARY KEY,
    urn    TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    actor  TEXT    NOT NULL,
    act    INTEGER NOT NULL,
    serial TEXT    NOT NULL,
    reason TEXT    NOT NULL
) STRICT;

CREATE INDEX terminal_events_by_terminal ON terminal_events (urn, seq);

CREATE TRIGGER terminal_events_are_not_changed BEFORE UPDATE ON terminal_events BEGIN SELECT RAISE(ABORT, 'terminal events are append-only'); END;
CREATE TRIGGER terminal_events_are_not_deleted BEFORE DELETE ON terminal_events BEGIN SELECT RAISE(ABORT, 'terminal events are append-only'); END;

-- When terminals last called, roughly. Apart from what is decided, since it is written all the time.
CREATE TABLE sights (
    urn  TEXT    PRIMARY KEY,
    seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The register of terminals: which of their certificates are good. Which terminals there are says the catalog.
-- As many rows as there are terminals, so that nothing of it is partitioned.

-- One row a terminal that anything was ever done to.
CREATE TABLE terminals (
    urn     text   COLLATE "C" NOT NULL PRIMARY KEY,
    version bigint NOT NULL,
    state   int    NOT NULL,
    others  bigint NOT NULL, -- until when certificates that do not stand below are good
    tx      xid8   NOT NULL DEFAULT pg_current_xact_id() -- of its latest change, which the edges' views follow
);
CREATE INDEX terminals_by_transaction ON terminals (tx);

CREATE TABLE certificates (
    urn        text    COLLATE "C" NOT NULL,
    serial     text    NOT NULL,
    digest     text    NOT NULL,
    begins     bigint  NOT NULL,
    ends       bigint  NOT NULL,
    good_until bigint  NOT NULL,
    revoked    int     NOT NULL,
    PRIMARY KEY (urn, serial)
);

-- What was done to terminals, when, by whom and why.
CREATE SEQUENCE terminal_events_seq;
CREATE TABLE terminal_events (
    seq    bigint NOT NULL DEFAULT nextval('terminal_events_seq') PRIMARY KEY,
    urn    text   COLLATE "C" NOT NULL,
    at     bigint NOT NULL,
    actor  text   NOT NULL,
    act    int    NOT NULL,
    serial text   NOT NULL,
    reason text   NOT NULL
);
CREATE INDEX terminal_events_by_terminal ON terminal_events (urn, seq);

-- When terminals last called, roughly. Apart from what is decided, since it is written all the time.
CREATE TABLE sights (
    urn  text   COLLATE "C" NOT NULL PRIMARY KEY,
    seen bigint NOT NULL
);

-- Events are append-only, for the owner too.
CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'terminal events are append-only';
END $$;
CREATE TRIGGER terminal_events_are_append_only BEFORE UPDATE OR DELETE ON terminal_events FOR EACH ROW EXECUTE FUNCTION refuse_event_change();
CREATE TRIGGER terminal_events_are_not_truncated BEFORE TRUNCATE ON terminal_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change();

GRANT SELECT, INSERT, UPDATE ON terminals, certificates, sights TO edge_ledger;
GRANT SELECT, INSERT ON terminal_events TO edge_ledger;
GRANT USAGE ON SEQUENCE terminal_events_seq TO edge_ledger;

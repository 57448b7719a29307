-- The ledger on PostgreSQL 13 or later. Later schemas are further numbered files, applied in order and never edited.
-- Run by the owner. Edges log in as members of the role edge_ledger, which can do only what is granted at the end of this file.
-- Times are milliseconds since 1970; times that do not apply are the greatest number. Blobs are the core's own deterministic encoding.
-- Everything of a member is partitioned by the hash of the member's key, side rows by the hash of their own keys, so that a distributed
-- engine can spread the tables as they are.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'edge_ledger') THEN
        CREATE ROLE edge_ledger NOLOGIN;
    END IF;
END $$;

-- One row a member. The version is what compare-and-swap compares.
CREATE TABLE members (
    member       bigint NOT NULL PRIMARY KEY,
    version      bigint NOT NULL,
    counts_until bigint NOT NULL,
    record       bytea  NOT NULL
) PARTITION BY HASH (member);

-- What happened. Within a transaction in the order of seq; transactions in the order of tx, which export and the edges' views follow.
CREATE SEQUENCE entries_seq CACHE 1;
CREATE TABLE entries (
    member bigint NOT NULL,
    number bigint NOT NULL, -- of the grant; 0 where only a token is concerned
    seq    bigint NOT NULL DEFAULT nextval('entries_seq'),
    tx     xid8   NOT NULL DEFAULT pg_current_xact_id(),
    entry  bytea  NOT NULL,
    PRIMARY KEY (member, number, seq)
) PARTITION BY HASH (member);
CREATE INDEX entries_by_transaction ON entries (tx, seq);

-- Every grant, by what it is searched for. What it is stands in its last entry.
CREATE TABLE grants (
    member  bigint NOT NULL,
    number  bigint NOT NULL,
    partner text   NOT NULL,
    venue   text   NOT NULL,
    perk    text   NOT NULL,
    state   int    NOT NULL, -- as last recorded
    opened  bigint NOT NULL,
    due     bigint NOT NULL,
    ends    bigint NOT NULL, -- when time alone ends it
    ends_as int    NOT NULL, -- the state it then has
    settled bigint NOT NULL, -- since when nothing is open about it
    units   int    NOT NULL,
    second  bigint NOT NULL, -- when it came second as an offline claim
    PRIMARY KEY (member, number)
) PARTITION BY HASH (member);
CREATE INDEX grants_by_opening ON grants (opened, member, number);
CREATE INDEX grants_out_by_due ON grants (due, member, number) WHERE state = 2 AND due < 9223372036854775807;
CREATE INDEX grants_settled ON grants (settled, member, number) WHERE settled < 9223372036854775807;
CREATE INDEX grants_that_came_second ON grants (second, member, number) WHERE second < 9223372036854775807;

-- First answers, by the hash of caller, method and request id.
CREATE TABLE requests (
    key    bytea  NOT NULL PRIMARY KEY,
    digest bytea  NOT NULL,
    at     bigint NOT NULL,
    reply  bytea  NOT NULL
) PARTITION BY HASH (key);
CREATE INDEX requests_by_age ON requests (at);

-- Who holds what: one holder an item, by the hash of partner and item. A row past its time is free to take over.
CREATE TABLE items (
    item   bytea  NOT NULL PRIMARY KEY,
    member bigint NOT NULL,
    number bigint NOT NULL,
    until  bigint NOT NULL
) PARTITION BY HASH (item);

-- Return receipts that were taken in, by the hash of the terminal that signed them.
CREATE TABLE receipts (
    terminal bytea  NOT NULL,
    sequence bigint NOT NULL,
    at       bigint NOT NULL,
    digest   bytea  NOT NULL,
    PRIMARY KEY (terminal, sequence)
) PARTITION BY HASH (terminal);

DO $$
DECLARE
    parent text;
BEGIN
    FOREACH parent IN ARRAY ARRAY['members', 'entries', 'grants', 'requests', 'items', 'receipts'] LOOP
        FOR part IN 0..7 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 8, REMAINDER %s)', parent || '_' || part, parent, part);
            IF parent IN ('members', 'grants') THEN
                EXECUTE format('ALTER TABLE %I SET (fillfactor = 80)', parent || '_' || part); -- Rows are rewritten: leave room beside them.
            END IF;
        END LOOP;
    END LOOP;
END $$;

-- How far each terminal's journal has been taken in, by the hash of its name; and of each dock the highest receipt, by the hash of its code.
CREATE TABLE claims (
    terminal bytea  NOT NULL PRIMARY KEY,
    position bigint NOT NULL
);

-- What is kept of grants past their retention.
CREATE TABLE totals (
    month   int    NOT NULL, -- of the opening, such as 202611
    partner text   NOT NULL,
    venue   text   NOT NULL,
    perk    text   NOT NULL,
    state   int    NOT NULL,
    grants  bigint NOT NULL,
    units   bigint NOT NULL,
    PRIMARY KEY (month, partner, venue, perk, state)
);

-- Written to find out whether a commit goes through. An edge writes the row of its own slot.
CREATE TABLE probe (
    slot  int    NOT NULL PRIMARY KEY,
    times bigint NOT NULL
);
INSERT INTO probe SELECT slot, 0 FROM generate_series(0, 255) AS slot;

-- Entries are append-only, for the owner too, but for the function below.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('ledger.erasing', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'entries are append-only';
END $$;
CREATE TRIGGER entries_are_append_only BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entries_are_not_truncated BEFORE TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Erases grants that were settled before a moment, and counts them. At least 30 days must lie between, whatever an edge's settings say.
CREATE FUNCTION erase(members bigint[], numbers bigint[], settled_before bigint, now bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    erased bigint;
BEGIN
    PERFORM set_config('ledger.erasing', 'on', true);
    WITH gone AS (
        DELETE FROM grants g USING unnest(members, numbers) AS w(member, number)
        WHERE g.member = w.member AND g.number = w.number AND g.settled < least(settled_before, now - 2592000000) RETURNING g.*),
    forgotten AS (
        DELETE FROM entries e USING gone WHERE e.member = gone.member AND e.number = gone.number),
    counted AS (
        INSERT INTO totals AS t (month, partner, venue, perk, state, grants, units)
        SELECT to_char(to_timestamp(gone.opened / 1000) AT TIME ZONE 'UTC', 'YYYYMM')::int, gone.partner, gone.venue, gone.perk, gone.state, count(*), sum(gone.units)
        FROM gone GROUP BY 1, 2, 3, 4, 5
        ON CONFLICT (month, partner, venue, perk, state) DO UPDATE SET grants = t.grants + EXCLUDED.grants, units = t.units + EXCLUDED.units)
    SELECT count(*) INTO erased FROM gone;
    PERFORM set_config('ledger.erasing', 'off', true);
    RETURN erased;
END $$;
REVOKE ALL ON FUNCTION erase(bigint[], bigint[], bigint, bigint) FROM PUBLIC;

GRANT SELECT, INSERT, UPDATE ON members, grants, claims TO edge_ledger;
GRANT SELECT, INSERT ON entries, receipts TO edge_ledger;
GRANT SELECT, INSERT, UPDATE, DELETE ON requests, items TO edge_ledger;
GRANT SELECT ON totals TO edge_ledger;
GRANT SELECT, UPDATE ON probe TO edge_ledger;
GRANT USAGE ON SEQUENCE entries_seq TO edge_ledger;
GRANT EXECUTE ON FUNCTION erase(bigint[], bigint[], bigint, bigint) TO edge_ledger;

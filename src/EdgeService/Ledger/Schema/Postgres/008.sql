-- What edges tell each other of who asks about whom. No answer rests on it: what is written here waits for no disk and no standby.

-- Perks that a partner's terminals have asked about for one member on one day of UTC, whoever that is, by the numbers of the catalog.
CREATE TABLE asked_perks (
    day     int    NOT NULL, -- since 1970
    partner text   NOT NULL,
    member  bigint NOT NULL,
    codes   int[]  NOT NULL,
    PRIMARY KEY (day, partner, member)
) WITH (fillfactor = 80); -- Rows are rewritten: leave room beside them.

-- Who asked about a member. Everything else is in the sealed decision id, which only an edge opens. A day's rows are one table, and go with it.
CREATE TABLE accesses (
    member   bigint NOT NULL,
    at       bigint NOT NULL, -- by the edge's clock
    edge     int    NOT NULL,
    came     date   NOT NULL DEFAULT (server_time() AT TIME ZONE 'UTC')::date,
    decision bytea  NOT NULL
) PARTITION BY LIST (came);
CREATE INDEX accesses_of_member ON accesses (member, at);

-- Through which moment what an edge was asked is above, and up to which some of it is missing; edge -1 is what a re-keying dropped.
CREATE TABLE access_edges (
    edge    int    NOT NULL PRIMARY KEY,
    through bigint NOT NULL,
    missing bigint NOT NULL
) WITH (fillfactor = 50);

-- Makes the tables of today and the next days, and drops those in which all is past its retention, in milliseconds.
CREATE FUNCTION tend_accesses(retention bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    today date := (server_time() AT TIME ZONE 'UTC')::date;
    oldest date := today - greatest(1, ceil(retention / 86400000.0)::int);
    part text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('tend_accesses'), hashtext(current_schema()));
    FOR ahead IN 0..2 LOOP
        part := 'accesses_' || to_char(today + ahead, 'YYYYMMDD');
        IF to_regclass(part) IS NULL THEN -- Attached, and not made in its place, so that nobody who writes is kept waiting.
            EXECUTE format('CREATE TABLE %I (LIKE accesses INCLUDING ALL)', part);
            EXECUTE format('ALTER TABLE accesses ATTACH PARTITION %I FOR VALUES IN (%L)', part, today + ahead);
        END IF;
    END LOOP;
    FOR part IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'accesses'::regclass AND c.relname < 'accesses_' || to_char(oldest, 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE %I', part);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION tend_accesses(bigint) FROM PUBLIC;

GRANT SELECT, INSERT, UPDATE, DELETE ON asked_perks TO edge_ledger;
GRANT SELECT, INSERT, DELETE ON accesses TO edge_ledger;
GRANT SELECT, INSERT, UPDATE ON access_edges TO edge_ledger;
GRANT EXECUTE ON FUNCTION tend_accesses(bigint) TO edge_ledger;

-- Claims of terminals' journals that cannot be settled; and retention by the server's own clock, so that no edge whose clock is wrong erases early.

-- The server's clock. Only the owner can put another in its place.
CREATE FUNCTION server_time() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';

-- When an entry was written, by the server's clock; unknown of those written before this schema.
ALTER TABLE entries ADD COLUMN at timestamptz;
ALTER TABLE entries ALTER COLUMN at SET DEFAULT server_time();
CREATE INDEX entries_of_tokens ON entries (at) WHERE number = 0;

-- Each once, by the hash of terminal, number and content. What was decided stands beside it; only that changes.
CREATE TABLE faulty_claims (
    id         bytea       NOT NULL PRIMARY KEY,
    terminal   bytea       NOT NULL, -- hash of its name
    sequence   bigint      NOT NULL,
    urn        text        NOT NULL,
    partner    text        NOT NULL,
    recorded   bigint      NOT NULL,
    resolution int         NOT NULL, -- 0 while it waits for a person
    decided    bigint      NOT NULL,
    actor_kind int         NOT NULL,
    actor      text        NOT NULL,
    reason     text        NOT NULL,
    claim      bytea       NOT NULL,
    at         timestamptz NOT NULL DEFAULT server_time()
) PARTITION BY HASH (id);
CREATE INDEX faulty_claims_in_order ON faulty_claims (recorded, sequence, id);
CREATE INDEX faulty_claims_that_wait ON faulty_claims (terminal, sequence) WHERE resolution = 0;
CREATE INDEX faulty_claims_decided ON faulty_claims (decided) WHERE decided < 9223372036854775807;

DO $$
BEGIN
    FOR part IN 0..7 LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF faulty_claims FOR VALUES WITH (MODULUS 8, REMAINDER %s)', 'faulty_claims_' || part, part);
    END LOOP;
END $$;

-- Before which moment something must lie to be erased: at least 30 days, whatever an edge's settings say.
CREATE FUNCTION erased_before(retention bigint) RETURNS timestamptz LANGUAGE sql VOLATILE SET search_path FROM CURRENT AS $$
    SELECT server_time() - greatest(retention, 2592000000) * interval '1 millisecond'
$$;

-- Erases grants settled longer ago than the retention, in milliseconds, and counts them. Their last entry must be as old by the server's clock.
DROP FUNCTION erase(bigint[], bigint[], bigint, bigint);
CREATE FUNCTION erase(members bigint[], numbers bigint[], retention bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    before timestamptz := erased_before(retention);
    erased bigint;
BEGIN
    PERFORM set_config('ledger.erasing', 'on', true);
    WITH gone AS (
        DELETE FROM grants g USING unnest(members, numbers) AS w(member, number)
        WHERE g.member = w.member AND g.number = w.number AND g.settled < floor(extract(epoch FROM before) * 1000)::bigint
            AND NOT EXISTS (SELECT FROM entries e WHERE e.member = g.member AND e.number = g.number AND e.at >= before)
        RETURNING g.*),
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

-- Erases entries that concern a token alone, so long after its end that no terminal can still tell of it. A token lives a day at most, and is
-- remembered for eight more.
CREATE FUNCTION erase_tokens(retention bigint, most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    before timestamptz := erased_before(retention) - interval '9 days';
    known_since timestamptz := (SELECT applied FROM schema_version WHERE version = 5);
    erased bigint;
BEGIN
    PERFORM set_config('ledger.erasing', 'on', true);
    WITH old AS (
        SELECT member, seq FROM entries WHERE number = 0 AND (at < before OR (at IS NULL AND known_since < before)) LIMIT most),
    gone AS (
        DELETE FROM entries e USING old WHERE e.member = old.member AND e.number = 0 AND e.seq = old.seq RETURNING 1)
    SELECT count(*) INTO erased FROM gone;
    PERFORM set_config('ledger.erasing', 'off', true);
    RETURN erased;
END $$;

-- Erases claims that were decided longer ago than the retention. What waits for a person stays.
CREATE FUNCTION erase_claims(retention bigint, most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    before timestamptz := erased_before(retention);
    erased bigint;
BEGIN
    WITH old AS (
        SELECT id FROM faulty_claims
        WHERE resolution <> 0 AND decided < floor(extract(epoch FROM before) * 1000)::bigint AND at < before LIMIT most),
    gone AS (
        DELETE FROM faulty_claims c USING old WHERE c.id = old.id RETURNING 1)
    SELECT count(*) INTO erased FROM gone;
    RETURN erased;
END $$;

REVOKE ALL ON FUNCTION erase(bigint[], bigint[], bigint), erase_tokens(bigint, bigint), erase_claims(bigint, bigint) FROM PUBLIC;

GRANT SELECT, INSERT, UPDATE (resolution, decided, actor_kind, actor, reason) ON faulty_claims TO edge_ledger;
GRANT EXECUTE ON FUNCTION erase(bigint[], bigint[], bigint), erase_tokens(bigint, bigint), erase_claims(bigint, bigint) TO edge_ledger;

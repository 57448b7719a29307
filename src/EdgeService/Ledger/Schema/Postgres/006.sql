-- Under which member secret the keys of members stand, and by which keys members were known before.

-- One row. The first edge that opens the ledger says which; from then on a re-keying does.
CREATE TABLE member_secret (
    one          int    NOT NULL PRIMARY KEY CHECK (one = 1),
    version      int    NOT NULL,
    secret_check bigint NOT NULL -- tells one secret from another, and nothing else of it
);

-- Former keys sealed under the service's secret, which lies in no ledger: whoever has only this and the old member secret finds nobody.
CREATE TABLE former_keys (
    former    bytea  NOT NULL PRIMARY KEY,
    member    bigint NOT NULL, -- the key now
    tag_key   bigint NOT NULL, -- the tag now, by which changes name members
    tag_check bigint NOT NULL,
    since     bigint NOT NULL  -- when the ledger was re-keyed
);
CREATE INDEX former_keys_by_member ON former_keys (member);

-- The member of an entry and of an act is changed within the transaction that re-keys, and at no other time. Who may change rows at all is the
-- owner: edges have no right to.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rekeying boolean := coalesce(current_setting('ledger.rekeying', true), '') = 'on';
BEGIN
    IF TG_OP = 'UPDATE' AND rekeying THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND (rekeying OR current_setting('ledger.erasing', true) = 'on') THEN -- A row that goes into another partition is deleted from its own.
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'entries are append-only';
END $$;

CREATE OR REPLACE FUNCTION refuse_act_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND coalesce(current_setting('ledger.rekeying', true), '') = 'on' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'acts are append-only';
END $$;

GRANT SELECT, INSERT ON member_secret TO edge_ledger;
GRANT SELECT, DELETE ON former_keys TO edge_ledger;

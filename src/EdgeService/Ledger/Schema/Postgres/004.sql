-- What members do themselves, and what they contest: seldom, so that neither is partitioned and one row numbers both. A number is taken by
-- writing that row, which waits for whoever took the one before: so none becomes visible before a lower one.

-- Consents, objections and exits, in the order they were kept: edges follow them by number.
CREATE TABLE acts (
    number     bigint NOT NULL PRIMARY KEY,
    member     bigint NOT NULL,
    act        bytea  NOT NULL,
    actor_kind int    NOT NULL,
    actor      text   NOT NULL,
    proof      bytea  NOT NULL -- of a consent: digest of the text that was shown
);
CREATE INDEX acts_by_member ON acts (member, number);

CREATE FUNCTION refuse_act_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'acts are append-only';
END $$;
CREATE TRIGGER acts_are_append_only BEFORE UPDATE OR DELETE ON acts FOR EACH ROW EXECUTE FUNCTION refuse_act_change();
CREATE TRIGGER acts_are_not_truncated BEFORE TRUNCATE ON acts FOR EACH STATEMENT EXECUTE FUNCTION refuse_act_change();

CREATE TABLE disputes (
    number   bigint NOT NULL PRIMARY KEY,
    member   bigint NOT NULL,
    state    int    NOT NULL, -- 1 open, 2 upheld, 3 rejected
    deadline bigint NOT NULL,
    partner  text   NOT NULL, -- whose terminal asked; empty where none did
    dispute  bytea  NOT NULL
);
CREATE INDEX disputes_by_member ON disputes (member, number);
CREATE INDEX disputes_by_deadline ON disputes (deadline, number);
CREATE INDEX disputes_open ON disputes (deadline, number) WHERE state = 1;

-- The last number given to an act or a dispute.
CREATE TABLE file_number (last bigint NOT NULL);
INSERT INTO file_number VALUES (0);

GRANT SELECT, INSERT ON acts TO edge_ledger;
GRANT SELECT, INSERT, UPDATE, DELETE ON disputes TO edge_ledger;
GRANT SELECT, UPDATE ON file_number TO edge_ledger;

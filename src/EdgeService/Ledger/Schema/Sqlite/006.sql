-- Claims of terminals' journals that cannot be settled, and what retention needs to reach entries that concern a token alone.

-- Each once, by the hash of terminal, number and content. What was decided stands beside it; only that changes.
CREATE TABLE faulty_claims (
    id         BLOB    PRIMARY KEY,
    terminal   BLOB    NOT NULL, -- hash of its name
    sequence   INTEGER NOT NULL,
    urn        TEXT    NOT NULL,
    partner    TEXT    NOT NULL,
    recorded   INTEGER NOT NULL,
    resolution INTEGER NOT NULL, -- 0 while it waits for a person
    decided    INTEGER NOT NULL,
    actor_kind INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    claim      BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX faulty_claims_in_order ON faulty_claims (recorded, sequence, id);
CREATE INDEX faulty_claims_that_wait ON faulty_claims (terminal, sequence) WHERE resolution = 0;
CREATE INDEX faulty_claims_decided ON faulty_claims (decided) WHERE decided < 9223372036854775807;

CREATE INDEX entries_of_tokens ON entries (seq) WHERE number = 0;

-- Which edges share this ledger, and how each said it was when it was last heard. Not relied on by anything: it is shown to operators.
CREATE TABLE edges (
    number   int    NOT NULL PRIMARY KEY,
    version  text   NOT NULL,
    started  bigint NOT NULL,
    snapshot bigint NOT NULL, -- revision; 0 without one
    as_of    bigint NOT NULL, -- of its data
    catalog  bigint NOT NULL, -- revision
    heard    bigint NOT NULL  -- by this server's clock
);

GRANT SELECT, INSERT, UPDATE ON edges TO edge_ledger;

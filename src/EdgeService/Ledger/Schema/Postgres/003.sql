-- Places of revoked tokens in the status lists of the keys that signed them, until the tokens would have expired.
CREATE TABLE revocations (
    signer bigint NOT NULL, -- key id
    place  bigint NOT NULL,
    until  bigint NOT NULL,
    PRIMARY KEY (signer, place)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON revocations TO edge_ledger;

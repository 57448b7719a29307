-- Places of revoked tokens in the status lists of the keys that signed them, until the tokens would have expired.
CREATE TABLE revocations (
    signer INTEGER NOT NULL, -- key id
    place  INTEGER NOT NULL,
    until  INTEGER NOT NULL,
    PRIMARY KEY (signer, place)
) STRICT, WITHOUT ROWID;

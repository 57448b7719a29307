-- Under which member secret the keys of members stand, and by which keys members were known before.

-- One row. The first edge that opens the ledger says which; from then on a re-keying does.
CREATE TABLE member_secret (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    version      INTEGER NOT NULL,
    secret_check INTEGER NOT NULL -- tells one secret from another, and nothing else of it
) STRICT;

-- Former keys sealed under the service's secret, which lies in no ledger: whoever has only this and the old member secret finds nobody.
CREATE TABLE former_keys (
    former    BLOB    PRIMARY KEY,
    member    INTEGER NOT NULL, -- the key now
    tag_key   INTEGER NOT NULL, -- the tag now, by which changes name members
    tag_check INTEGER NOT NULL,
    since     INTEGER NOT NULL  -- when the ledger was re-keyed
) STRICT, WITHOUT ROWID;
CREATE INDEX former_keys_by_member ON former_keys (member);

-- Holds a row only within the transaction that re-keys: the member of an entry and of an act is changed then and at no other time.
CREATE TABLE rekeying (since INTEGER NOT NULL) STRICT;

DROP TRIGGER entries_are_not_changed;
CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries WHEN NOT EXISTS (SELECT 1 FROM rekeying)
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
DROP TRIGGER acts_are_not_changed;
CREATE TRIGGER acts_are_not_changed BEFORE UPDATE ON acts WHEN NOT EXISTS (SELECT 1 FROM rekeying)
BEGIN SELECT RAISE(ABORT, 'acts are append-only'); END;

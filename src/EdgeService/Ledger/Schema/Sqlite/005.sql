-- What members do themselves, and what they contest.

-- Consents, objections and exits, in the order they were kept: edges follow them by number.
CREATE TABLE acts (
    number     INTEGER PRIMARY KEY,
    member     INTEGER NOT NULL,
    act        BLOB    NOT NULL,
    actor_kind INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    proof      BLOB    NOT NULL -- of a consent: digest of the text that was shown
) STRICT;
CREATE INDEX acts_by_member ON acts (member, number);

CREATE TRIGGER acts_are_not_changed BEFORE UPDATE ON acts BEGIN SELECT RAISE(ABORT, 'acts are append-only'); END;
CREATE TRIGGER acts_are_not_deleted BEFORE DELETE ON acts BEGIN SELECT RAISE(ABORT, 'acts are append-only'); END;

CREATE TABLE disputes (
    number   INTEGER PRIMARY KEY,
    member   INTEGER NOT NULL,
    state    INTEGER NOT NULL, -- 1 open, 2 upheld, 3 rejected
    deadline INTEGER NOT NULL,
    partner  TEXT    NOT NULL, -- whose terminal asked; empty where none did
    dispute  BLOB    NOT NULL
) STRICT;
CREATE INDEX disputes_by_member ON disputes (member, number);
CREATE INDEX disputes_by_deadline ON disputes (deadline, number);
CREATE INDEX disputes_open ON disputes (deadline, number) WHERE state = 1;

-- The last number given to an act or a dispute.
CREATE TABLE file_number (last INTEGER NOT NULL) STRICT;
INSERT INTO file_number VALUES (0);

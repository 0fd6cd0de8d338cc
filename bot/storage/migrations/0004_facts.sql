CREATE TABLE fact_change (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    value_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'accepted', 'refused', 'withdrawn')),
    words BLOB NOT NULL,
    proposed_by TEXT NOT NULL,
    decided_by TEXT,
    day TEXT,
    made_at INTEGER NOT NULL,
    decided_at INTEGER,
    CHECK ((day IS NOT NULL) = (state = 'accepted'))
) STRICT;
CREATE UNIQUE INDEX fact_change_waiting ON fact_change (number, value_name) WHERE state = 'waiting';
CREATE INDEX fact_change_accepted ON fact_change (number, decided_at) WHERE state = 'accepted';

CREATE TABLE fact_flag (
    number TEXT NOT NULL,
    day TEXT NOT NULL,
    volunteer_id TEXT NOT NULL,
    words BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (number, day, volunteer_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE flow_notice (
    id INTEGER PRIMARY KEY,
    flow TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'pinned', 'removed')),
    words BLOB NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    written_by TEXT NOT NULL,
    removed_by TEXT,
    at INTEGER NOT NULL,
    CHECK (until IS NOT NULL OR state <> 'pinned')
) STRICT;
CREATE UNIQUE INDEX flow_notice_pinned ON flow_notice (flow) WHERE state = 'pinned';

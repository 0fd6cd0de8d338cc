CREATE TABLE flow_session (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    flow TEXT NOT NULL,
    rev TEXT NOT NULL,
    case_id TEXT,
    state BLOB NOT NULL,
    is_current INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL,
    erase_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX flow_session_current ON flow_session (person_id) WHERE is_current = 1;
CREATE INDEX flow_session_case ON flow_session (case_id);
CREATE INDEX flow_session_erase ON flow_session (erase_at);

CREATE TABLE flow_event (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    session_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    flow TEXT NOT NULL,
    step TEXT NOT NULL,
    rev TEXT NOT NULL
) STRICT;

CREATE TABLE relay_message (
    id INTEGER PRIMARY KEY,
    case_id TEXT,
    person_id TEXT NOT NULL,
    author TEXT NOT NULL CHECK (author IN ('person', 'team')),
    source_dest TEXT NOT NULL,
    source_message INTEGER NOT NULL,
    kind TEXT NOT NULL,
    album TEXT NOT NULL DEFAULT '',
    words BLOB NOT NULL,
    versions INTEGER NOT NULL DEFAULT 1,
    at INTEGER NOT NULL,
    delivered_to TEXT NOT NULL DEFAULT '',
    outbox_row INTEGER,
    UNIQUE (source_dest, source_message)
) STRICT;

CREATE INDEX relay_message_case ON relay_message (case_id, id);
CREATE INDEX relay_message_person ON relay_message (person_id, id);

CREATE TABLE seen_message (
    dest TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (dest, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_summary (
    case_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    lines BLOB NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (case_id, session_id)
) STRICT;

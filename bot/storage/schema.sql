-- The schema of data.db as it stands after every migration, to be read. A test compares both.

-- What everything else stands on: who writes to us, what came in, what goes out, what is due, who did what.
-- Times (*_at) are whole milliseconds since 1970, UTC. BLOB columns are sealed (see inventory.py).

-- Owners that have a key in keys.db. One without its key there is an erasure that was cut short.
CREATE TABLE keyed (
    owner TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT,
    sealed BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    chat BLOB NOT NULL,
    safe INTEGER NOT NULL DEFAULT 0,
    quiet INTEGER NOT NULL DEFAULT 0,
    reachable INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    raw BLOB,                           -- NULL once done
    received_at INTEGER NOT NULL,       -- its UTC day names the key
    tries INTEGER NOT NULL DEFAULT 0,
    done_at INTEGER
) STRICT;
CREATE INDEX inbox_waiting ON inbox (update_id) WHERE done_at IS NULL;
CREATE INDEX inbox_done ON inbox (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id INTEGER NOT NULL,
    raw BLOB,                           -- under a key of its own; NULL where it could not be opened
    error_class TEXT NOT NULL,
    put_at INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    dest TEXT NOT NULL,
    line TEXT,                          -- rows of one line keep their order; NULL: keeps none
    lane INTEGER NOT NULL,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,                -- whose key seals the payload
    case_id TEXT,
    payload BLOB,                       -- NULL once ended
    dedupe TEXT UNIQUE,
    slot TEXT,                          -- the message a waiting edit is for
    after TEXT,                         -- waits until the row with this dedupe is sent
    doubt_marks INTEGER NOT NULL DEFAULT 1,
    doubt INTEGER NOT NULL DEFAULT 0,   -- may have been sent already
    state TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'parked')),
    tries INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    code TEXT,                          -- why it failed or is parked
    noticed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_waiting ON outbox (lane, id, next_at) WHERE state = 'pending';
CREATE INDEX outbox_line ON outbox (line, id, lane) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_slot ON outbox (dest, slot) WHERE state = 'pending' AND slot IS NOT NULL;
CREATE INDEX outbox_after ON outbox (after) WHERE after IS NOT NULL;
CREATE INDEX outbox_trouble ON outbox (id) WHERE state IN ('failed', 'parked') AND noticed = 0;
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE remembered (
    dest TEXT NOT NULL,
    name TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (dest, name)
) STRICT, WITHOUT ROWID;

-- Which message of one chat became which of another.
CREATE TABLE msgmap (
    case_id TEXT NOT NULL,
    src_dest TEXT NOT NULL,
    src_msg INTEGER NOT NULL,
    dst_dest TEXT NOT NULL,
    dst_msg INTEGER NOT NULL,
    part INTEGER NOT NULL,
    PRIMARY KEY (dst_dest, dst_msg, src_dest, src_msg)
) STRICT, WITHOUT ROWID;
CREATE INDEX msgmap_source ON msgmap (src_dest, src_msg);
CREATE INDEX msgmap_case ON msgmap (case_id);

CREATE TABLE timer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice: ending an old one cannot end its successor
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    fence INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    payload TEXT,                           -- ids and numbers only
    UNIQUE (owner, kind)
) STRICT;
CREATE INDEX timer_due ON timer (due_at);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    verb TEXT NOT NULL,
    subject TEXT NOT NULL,
    fields TEXT NOT NULL,
    outcome TEXT NOT NULL,
    chain BLOB NOT NULL                     -- HMAC over this row and the chain before it
) STRICT;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_year BEFORE DELETE ON audit
WHEN OLD.at > (SELECT max(at) FROM audit) - 31536000000
BEGIN SELECT RAISE(ABORT, 'the audit is kept for a year'); END;

-- 0002 queue

CREATE TABLE case_ (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,                     -- the flow it came from
    person_id TEXT NOT NULL,                -- empty once erased
    state TEXT NOT NULL CHECK (state IN
        ('intake', 'queued', 'assigned', 'paused', 'resolved', 'closed', 'erased')),
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
    ball TEXT CHECK (ball IN ('team', 'person')),
    prefer TEXT,                            -- the volunteer whom the queue asks first
    epoch INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    step INTEGER NOT NULL,
    replied INTEGER NOT NULL,
    incomplete INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    lang TEXT NOT NULL,
    stage TEXT NOT NULL,
    place TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    counts_from INTEGER NOT NULL,           -- a time, like those in *_at
    queued_at INTEGER,
    due_at INTEGER,
    wake_at INTEGER,
    CHECK ((ball IS NOT NULL) = (state = 'assigned')),
    CHECK ((wake_at IS NOT NULL) = (state = 'paused'))
) STRICT;
CREATE UNIQUE INDEX case_code ON case_ (code) WHERE state <> 'erased';
CREATE UNIQUE INDEX case_one_open ON case_ (person_id, kind)
    WHERE state IN ('intake', 'queued', 'assigned', 'paused');
CREATE INDEX case_person ON case_ (person_id, opened_at);
CREATE INDEX case_queue ON case_ (priority, due_at) WHERE state = 'queued';

-- A place on a case, each with its own single winner. The manager's turn is the case's epoch.
CREATE TABLE seat (
    case_id TEXT NOT NULL REFERENCES case_ (id),
    role TEXT NOT NULL CHECK (role IN ('manager', 'translator')),
    owner TEXT REFERENCES volunteer (id),
    epoch INTEGER NOT NULL,
    open INTEGER NOT NULL DEFAULT 1,        -- somebody is wanted here
    taken_at INTEGER,
    PRIMARY KEY (case_id, role),
    CHECK (owner IS NULL OR open = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX seat_owner ON seat (owner, role) WHERE owner IS NOT NULL;

-- What happened to a case; only added to. The last row says the same as the tables.
CREATE TABLE case_event (
    case_id TEXT NOT NULL REFERENCES case_ (id),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    type TEXT NOT NULL,
    state_from TEXT NOT NULL,
    state_to TEXT NOT NULL,
    ball TEXT,
    owner TEXT,
    priority INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    rung INTEGER,                           -- of the ladder, where one fired
    PRIMARY KEY (case_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER case_event_stays BEFORE UPDATE ON case_event
BEGIN SELECT RAISE(ABORT, 'what happened to a case is only added to'); END;

CREATE TABLE case_note (
    id INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_ (id),
    kind TEXT NOT NULL CHECK (kind IN ('note', 'handover', 'reason')),
    author TEXT NOT NULL,
    body BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX case_note_case ON case_note (case_id, id);

CREATE TABLE volunteer (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,         -- in order of joining
    role TEXT NOT NULL CHECK (role IN ('manager', 'translator', 'coordinator', 'admin')),
    state TEXT NOT NULL CHECK (state IN ('pending', 'active', 'off')),
    shift TEXT NOT NULL DEFAULT 'off' CHECK (shift IN ('off', 'on', 'call')),
    reachable INTEGER NOT NULL DEFAULT 1,
    who BLOB NOT NULL,                      -- Telegram id, name, alias
    invited_by TEXT,
    confirmed_by TEXT,
    joined_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE invite (
    hash TEXT PRIMARY KEY,                  -- SHA-256 of a token that is nowhere else
    role TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    taken_by TEXT,
    taken_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE invite_try (
    id INTEGER PRIMARY KEY,
    person_id TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX invite_try_person ON invite_try (person_id, at);

-- 0003 conversation

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
CREATE INDEX flow_session_person ON flow_session (person_id);

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

-- 0004 facts

-- What coordinators changed while the bot runs; rows are never deleted. An accepted one lies over flows/facts.yaml.
CREATE TABLE fact_change (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,                   -- of the fact: 1.10
    value_name TEXT NOT NULL,               -- empty: compared with its page, nothing has changed
    state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'accepted', 'refused', 'withdrawn')),
    words BLOB NOT NULL,                    -- the value before and after, the source
    proposed_by TEXT NOT NULL,
    decided_by TEXT,
    day TEXT,                               -- of the review, where the team is
    made_at INTEGER NOT NULL,
    decided_at INTEGER,
    CHECK ((day IS NOT NULL) = (state = 'accepted'))
) STRICT;
CREATE UNIQUE INDEX fact_change_waiting ON fact_change (number, value_name) WHERE state = 'waiting';
CREATE INDEX fact_change_accepted ON fact_change (number, decided_at) WHERE state = 'accepted';

-- «Это устарело», with a word why.
CREATE TABLE fact_flag (
    number TEXT NOT NULL,
    day TEXT NOT NULL,
    volunteer_id TEXT NOT NULL,
    words BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (number, day, volunteer_id)
) STRICT, WITHOUT ROWID;

-- A dated paragraph above every screen of a flow.
CREATE TABLE flow_notice (
    id INTEGER PRIMARY KEY,
    flow TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'pinned', 'removed')),
    words BLOB NOT NULL,
    since TEXT NOT NULL,                    -- days where the team is, both included
    until TEXT,
    written_by TEXT NOT NULL,
    removed_by TEXT,
    at INTEGER NOT NULL,
    CHECK (until IS NOT NULL OR state <> 'pinned')
) STRICT;
CREATE UNIQUE INDEX flow_notice_pinned ON flow_notice (flow) WHERE state = 'pinned';

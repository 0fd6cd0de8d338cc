-- The queue: cases and their seats, what happened to them, the team and its invitations.

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

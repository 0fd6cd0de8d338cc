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
    lang TEXT NOT NULL DEFAULT 'ru',
    safe INTEGER NOT NULL DEFAULT 0,
    quiet INTEGER NOT NULL DEFAULT 0,
    reachable INTEGER NOT NULL DEFAULT 1,
    frozen INTEGER NOT NULL DEFAULT 0,
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

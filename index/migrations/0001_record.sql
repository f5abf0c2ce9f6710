-- The record of truth. Integer ids are never used again (AUTOINCREMENT), so that a derived index
-- that is behind can point to nothing, but never to the wrong clause.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sources (
  sha256     TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  media_type TEXT NOT NULL,
  data       BLOB NOT NULL
);

CREATE TABLE notices (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  notice_id       TEXT NOT NULL UNIQUE,
  title           TEXT NOT NULL,
  document_number TEXT,
  number_key      TEXT,              -- document number without brackets and spaces
  issuer          TEXT,
  issued_on       TEXT,
  recipients      TEXT,
  type            TEXT,
  source          TEXT NOT NULL REFERENCES sources (sha256),
  clause_count    INTEGER NOT NULL,
  ingested_at     TEXT NOT NULL,
  superseded_by   INTEGER REFERENCES notices (id),
  aliases         TEXT NOT NULL,     -- this and the following: JSON
  relations       TEXT NOT NULL,
  pages           TEXT NOT NULL,
  removed         TEXT NOT NULL,
  warnings        TEXT NOT NULL,
  text            TEXT NOT NULL
);
CREATE INDEX notices_by_number ON notices (number_key);
CREATE INDEX notices_by_source ON notices (source);
CREATE INDEX notices_by_successor ON notices (superseded_by);

CREATE TABLE clauses (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  notice    INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
  ordinal   INTEGER NOT NULL,
  clause_id TEXT NOT NULL UNIQUE,
  number    TEXT NOT NULL,
  kind      TEXT NOT NULL,
  path      TEXT NOT NULL,           -- JSON
  start     INTEGER NOT NULL,        -- code points into notices.text
  "end"     INTEGER NOT NULL,
  parent    TEXT,
  context   TEXT NOT NULL,
  text      TEXT NOT NULL,           -- a copy of the span: reading a clause need not load its notice
  page      INTEGER,
  boxes     TEXT NOT NULL            -- JSON; on that page
);
CREATE INDEX clauses_by_notice ON clauses (notice, ordinal);
CREATE INDEX clauses_by_parent ON clauses (parent);

CREATE TABLE lines (
  notice  INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  start   INTEGER NOT NULL,
  "end"   INTEGER NOT NULL,
  page    INTEGER,
  box     TEXT,                      -- JSON
  anchor  TEXT,
  PRIMARY KEY (notice, ordinal)
) WITHOUT ROWID;

CREATE TABLE facts (
  notice    INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
  ordinal   INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  label     TEXT NOT NULL,
  value     TEXT NOT NULL,
  text      TEXT NOT NULL,
  start     INTEGER NOT NULL,
  "end"     INTEGER NOT NULL,
  clause_id TEXT NOT NULL,
  fields    TEXT NOT NULL,           -- JSON
  PRIMARY KEY (notice, ordinal)
) WITHOUT ROWID;
CREATE INDEX facts_by_kind ON facts (kind, notice);
CREATE INDEX facts_by_clause ON facts (clause_id);

-- Derived: float16 vectors of the model named in meta.
CREATE TABLE vectors (
  clause INTEGER PRIMARY KEY REFERENCES clauses (id) ON DELETE CASCADE,
  vector BLOB NOT NULL
);

-- The last generation that touched a notice, removed ones included: what an index must catch up on.
CREATE TABLE changes (
  notice     INTEGER PRIMARY KEY,
  generation INTEGER NOT NULL
);
CREATE INDEX changes_by_generation ON changes (generation);

"""The tables of a store, and how those of an older program become those of this one.

- *entries* are the log; triggers refuse every change of one, also by a migration. *bodies* are what was said, and can
  be erased. *recognised* tells a body that is known. *checkpoints* are what was signed of the log, by its size.
  *stamps* are the time-stamps that were asked for, by the number of the request, with what came back.
  *erasing* names the entries that say an erasure which is not carried out to its end yet.
- What one commit writes lies together, in the order of the entries; only *recognised* does not. Each page that a commit
  touches is written whole, and encrypted.
- A step is one transaction with all others: a power cut leaves the tables of the old version, or of this one.
- A store of a later program is not touched.
"""

from exeat.adapters.sqlite import Connection, transaction
from exeat.core.errors import Problem, Refused

ENTRIES = """
CREATE TABLE ledger (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE entries (
  idx INTEGER PRIMARY KEY, recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL,
  body BLOB NOT NULL, leaf BLOB NOT NULL, signature BLOB) STRICT;
CREATE TABLE bodies (digest BLOB PRIMARY KEY, key TEXT, stored BLOB NOT NULL, rows BLOB) STRICT, WITHOUT ROWID;
CREATE TABLE recognised (mac BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entries_last BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
"""
CHECKPOINTS = """
ALTER TABLE bodies ADD COLUMN salts BLOB;
CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
"""
FOUND = "CREATE INDEX entries_by_body ON entries (body);"
ERASING = """
ALTER TABLE bodies ADD COLUMN gone BLOB;
CREATE TABLE erasing (entry INTEGER PRIMARY KEY) STRICT;
"""
GROUPS = "ALTER TABLE bodies ADD COLUMN grp TEXT;"
STAMPS = """
CREATE TABLE stamps (
  nonce TEXT PRIMARY KEY, size INTEGER NOT NULL, answer BLOB, authority BLOB) STRICT, WITHOUT ROWID;
"""
BY_ENTRY = """
CREATE TABLE words (
  entry INTEGER PRIMARY KEY, key TEXT, stored BLOB NOT NULL, rows BLOB, salts BLOB, gone BLOB, grp TEXT) STRICT;
INSERT INTO words SELECT idx, key, stored, rows, salts, gone, grp FROM entries JOIN bodies ON digest = body;
DROP TABLE bodies;
ALTER TABLE words RENAME TO bodies;
CREATE TABLE known (mac BLOB PRIMARY KEY, entry INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO known SELECT mac, MAX(idx) FROM recognised JOIN entries ON entries.body = recognised.body GROUP BY mac;
DROP TABLE recognised;
ALTER TABLE known RENAME TO recognised;
DROP INDEX entries_by_body;
ALTER TABLE checkpoints ADD COLUMN frontier BLOB;
DELETE FROM ledger WHERE name = 'frontier';
"""
STEPS = (ENTRIES, CHECKPOINTS, FOUND, ERASING, GROUPS, STAMPS, BY_ENTRY)
"""What makes each version of the one before."""
VERSION = len(STEPS)


def make(db: Connection) -> None:
    """The tables of this version, made of those that the file has. Raises Refused for a later version."""
    (found,) = db.execute("PRAGMA user_version").fetchone()
    if found > VERSION:
        raise Refused([Problem("store-later", values={"found": str(found), "known": str(VERSION)})])
    if found == VERSION:
        return
    with transaction(db):
        (found,) = db.execute("PRAGMA user_version").fetchone()
        for step in STEPS[found:]:
            for line in step.strip().removesuffix(";").split(";\n"):
                db.execute(line)
        db.execute(f"PRAGMA user_version = {VERSION}")

/** The tables that passports are kept in. Everything here can be made again from the releases in the record. */

/** Changed whenever the tables do, or what is written into them. */
export const PASSPORTS_VERSION = 1

/** The place of a release that is not there yet: the end of a stay that lasts. */
export const STILL = 1_000_000_000

/**
 * A change is one piece of work, a commit one of the shapes it has had, a stay the releases over which a tree brought that. `named` is
 * subject and author. `versions` are those of the last release.
 */
export const TABLES = `
PRAGMA busy_timeout = 10000;
PRAGMA synchronous = OFF;
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS releases (place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, epoch INTEGER NOT NULL, zone INTEGER NOT NULL, upstream TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS versions (tree TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (id INTEGER PRIMARY KEY, named TEXT NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL, landed TEXT, landedAt INTEGER);
CREATE INDEX IF NOT EXISTS changes_by_name ON changes (named);
CREATE TABLE IF NOT EXISTS commits (oid TEXT PRIMARY KEY, change INTEGER NOT NULL, patch TEXT, knownBy TEXT NOT NULL, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS commits_by_patch ON commits (patch);
CREATE INDEX IF NOT EXISTS commits_by_change ON commits (change);
CREATE TABLE IF NOT EXISTS stays (oid TEXT NOT NULL, tree TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS stays_by_commit ON stays (oid);
CREATE INDEX IF NOT EXISTS stays_that_last ON stays (tree, oid) WHERE last = ${STILL};
`

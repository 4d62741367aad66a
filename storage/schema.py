"""The tables of a newsfold database, as migrations that sqlite-utils keeps account of.

Rows point to each other by small integers (`n`); the public ids are hashes and stand beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from sqlite_utils import Database, Migrations

from dedupe.boilerplate import sample_rank
from dedupe.model import REASONS
from dedupe.record import title_key

from . import bands
from .connect import VERSION, stamp
from .sketches import id_keys

migrations = Migrations("newsfold")
_numbers = count(1)


def _step(change: Callable[[Database], None]) -> Callable[[Database], None]:
    """Register a migration; its place in this file is the number it leaves in the header."""
    number = next(_numbers)

    def step(db: Database) -> None:
        stamp(db.conn, number)
        change(db)

    migrations(name=change.__name__)(step)
    return change


def migrate(db: Database) -> None:
    """Bring `db` to the newest schema; each step is a transaction of its own."""
    migrations.apply(db)
    if len(migrations.applied(db)) != VERSION:
        raise AssertionError("storage.connect.VERSION must count the migrations")


def _create(db: Database, *statements: str) -> None:
    for statement in statements:
        db.conn.execute(statement)


@_step
def create_runs(db: Database) -> None:
    """What was done to the database, when, and with what outcome."""
    _create(
        db,
        """CREATE TABLE settings (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            command TEXT NOT NULL,
            detail TEXT NOT NULL,
            started TEXT NOT NULL,
            finished TEXT,
            counts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(counts))
        ) STRICT""",
        """CREATE TABLE quarantine (
            id TEXT PRIMARY KEY,
            place TEXT NOT NULL,
            input_id TEXT NOT NULL,
            line INTEGER,
            url TEXT NOT NULL,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            run INTEGER REFERENCES runs(id),
            at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX quarantine_input ON quarantine(input_id)",
    )


@_step
def create_pages(db: Database) -> None:
    """Pages as they came in: gaps, blocks and tail rebuild the text of each, byte for byte."""
    _create(
        db,
        """CREATE TABLE pages (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            input_id TEXT NOT NULL,
            url TEXT NOT NULL,
            source TEXT NOT NULL,
            form TEXT NOT NULL,
            key TEXT NOT NULL,
            fetched_at TEXT NOT NULL,
            tail TEXT NOT NULL,
            meta TEXT NOT NULL CHECK (json_valid(meta)),
            run INTEGER REFERENCES runs(id)
        ) STRICT""",
        "CREATE INDEX pages_input ON pages(input_id)",
        "CREATE INDEX pages_url ON pages(url) WHERE url <> ''",
        # `raw` is the block as found; `text` is null where cleaning changed nothing. `place` is
        # the block's position among those of its article or teaser.
        """CREATE TABLE blocks (
            page INTEGER NOT NULL REFERENCES pages(n) ON DELETE CASCADE,
            idx INTEGER NOT NULL CHECK (idx >= 0),
            gap TEXT NOT NULL,
            raw TEXT NOT NULL,
            text TEXT,
            kind TEXT NOT NULL,
            level INTEGER NOT NULL,
            figure INTEGER NOT NULL,
            links REAL NOT NULL,
            href TEXT NOT NULL,
            path TEXT NOT NULL,
            main REAL NOT NULL,
            article INTEGER,
            teaser INTEGER,
            role TEXT,
            place INTEGER,
            PRIMARY KEY (page, idx),
            CHECK (article IS NULL OR teaser IS NULL),
            CHECK ((role IS NULL) = (article IS NULL AND teaser IS NULL))
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE folds (
            page INTEGER NOT NULL,
            block INTEGER NOT NULL,
            reason TEXT NOT NULL,
            into_block INTEGER,
            similarity REAL CHECK (similarity BETWEEN 0 AND 1),
            PRIMARY KEY (page, block),
            FOREIGN KEY (page, block) REFERENCES blocks(page, idx) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE reasons (
            reason TEXT PRIMARY KEY,
            meaning TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
    )
    db.conn.executemany("INSERT INTO reasons VALUES (?, ?)", REASONS.items())


@_step
def create_articles(db: Database) -> None:
    """Articles, what was said of them (versions), where (sightings), and the records chosen."""
    _create(
        db,
        """CREATE TABLE records (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            version INTEGER NOT NULL REFERENCES versions(n) DEFERRABLE INITIALLY DEFERRED,
            component INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX records_component ON records(component)",
        "CREATE INDEX records_version ON records(version)",
        # `component` numbers what hangs together by likeness; the records of a component are
        # what the chain guard leaves together.
        """CREATE TABLE articles (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            key TEXT NOT NULL,
            component INTEGER NOT NULL,
            record INTEGER REFERENCES records(n) DEFERRABLE INITIALLY DEFERRED
        ) STRICT""",
        "CREATE INDEX articles_component ON articles(component)",
        "CREATE INDEX articles_record ON articles(record)",
        """CREATE TABLE versions (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            article INTEGER NOT NULL REFERENCES articles(n),
            form INTEGER REFERENCES forms(n),
            title TEXT NOT NULL,
            standfirst TEXT NOT NULL,
            body TEXT NOT NULL CHECK (json_valid(body)),
            captions TEXT NOT NULL CHECK (json_valid(captions)),
            authors TEXT NOT NULL CHECK (json_valid(authors)),
            agency TEXT NOT NULL,
            dateline TEXT NOT NULL,
            section TEXT NOT NULL,
            published TEXT NOT NULL,
            modified TEXT NOT NULL,
            lang TEXT NOT NULL,
            words INTEGER NOT NULL,
            main INTEGER NOT NULL CHECK (main IN (0, 1))
        ) STRICT""",
        "CREATE INDEX versions_article ON versions(article)",
        "CREATE INDEX versions_form ON versions(form)",
        # `spot` hashes the input's id, address and source: one version is sighted once a spot.
        """CREATE TABLE sightings (
            page INTEGER NOT NULL REFERENCES pages(n) ON DELETE CASCADE,
            nth INTEGER NOT NULL,
            version INTEGER NOT NULL REFERENCES versions(n),
            spot INTEGER NOT NULL,
            url TEXT NOT NULL,
            main INTEGER NOT NULL CHECK (main IN (0, 1)),
            confidence REAL NOT NULL,
            seen_at TEXT NOT NULL,
            PRIMARY KEY (page, nth)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX sightings_version ON sightings(version, spot)",
        "CREATE INDEX sightings_url ON sightings(url) WHERE url <> ''",
        """CREATE TABLE relations (
            version INTEGER PRIMARY KEY REFERENCES versions(n),
            chosen INTEGER NOT NULL REFERENCES versions(n),
            relation TEXT NOT NULL CHECK (relation IN ('same', 'version', 'copy')),
            similarity REAL NOT NULL CHECK (similarity BETWEEN 0 AND 1)
        ) STRICT""",
        "CREATE INDEX relations_chosen ON relations(chosen)",
        """CREATE TABLE teasers (
            page INTEGER NOT NULL REFERENCES pages(n) ON DELETE CASCADE,
            nth INTEGER NOT NULL,
            id TEXT NOT NULL,
            title TEXT NOT NULL,
            standfirst TEXT NOT NULL,
            captions TEXT NOT NULL CHECK (json_valid(captions)),
            authors TEXT NOT NULL CHECK (json_valid(authors)),
            agency TEXT NOT NULL,
            dateline TEXT NOT NULL,
            section TEXT NOT NULL,
            published TEXT NOT NULL,
            lang TEXT NOT NULL,
            url TEXT NOT NULL,
            PRIMARY KEY (page, nth)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX teasers_id ON teasers(id)",
    )


@_step
def create_forms(db: Database) -> None:
    """Forms, title and body as comparisons see them, with their signatures and LSH buckets."""
    _create(
        db,
        """CREATE TABLE forms (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            component INTEGER NOT NULL,
            signature BLOB NOT NULL
        ) STRICT""",
        "CREATE INDEX forms_component ON forms(component)",
        # `form` is `forms.n`, without a foreign key: to check one when a form goes would take an
        # index by form, which is as large as the table.
        """CREATE TABLE bands (
            key INTEGER NOT NULL,
            form INTEGER NOT NULL,
            PRIMARY KEY (key, form)
        ) STRICT, WITHOUT ROWID""",
    )


@_step
def add_furniture(db: Database) -> None:
    """With which furniture of its site a page was folded: a hash of the keys, empty for none."""
    _create(
        db,
        "ALTER TABLE pages ADD COLUMN furniture TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX pages_source ON pages(source, id)",
    )


@_step
def create_rights(db: Database) -> None:
    """What a site said of reuse when a page was fetched; pages from dumps have no row."""
    _create(
        db,
        # One row a page and change: an unchanged page whose site has come to say otherwise gets
        # another row. Null where nobody was asked or nothing was said, which is not a `no`.
        """CREATE TABLE rights (
            page INTEGER NOT NULL REFERENCES pages(n) ON DELETE CASCADE,
            at TEXT NOT NULL,
            robots_allowed INTEGER CHECK (robots_allowed IN (0, 1)),
            noindex INTEGER NOT NULL CHECK (noindex IN (0, 1)),
            noarchive INTEGER NOT NULL CHECK (noarchive IN (0, 1)),
            noai INTEGER NOT NULL CHECK (noai IN (0, 1)),
            tdm_reservation INTEGER CHECK (tdm_reservation IN (0, 1)),
            licence TEXT NOT NULL,
            said TEXT NOT NULL CHECK (json_valid(said)),
            PRIMARY KEY (page, at)
        ) STRICT, WITHOUT ROWID""",
        """CREATE VIEW rights_now AS
            SELECT * FROM rights AS r
            WHERE at = (SELECT max(at) FROM rights WHERE page = r.page)""",
    )


@_step
def create_ledger(db: Database) -> None:
    """The addresses of each site with what is known of them, who crawls, and how much was asked."""
    _create(
        db,
        # `digest` hashes the article's blocks, not the page: cards change at every visit.
        # `gap` is in seconds; `due` is empty for what is never asked for again.
        """CREATE TABLE ledger (
            n INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            key TEXT NOT NULL,
            url TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('article', 'list')),
            state TEXT NOT NULL CHECK (
                state IN ('found', 'stored', 'empty', 'twin', 'gone', 'refused', 'failed')
            ),
            dated TEXT NOT NULL DEFAULT '',
            first_seen TEXT NOT NULL,
            last_seen TEXT NOT NULL,
            asked_at TEXT NOT NULL DEFAULT '',
            changed_at TEXT NOT NULL DEFAULT '',
            due TEXT NOT NULL DEFAULT '',
            gap INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            cause TEXT NOT NULL DEFAULT '',
            etag TEXT NOT NULL DEFAULT '',
            last_modified TEXT NOT NULL DEFAULT '',
            digest TEXT NOT NULL DEFAULT '',
            twin_of TEXT NOT NULL DEFAULT '',
            UNIQUE (source, key)
        ) STRICT""",
        "CREATE INDEX ledger_due ON ledger(source, due) WHERE due <> ''",
        "CREATE INDEX ledger_digest ON ledger(source, digest) WHERE digest <> ''",
        """CREATE TABLE asked (
            source TEXT NOT NULL,
            day TEXT NOT NULL,
            pages INTEGER NOT NULL,
            PRIMARY KEY (source, day)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE locks (
            source TEXT PRIMARY KEY,
            owner TEXT NOT NULL CHECK (json_valid(owner)),
            run INTEGER REFERENCES runs(id),
            taken TEXT NOT NULL,
            beat TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
    )


@_step
def add_search(db: Database) -> None:
    """The search index, and triggers that write down which versions it has to look at again.

    An older database gets its index from the next commands that write to it, or from a search.
    """
    _create(
        db,
        # ASCII: tokens are normalised and parted by single spaces, there is no more to find out.
        """CREATE VIRTUAL TABLE search USING fts5(
            title, standfirst, captions, body, content='', tokenize='ascii'
        )""",
        """CREATE TABLE searched (
            version INTEGER PRIMARY KEY,
            lang TEXT NOT NULL,
            section TEXT NOT NULL,
            day TEXT NOT NULL
        ) STRICT""",
        # `texts` is what a version said that is gone: needed to take it out of the index.
        "CREATE TABLE unsearched (version INTEGER PRIMARY KEY, texts TEXT) STRICT",
        """CREATE TRIGGER record_came AFTER INSERT ON records BEGIN
            INSERT OR IGNORE INTO unsearched (version) VALUES (new.version);
        END""",
        """CREATE TRIGGER record_went AFTER DELETE ON records BEGIN
            INSERT OR IGNORE INTO unsearched (version) VALUES (old.version);
        END""",
        """CREATE TRIGGER record_changed AFTER UPDATE OF version ON records BEGIN
            INSERT OR IGNORE INTO unsearched (version) VALUES (old.version), (new.version);
        END""",
        """CREATE TRIGGER version_went BEFORE DELETE ON versions
        WHEN EXISTS (SELECT 1 FROM searched WHERE version = old.n) BEGIN
            INSERT INTO unsearched VALUES (
                old.n, json_array(old.title, old.standfirst, json(old.captions), json(old.body))
            ) ON CONFLICT (version) DO UPDATE SET texts = coalesce(texts, excluded.texts);
        END""",
        "INSERT INTO unsearched (version) SELECT DISTINCT version FROM records",
    )


@_step
def add_inputs(db: Database) -> None:
    """How far each input of a dump has been read, and the rank that draws pages into samples."""
    _create(
        db,
        # `reading` hashes how it was read: another form or other columns make other pages.
        """CREATE TABLE inputs (
            path TEXT NOT NULL,
            reading TEXT NOT NULL,
            stamp TEXT NOT NULL,
            records INTEGER NOT NULL,
            quarantined INTEGER NOT NULL,
            done INTEGER NOT NULL CHECK (done IN (0, 1)),
            run INTEGER REFERENCES runs(id),
            PRIMARY KEY (path, reading)
        ) STRICT, WITHOUT ROWID""",
        "ALTER TABLE pages ADD COLUMN rank INTEGER NOT NULL DEFAULT 0",
    )
    db.conn.create_function("sample_rank", 2, sample_rank, deterministic=True)
    _create(
        db,
        "UPDATE pages SET rank = sample_rank(input_id, url)",
        "DROP INDEX pages_source",
        "CREATE INDEX pages_source ON pages(source, rank, id)",
    )


@_step
def pack_bands(db: Database) -> None:
    """Buckets as sorted runs of keys, packed: a row a key was 32 places of a tree for each form."""
    _create(
        db,
        "DROP TABLE bands",
        """CREATE TABLE band_runs (
            run INTEGER PRIMARY KEY,
            entries INTEGER NOT NULL
        ) STRICT""",
        # `keys` are little-endian signed 64-bit numbers in order, `forms` unsigned 32-bit ones
        # beside them. All entries of one key stand in one block of a run.
        """CREATE TABLE band_blocks (
            run INTEGER NOT NULL REFERENCES band_runs(run) ON DELETE CASCADE,
            first INTEGER NOT NULL,
            keys BLOB NOT NULL,
            forms BLOB NOT NULL,
            UNIQUE (run, first)
        ) STRICT""",
    )
    # The buckets go with their signatures, which are made in another way now.
    if db.conn.execute("SELECT 1 FROM forms LIMIT 1").fetchone() is None:
        db.conn.execute("DELETE FROM settings WHERE name LIKE 'sketch.%'")


@_step
def create_removals(db: Database) -> None:
    """What was taken out, why, and by which hashes it is known when it comes again."""
    _create(
        db,
        """CREATE TABLE removals (
            id TEXT PRIMARY KEY,
            versions TEXT NOT NULL CHECK (json_valid(versions)),
            reason TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE removal_marks (
            mark TEXT NOT NULL,
            removal TEXT NOT NULL REFERENCES removals(id) ON DELETE CASCADE,
            PRIMARY KEY (mark, removal)
        ) STRICT, WITHOUT ROWID""",
    )


@_step
def add_leads(db: Database) -> None:
    """What a card is linked by: the article that its address names, and the hash of its title.

    Cards stored before have no key until their pages are folded again; till then they are linked
    by the address as it was written, and by title.
    """
    db.conn.create_function("title_key", 1, title_key, deterministic=True)
    _create(
        db,
        "ALTER TABLE teasers ADD COLUMN key TEXT NOT NULL DEFAULT ''",
        # The public id that the article has, or would have.
        "ALTER TABLE teasers ADD COLUMN target TEXT NOT NULL DEFAULT ''",
        # Null for titles that say too little.
        "ALTER TABLE teasers ADD COLUMN title_key INTEGER",
        "ALTER TABLE versions ADD COLUMN title_key INTEGER",
        "UPDATE teasers SET title_key = title_key(title)",
        "UPDATE versions SET title_key = title_key(title)",
        "CREATE INDEX teasers_target ON teasers(target) WHERE target <> ''",
        "CREATE INDEX teasers_url ON teasers(url) WHERE url <> ''",
        "CREATE INDEX teasers_title ON teasers(title_key) WHERE title_key IS NOT NULL",
        "CREATE INDEX versions_title ON versions(title_key) WHERE title_key IS NOT NULL",
    )


@_step
def tune_search(db: Database) -> None:
    """Larger leaves, more words in memory and rarer merges for the search index: measured on
    10,000 articles, a third less time for putting one in, and as fast to search.

    Leaves fill half a page of the database. Where segments are merged eight at a time, a word of a
    million articles is written again some four times and not seven.
    """
    for name, value in (("pgsz", 8000), ("hashsize", 16 << 20), ("automerge", 8)):
        db.conn.execute("INSERT INTO search (search, rank) VALUES (?, ?)", (name, value))


@_step
def pack_lines(db: Database) -> None:
    """A row for each page that is lines of one article; a row a block was a third of writing it.

    Most pages of most dumps are that. `blocks` shows the blocks of all pages as before; folds are
    only on pages whose blocks have rows.
    """
    _create(
        db,
        "ALTER TABLE blocks RENAME TO block_rows",
        # Each line with the line feeds before it; `headed` is whether the first is the title.
        """CREATE TABLE plain_pages (
            page INTEGER PRIMARY KEY REFERENCES pages(n) ON DELETE CASCADE,
            headed INTEGER NOT NULL CHECK (headed IN (0, 1)),
            lines TEXT NOT NULL CHECK (json_valid(lines))
        ) STRICT""",
        """CREATE VIEW blocks AS
            SELECT * FROM block_rows
            UNION ALL
            SELECT p.page, l.key,
                substr(l.value, 1, length(l.value) - length(ltrim(l.value, char(10)))),
                ltrim(l.value, char(10)), NULL, 'other', 0, -1, 0.0, '', '', -1.0, 0, NULL,
                CASE WHEN l.key = 0 AND p.headed THEN 'title' ELSE 'body' END, l.key
            FROM plain_pages p, json_each(p.lines) l""",
    )


@_step
def widen_search(db: Database) -> None:
    """Room in memory for all words of what is indexed at once: 8,000 versions of 8 KB."""
    db.conn.execute("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", (64 << 20,))


@_step
def find_forms(db: Database) -> None:
    """No index of the ids of forms: each has an entry in the buckets, written in order."""
    _create(
        db,
        "CREATE TEMP TABLE forms_before AS SELECT n, id, component, signature FROM forms",
        # Versions point to forms: whether all of them are back is asked at the end.
        "PRAGMA defer_foreign_keys = on",
        "DROP TABLE forms",
        """CREATE TABLE forms (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            component INTEGER NOT NULL,
            signature BLOB NOT NULL
        ) STRICT""",
        "INSERT INTO forms SELECT * FROM forms_before ORDER BY n",
        "DROP TABLE forms_before",
        "CREATE INDEX forms_component ON forms(component)",
    )
    stored = db.conn.execute("SELECT id, n FROM forms").fetchall()
    if stored:
        import numpy as np

        numbers = np.array([n for _, n in stored], np.uint32)
        bands.add(db.conn, id_keys([id_ for id_, _ in stored]), numbers, bands.Heads())


@_step
def derive_lines(db: Database) -> None:
    """No lines for a page that says just what its version says: they were a quarter of the file.

    `feeds` is how many line feeds stand between two lines of such a page. Older rows keep theirs.
    """
    _create(
        db,
        "DROP VIEW blocks",
        """CREATE TABLE plain (
            page INTEGER PRIMARY KEY REFERENCES pages(n) ON DELETE CASCADE,
            headed INTEGER NOT NULL CHECK (headed IN (0, 1)),
            feeds INTEGER CHECK (feeds >= 0),
            lines TEXT CHECK (lines IS NULL OR json_valid(lines)),
            CHECK ((feeds IS NULL) <> (lines IS NULL))
        ) STRICT""",
        "INSERT INTO plain SELECT page, headed, NULL, lines FROM plain_pages",
        "DROP TABLE plain_pages",
        "ALTER TABLE plain RENAME TO plain_pages",
        """CREATE VIEW blocks AS
            SELECT * FROM block_rows
            UNION ALL
            SELECT p.page, l.key,
                substr(l.value, 1, length(l.value) - length(ltrim(l.value, char(10)))),
                ltrim(l.value, char(10)), NULL, 'other', 0, -1, 0.0, '', '', -1.0, 0, NULL,
                CASE WHEN l.key = 0 AND p.headed THEN 'title' ELSE 'body' END, l.key
            FROM plain_pages p, json_each(p.lines) l
            WHERE p.lines IS NOT NULL
            UNION ALL
            SELECT p.page, 0, '', v.title, NULL, 'other', 0, -1, 0.0, '', '', -1.0, 0, NULL,
                'title', 0
            FROM plain_pages p
            JOIN sightings s ON s.page = p.page JOIN versions v ON v.n = s.version
            WHERE p.lines IS NULL AND p.headed
            UNION ALL
            SELECT p.page, l.key + p.headed,
                CASE l.key + p.headed WHEN 0 THEN ''
                    ELSE replace(hex(zeroblob(p.feeds)), '00', char(10)) END,
                l.value, NULL, 'other', 0, -1, 0.0, '', '', -1.0, 0, NULL,
                'body', l.key + p.headed
            FROM plain_pages p
            JOIN sightings s ON s.page = p.page JOIN versions v ON v.n = s.version,
                json_each(v.body) l
            WHERE p.lines IS NULL""",
    )

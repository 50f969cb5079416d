"""The search index of the register: one line of words an asset, beside the tables and rebuilt from them at will.

SQLite keeps it in an FTS5 trigram index over ``search_asset``; PostgreSQL scans the agency's own lines (row-level security
keeps a trigram index from being used, and an agency's lines are few).
"""

SQLITE = (
    (
        "CREATE TABLE search_asset (doc INTEGER PRIMARY KEY, agency_id TEXT NOT NULL, asset_id TEXT NOT NULL, words TEXT NOT NULL, "
        "UNIQUE (agency_id, asset_id)) STRICT"
    ),
    "CREATE VIRTUAL TABLE search_asset_fts USING fts5(words, content='search_asset', content_rowid='doc', tokenize='trigram')",
    (
        "CREATE TRIGGER search_asset_added AFTER INSERT ON search_asset BEGIN "
        "INSERT INTO search_asset_fts(rowid, words) VALUES (NEW.doc, NEW.words); END"
    ),
    (
        "CREATE TRIGGER search_asset_removed AFTER DELETE ON search_asset BEGIN "
        "INSERT INTO search_asset_fts(search_asset_fts, rowid, words) VALUES ('delete', OLD.doc, OLD.words); END"
    ),
    (
        "CREATE TRIGGER search_asset_changed AFTER UPDATE ON search_asset BEGIN "
        "INSERT INTO search_asset_fts(search_asset_fts, rowid, words) VALUES ('delete', OLD.doc, OLD.words); "
        "INSERT INTO search_asset_fts(rowid, words) VALUES (NEW.doc, NEW.words); END"
    ),
)

POSTGRESQL = (
    (
        "CREATE TABLE search_asset (agency_id TEXT NOT NULL, asset_id TEXT NOT NULL, words TEXT NOT NULL, "
        "PRIMARY KEY (agency_id, asset_id))"
    ),
)

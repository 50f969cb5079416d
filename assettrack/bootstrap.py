"""The joiner: settings -> open database -> an office that people can sign in to. The only place that reads the clock."""

from __future__ import annotations

import os
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assettrack.rules.refusal import Unusable
from assettrack.thai.dates import BANGKOK, as_thai_day
from assettrack.thai.text import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from assettrack.office.agencies import AgencyRecord
    from assettrack.office.context import Actor, Office
    from assettrack.office.people import Person

APP = "assettrack"
FIRST_BUDDHIST_YEAR = 2400
"""A Gregorian year is smaller; a larger one was written in the Buddhist era."""
KEY_BYTES = 32


@dataclass(frozen=True)
class Settings:
    """What a person sets outside the database; read once."""

    database: str
    config_dir: Path
    user: str | None = None
    password: str | None = None
    today: date | None = None
    agency: str | None = None
    lang: str = "th"
    keymap: Mapping[str, str] | None = None
    theme: str = ""
    hint: str = ""
    """A line under the sign-in, for the practice office that has just been made."""


def read_settings(environ: Mapping[str, str], **typed: str | None) -> Settings:
    """Settings from what was typed, else the environment, else ``config.toml`` in the user's configuration folder.

    Raises:
        Unusable: a file or a day that cannot be read.
    """
    from platformdirs import user_config_path, user_data_path

    config_dir = Path(environ.get("ASSETTRACK_CONFIG_DIR") or user_config_path(APP, appauthor=False))
    stored = _toml(config_dir / "config.toml")
    default = str(user_data_path(APP, appauthor=False) / "assettrack.db")

    def pick(name: str, variable: str) -> str | None:
        return typed.get(name) or environ.get(variable) or stored.get(name)

    keymap = stored.get("keymap")
    return Settings(
        database=pick("database", "ASSETTRACK_DB") or default,
        config_dir=config_dir,
        user=pick("user", "ASSETTRACK_USER"),
        password=environ.get("ASSETTRACK_PASSWORD"),
        today=_day(environ.get("ASSETTRACK_TODAY")),
        agency=pick("agency", "ASSETTRACK_AGENCY"),
        lang=pick("lang", "ASSETTRACK_LANG") or "th",
        theme=pick("theme", "ASSETTRACK_THEME") or "",
        keymap=keymap if isinstance(keymap, dict) else None,
    )


def _toml(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unusable(what=str(path), why=f"อ่านไฟล์ตั้งค่าไม่ได้ {error}", why_en=str(error)) from error
    for name, value in found.items():
        if name != "keymap" and not isinstance(value, str):
            why = f"{name} = {value} ต้องเป็นข้อความในเครื่องหมายคำพูด"
            raise Unusable(what=str(path), why=why, why_en=f"{name} must be a string")
    return found


def _day(text: str | None) -> date | None:
    if not text:
        return None
    why = f"ASSETTRACK_TODAY={text} ต้องเป็น ปปปป-ดด-วว (ค.ศ.)"
    wrong = Unusable(what="ASSETTRACK_TODAY", why=why, why_en="must be YYYY-MM-DD, Gregorian")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise wrong from error
    if day.year >= FIRST_BUDDHIST_YEAR:
        raise wrong
    return day


@dataclass(frozen=True)
class Desk:
    """An open office with its clock: what every face works through."""

    office: Office
    agency: AgencyRecord
    settings: Settings
    practice_day: date | None

    @property
    def pictures(self) -> Path:
        """Where the office keeps its pictures: beside an SQLite file, else in the configuration folder."""
        from db.engine import is_url

        own = Path(self.settings.database)
        return (
            self.settings.config_dir / "pictures"
            if is_url(self.settings.database)
            else own.with_name(f"{own.stem}-pictures")
        )

    def today(self) -> date:
        """The office's calendar day (Thailand), or the practice day."""
        return self.practice_day or as_thai_day(datetime.now(UTC))

    def moment(self) -> datetime:
        """Now in UTC; on a practice day, that day at this hour."""
        now = datetime.now(BANGKOK)
        if self.practice_day is not None:
            now = now.replace(year=self.practice_day.year, month=self.practice_day.month, day=self.practice_day.day)
        return now.astimezone(UTC)

    def sign_in(self, login: str, password: str) -> Actor:
        """The signed-in person, acting now.

        Raises:
            SignInRefused, SignInLocked
        """
        from assettrack.office.sign_in import sign_in

        return self.actor(sign_in(self.office, login, password, at=self.moment()))

    def actor(self, person: Person) -> Actor:
        """The person acting at this moment."""
        from assettrack.office.context import Actor

        return Actor(
            person_id=person.id,
            login=person.login,
            name=person.name,
            position=person.position,
            division_id=person.division_id,
            roles=frozenset(person.roles),
            at=self.moment(),
            today=self.today(),
        )

    def again(self, actor: Actor) -> Actor:
        """The same person acting at this later moment, with the roles of today.

        Raises:
            LeftOffice: the account was closed meanwhile.
        """
        from assettrack.office.sign_in import still_there

        return self.actor(still_there(self.office, actor.login))

    def close(self) -> None:
        """Close the database."""
        self.office.database.close()


def open_desk(settings: Settings) -> Desk:
    """Open the office that the settings name.

    Raises:
        Unusable: no database, an old one, several agencies and none named, no ledger key, or a practice day on a real office.
    """
    from db.engine import open_database
    from db.upgrade import check_current

    database = open_database(_existing(settings))
    try:
        check_current(database)
        return _desk(settings, database)
    except BaseException:
        database.close()
        raise


def _existing(settings: Settings) -> str:
    """Where the database is; a file that is not there is not made by looking."""
    from db.engine import is_url

    if not is_url(settings.database) and not Path(settings.database).is_file():
        why = "ยังไม่มีไฟล์นี้ ให้เริ่มด้วย assettrack init (สำนักงานจริง) หรือ assettrack demo (ฝึกหัด)"
        raise Unusable(what=settings.database, why=why, why_en="no such file; start with init or demo")
    return settings.database


def _desk(settings: Settings, database: object) -> Desk:
    from assettrack.office.agencies import agencies
    from assettrack.office.context import Office
    from db.engine import Database

    if not isinstance(database, Database):
        raise TypeError(database)
    record = _choose(agencies(database), settings)
    if settings.today is not None and not record.practice:
        raise _only_practice()
    return Desk(
        Office(database, record.agency_id, read_key(settings, record.agency_id)), record, settings, settings.today
    )


def _only_practice() -> Unusable:
    why = "ตั้งวันที่เองได้เฉพาะฐานข้อมูลฝึกหัด ให้ลบตัวแปร ASSETTRACK_TODAY"
    return Unusable(what="ASSETTRACK_TODAY", why=why, why_en="only a practice database takes another day")


def _choose(there: tuple[AgencyRecord, ...], settings: Settings) -> AgencyRecord:
    wanted = [a for a in there if settings.agency in (None, a.agency_id, a.name)]
    if len(wanted) == 1:
        return wanted[0]
    names = ", ".join(a.name for a in there)
    why = f"ระบุหน่วยงานด้วย ASSETTRACK_AGENCY: {names}" if there else "ยังไม่มีหน่วยงาน ให้สั่ง assettrack init"
    raise Unusable(what=settings.database, why=why, why_en="name the agency in ASSETTRACK_AGENCY, or run init")


def key_path(settings: Settings, agency_id: str) -> Path:
    """Where the ledger's key of an agency is kept: outside the database, readable by its owner only."""
    return settings.config_dir / "keys" / f"{agency_id}.key"


def read_key(settings: Settings, agency_id: str) -> bytes:
    """The ledger's key.

    Raises:
        Unusable: it is not there; where it should be.
    """
    path = key_path(settings, agency_id)
    why = "ไม่พบกุญแจของบัญชีการเปลี่ยนแปลง ให้คัดลอกไฟล์นี้มาจากเครื่องที่ตั้งระบบ"
    wrong = Unusable(what=str(path), why=why, why_en="the ledger's key is not there; copy it from the first PC")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise wrong from error
    if len(key) != KEY_BYTES:
        raise wrong
    return key


def create_office(
    settings: Settings,
    *,
    name: str,
    district: str,
    province: str,
    practice: bool,
    admin_login: str,
    admin_name: str,
    admin_password: str,
) -> Desk:
    """Make a new office: the schema where it is missing, the agency, its ledger key and its first administrator.

    Raises:
        Unusable: this database has this agency already; BadInput: a name is empty or the password too easy.
    """
    from assettrack.office.agencies import agencies, create_agency, new_agency_id
    from db.engine import is_url, open_database
    from db.upgrade import upgrade

    if settings.today is not None and not practice:
        raise _only_practice()
    if not is_url(settings.database):
        _make_folder(Path(settings.database).parent)
    database = open_database(settings.database)
    try:
        upgrade(database)
        _check_new(settings, name, agencies(database))
        at = datetime.now(UTC)
        agency_id = new_agency_id(at)
        key = os.urandom(KEY_BYTES)
        with _kept_key(key_path(settings, agency_id), key):
            create_agency(
                database, key, agency_id, name=name, district=district, province=province, practice=practice,
                admin_login=admin_login, admin_name=admin_name, admin_password=admin_password, at=at,
            )  # fmt: skip
        chosen = Settings(**{**settings.__dict__, "agency": agency_id})
        return _desk(chosen, database)
    except BaseException:
        database.close()
        raise


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(what=str(folder), why=f"สร้างโฟลเดอร์ไม่ได้ ({error})", why_en=str(error)) from error


def _check_new(settings: Settings, name: str, there: tuple[AgencyRecord, ...]) -> None:
    if any(normalise(a.name) == normalise(name) for a in there):
        raise Unusable(what=settings.database, why=f"มีหน่วยงาน {name} อยู่แล้ว", why_en=f"{name} is there already")


@contextmanager
def _kept_key(path: Path, key: bytes) -> Iterator[None]:
    """Write the key before the office that needs it is made, and take it back where that fails.

    Raises:
        Unusable: the folder cannot be written.
    """
    try:
        _make_folder(path.parent)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
    except OSError as error:
        raise Unusable(what=str(path), why=f"เก็บกุญแจของบัญชีไม่ได้ ({error})", why_en=str(error)) from error
    try:
        yield
    except BaseException:
        path.unlink()
        raise


def upgrade_database(settings: Settings) -> str:
    """Bring the database to this program's revision; returns the revision."""
    from db.engine import open_database
    from db.upgrade import head_revision, upgrade

    database = open_database(_existing(settings))
    try:
        upgrade(database)
    finally:
        database.close()
    return head_revision()


def back_up(settings: Settings, path: Path, *, progress: Callable[[int, int], None] | None = None) -> None:
    """Copy the whole database into a new file; pictures and the ledger's key are not in it.

    Raises:
        Unusable: not SQLite, the file is there already or cannot be written.
    """
    from db.backup import backup
    from db.engine import open_database

    database = open_database(_existing(settings))
    try:
        backup(database, path, progress=progress)
    finally:
        database.close()


def database_findings(settings: Settings) -> list[tuple[str, str]]:
    """What is wrong with the database: (what, Thai sentence) each; empty where nothing is.

    Raises:
        Unusable: it cannot be opened at all.
    """
    from db.engine import open_database
    from db.upgrade import check

    database = open_database(_existing(settings))
    try:
        return [(finding.what, finding.sentence) for finding in check(database)]
    finally:
        database.close()


def sqlite_in_use() -> tuple[str, tuple[str, ...]]:
    """The version of SQLite that this program uses, and what to tell about it."""
    from db.engine import sqlite_driver, sqlite_warnings

    driver = sqlite_driver()
    return driver.sqlite_version, sqlite_warnings(driver.sqlite_version_info)


def make_practice_office(
    settings: Settings, folder: Path, *, assets: int, loans: int, tell: Callable[[str], None]
) -> PracticeOffice:
    """Make the practice office of ``demo`` in ``folder``: its database, its year, its sample files.

    Raises:
        Unusable: the folder cannot be written.
    """
    from assettrack.office.practice import ADMIN, AGENCY, PASSWORD, live_a_year
    from assettrack.office.practice_samples import write_samples

    _make_folder(folder)
    desk = create_office(
        settings, **AGENCY, practice=True, admin_login=ADMIN, admin_name="นายภูวดล ดูแลระบบ", admin_password=PASSWORD
    )
    try:
        people = live_a_year(desk.office, today=settings.today or desk.today(), assets=assets, loans=loans, tell=tell)
        files = write_samples(desk.office, desk.actor(people[0]), folder)
    finally:
        desk.close()
    return PracticeOffice(PASSWORD, people, files)


@dataclass(frozen=True)
class PracticeOffice:
    """What ``demo`` made."""

    password: str
    people: tuple[Person, ...]
    files: tuple[Path, ...]

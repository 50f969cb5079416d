"""The grammar, the exit codes and the first minutes: what a person meets before anything works."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Command

COMMANDS = [
    [],
    ["demo"],
    ["init"],
    ["person", "add"],
    ["authority", "delegate"],
    ["asset", "import"],
    ["loan", "request"],
    ["loan", "return"],
    ["paper", "print"],
    ["paper", "verify"],
    ["label", "print"],
    ["scan"],
    ["serve"],
    ["ledger", "verify"],
    ["db"],
    ["doctor"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_is_in_thai_and_in_english(assettrack, words):
    thai = assettrack(*words, "--help")
    english = assettrack("--lang", "en", *words, "--help")
    assert (thai.returncode, english.returncode) == (0, 0)
    assert re.search("[ก-ฮ]{3}", thai.stdout)
    assert not re.search("[ก-ฮ]", english.stdout)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["ไม่มีคำสั่งนี้"], 2),
        (["loan", "request"], 2),
        (["demo", "--assets", "มาก"], 2),
        (["ledger", "head"], 3),
        (["--as", "admin", "ledger", "head"], 0),
        (["--as", "nobody", "ledger", "head"], 3),
        (["--as", "admin", "asset", "find", "ก"], 0),
        ([], 2),  # no terminal to open the screen on
    ],
)
def test_exit_codes(made, words, code):
    done = made(*words)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_no_database_says_how_to_begin(assettrack):
    for words in (["ledger", "head"], ["db", "check"], ["db", "upgrade"]):
        error = assettrack.json(*words, as_="x", code=4)["error"]
        assert error["code"] == "unusable"
        assert "assettrack init" in error["message"]
    assert list(assettrack.folder.glob("*.db")) == []  # looking makes nothing


def test_a_real_office_refuses_another_day_and_makes_nothing(assettrack):
    words = ("init", "--agency", "ก", "--district", "ข", "--province", "ค", "--admin", "admin")
    assert "ASSETTRACK_TODAY" in assettrack.json(*words, code=4)["error"]["message"]
    assert list(assettrack.folder.glob("*.db")) == []
    real = Command(assettrack.folder, day=None)
    real.json(*words)
    assert assettrack.json("ledger", "head", as_="admin", code=4)["error"]["code"] == "unusable"


@pytest.mark.parametrize("day", ["15/9/2569", "2569-09-15", "พรุ่งนี้"])
def test_a_day_that_is_none_is_refused(made, day):
    assert made.json("ledger", "head", as_="admin", code=4, ASSETTRACK_TODAY=day)["error"]["code"] == "unusable"


def test_the_same_agency_is_made_once(made):
    words = ("init", "--agency", " อบต.ทดสอบ ", "--district", "ข", "--province", "ค", "--admin", "admin", "--practice")
    assert "อยู่แล้ว" in made.json(*words, code=4)["error"]["message"]
    assert len(list((made.folder / "config" / "keys").iterdir())) == 1


def test_a_bad_first_password_makes_no_office_and_no_key(assettrack):
    words = ("init", "--agency", "ก", "--district", "ข", "--province", "ค", "--admin", "admin", "--practice")
    assettrack.json(*words, code=1, ASSETTRACK_PASSWORD="สั้น")
    assert list((assettrack.folder / "config" / "keys").iterdir()) == []
    assettrack.json(*words)


@pytest.mark.parametrize("content", ["", "xyz\n", "00" * 8])
def test_a_lost_or_broken_key_says_where_it_should_be(made, content):
    key = next((made.folder / "config" / "keys").iterdir())
    assert key.stat().st_mode & 0o777 == 0o600
    key.write_text(content)
    error = made.json("ledger", "head", as_="admin", code=4)["error"]
    assert str(key) in error["message"]


@pytest.mark.parametrize(
    ("toml", "code"),
    [
        ('lang = "en"\nuser = "admin"\n', 0),
        ('\ufeffuser = "admin"\n', 0),
        ("user = admin", 4),
        ("user = 5", 4),
    ],
)
def test_the_users_own_settings(made, toml, code):
    (made.folder / "config" / "config.toml").write_text(toml, encoding="utf8")
    assert made("ledger", "head").returncode == code


def test_the_common_options_stand_before_or_after_the_command(made):
    before = made("--json", "--as", "admin", "ledger", "head")
    after = made("ledger", "head", "--as", "admin", "--json", "--lang", "th")
    assert json.loads(before.stdout).keys() == json.loads(after.stdout).keys()


def test_refusals_speak_the_language_asked_for(made):
    thai = made("loan", "show", "9/2569", as_="admin")
    english = made("--lang", "en", "loan", "show", "9/2569", as_="admin")
    assert "ไม่พบใบยืม" in thai.stderr
    assert "No loan" in english.stderr


def test_doctor_says_what_is_missing(made):
    checks = made.json("doctor")["checks"]
    assert {"python", "sqlite", "font", "database", "agency", "key", "ledger"} <= {c["what"] for c in checks}
    assert all(c["ok"] for c in checks)


def test_an_account_locks_after_five_wrong_passwords(made):
    codes = [made("--json", "ledger", "head", as_="admin", ASSETTRACK_PASSWORD="ผิด") for _ in range(6)]
    assert [done.returncode for done in codes] == [3] * 6
    assert json.loads(codes[-1].stdout)["error"]["code"] == "people.sign_in_locked"


def test_demo_makes_an_office_with_something_on_every_screen(assettrack):
    made = assettrack.json("demo", "--dir", assettrack.folder / "ฝึก", "--assets", "150", "--loans", "60", "--no-tui")
    assert made.keys() >= {"db", "password", "people", "files"}
    assert len(made["people"]) >= 25
    assert {"login", "name", "position", "roles"} <= made["people"][0].keys()
    office = Command(assettrack.folder, made["db"])
    office.environ["ASSETTRACK_PASSWORD"] = made["password"]
    states = {loan["state"] for loan in office.json("loan", "list", "--limit", "500", as_="patsadu")["loans"]}
    assert {"submitted", "issued", "awaiting_settlement", "closed", "rejected", "cancelled"} <= states
    assert office.json("loan", "list", "--overdue", as_="patsadu")["loans"]
    assert office.json("ledger", "verify", as_="patsadu")["broken"] == []
    for name in made["files"]:
        assert Path(name).stat().st_size > 0, name
    again = assettrack.json("demo", "--dir", assettrack.folder / "ฝึก", "--no-tui", code=4)
    assert "--dir" in again["error"]["message"]


def test_a_backup_is_made_once_and_never_over_another_file(made):
    assert made.json("db", "backup", "copy.db")["bytes"] == (made.folder / "copy.db").stat().st_size > 100_000
    assert "มีไฟล์นี้อยู่แล้ว" in made.json("db", "backup", "copy.db", code=4)["error"]["message"]

"""The catalogue: complete in both languages, compiled as it stands, and saying what the rules say."""

import ast
import io
import re
import string
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from assettrack.office.agencies import AGENCY_TITLES
from assettrack.office.import_columns import TITLES
from assettrack.office.settings import TITLES as SETTINGS
from assettrack.rules import registry
from assettrack.rules.lending_refusals import STATE_WORDS
from assettrack.thai.text import is_mark
from assettrack.tui.dialogs.key_map import every_binding
from assettrack.words.speech import LANGUAGES, catalogue, money, say, say_many, shown, speak

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "assettrack" / "words" / "locale"
SPOKEN = [
    *(path for face in ("tui", "web") for path in (ROOT / "assettrack" / face).rglob("*.py")),
    ROOT / "assettrack" / "words" / "speech.py",
]
TEMPLATES = sorted((ROOT / "assettrack" / "web" / "templates").glob("*.html"))


@pytest.fixture(autouse=True)
def thai_again():
    yield
    speak("th")


def po(language):
    with (LOCALE / language / "LC_MESSAGES" / "assettrack.po").open("rb") as file:
        return read_po(file, locale=language)


def texts(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def facts(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language):
    fresh = io.BytesIO()
    write_mo(fresh, po(language))
    compiled = (LOCALE / language / "LC_MESSAGES" / "assettrack.mo").read_bytes()
    assert compiled == fresh.getvalue()
    assert len(read_mo(io.BytesIO(compiled))) == len(po(language)) > 600


def test_every_key_has_its_words_and_the_same_facts_in_both_languages():
    thai, english = (
        {m.id if isinstance(m.id, str) else m.id[0]: m for m in po(language) if m.id} for language in LANGUAGES
    )
    assert thai.keys() == english.keys()
    for key, message in thai.items():
        wanted = facts(texts(message)[0])
        for text in (*texts(message), *texts(english[key])):
            assert text.strip(), key
            assert facts(text) == wanted, key
            assert not is_mark(text[0]), key
            assert "ํา" not in text, key  # สระอำ is one character


def keys_in_code():
    """Keys written as they stand, and the beginnings of those that are put together."""
    whole, begun = set(), set()
    for path in SPOKEN:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
    for path in TEMPLATES:
        text = path.read_text(encoding="utf8")
        whole.update(re.findall(r'"([a-z_.0-9]+)"', text))
        begun.update(re.findall(r'"([a-z_.]+\.)" ~', text))
    return whole, {start for start in begun if re.fullmatch(r"[a-z_]+\.(?:[a-z_]+\.)*", start)}


def test_every_key_of_the_catalogue_is_used():
    whole, begun = keys_in_code()
    names = {m.id if isinstance(m.id, str) else m.id[0] for m in po("th") if m.id}
    groups = {
        "step",
        "channel",
        "condition",
        "stage",
        "loan_class",
        "language",
        "digits",
        "theme",
        "asset",
        "loan",
        "importing",
    }
    unused = {
        n for n in names if n not in whole and not n.startswith(tuple(begun)) and n.partition(".")[0] not in groups and not n.startswith("key.")
    }  # fmt: skip
    assert unused == set()


def test_every_binding_has_an_id_and_its_words():
    bindings = every_binding()
    assert len(bindings) > 80
    for language in LANGUAGES:
        known = {m.id for m in po(language)}
        for name, binding in bindings.items():
            assert {binding.description, binding.tooltip, f"keys.group.{name.partition('.')[0]}"} <= known, name
    written = {
        m.id.removeprefix("key.").removesuffix(".tip")
        for m in po("th")
        if isinstance(m.id, str) and m.id.startswith("key.")
    }
    assert written == set(bindings)


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("loan.state", STATE_WORDS),
        ("asset.state", registry.STATE_WORDS),
        ("condition", registry.CONDITION_WORDS),
        ("stage", registry.STAGE_WORDS),
        ("kind", registry.KIND_WORDS),
        ("loan_class", registry.LOAN_CLASS_WORDS),
        ("book_class", registry.BOOK_CLASS_WORDS),
        ("field", TITLES),
        ("setting", {n: w for n, w in SETTINGS.items() if n not in ("digits", "number_period")} | AGENCY_TITLES),
    ],
)
def test_the_screen_says_what_the_rules_and_the_papers_say(group, words):
    speak("th")
    assert {name: say(f"{group}.{name}") for name in words} == words


def test_no_thai_is_written_in_the_code_of_the_screens():
    for path in SPOKEN[:-1]:
        tree = ast.parse(path.read_text(encoding="utf8"))
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        said = [
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
        ]
        thai = [text for text in said if re.search("[ก-๙]", text)]
        refusals = ("printing.py", "server.py", "certificate.py")  # what cannot be used, in words of their own
        allowed = dict.fromkeys(("thai.py", *refusals), thai)  # thai.py: classes of letters
        assert thai == allowed.get(path.name, []), path


def test_numbers_days_and_money_are_written_as_the_language_writes_them():
    day, moment = date(2026, 11, 15), datetime(2026, 11, 15, 2, 5, tzinfo=UTC)
    said = {}
    for language, digits in (("th", "arabic"), ("th", "thai"), ("en", "thai")):
        speak(language, digits)
        said[language, digits] = (
            shown(1234),
            shown(day),
            shown(moment),
            money(1_234_50),
            money(None),
            shown(True),
            shown("416-60"),
        )
    assert said == {
        ("th", "arabic"): ("1,234", "15 พ.ย. 69", "15 พ.ย. 69 09:05", "1,234.50", "–", "ใช่", "416-60"),
        ("th", "thai"): ("๑,๒๓๔", "๑๕ พ.ย. ๖๙", "๑๕ พ.ย. ๖๙ ๐๙:๐๕", "๑,๒๓๔.๕๐", "–", "ใช่", "416-60"),
        ("en", "thai"): ("1,234", "15 Nov 2569", "15 Nov 2569 09:05", "1,234.50", "–", "Yes", "416-60"),
    }


@pytest.mark.parametrize(
    ("n", "thai", "english"),
    [(0, "0 รายการ", "0 assets"), (1, "1 รายการ", "1 asset"), (2500, "2,500 รายการ", "2,500 assets")],
)
def test_english_has_a_plural_and_thai_has_not(n, thai, english):
    speak("th")
    assert say_many("registry.count", n) == thai
    speak("en")
    assert say_many("registry.count", n) == english


def test_what_is_unknown_is_the_first_choice():
    speak("fr", "roman")
    assert (say("word.true"), shown(5)) == ("ใช่", "5")
    assert catalogue("th").gettext("no.such.key") == "no.such.key"

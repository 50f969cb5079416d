"""Every refusal speaks Thai and English, has a code of its own and an exit code that INTERFACE.md names."""

import importlib
import pkgutil
import string

import pytest

import assettrack
from assettrack.rules.refusal import BadInput, Refusal


def family(kind=Refusal):
    for child in kind.__subclasses__():
        yield child
        yield from family(child)


def load_all():
    for module in pkgutil.walk_packages(assettrack.__path__, "assettrack."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return sorted({kind for kind in family() if kind.__module__.startswith("assettrack")}, key=lambda k: k.__name__)


@pytest.mark.parametrize("kind", load_all(), ids=lambda k: k.__name__)
def test_a_refusal_says_the_same_facts_in_both_languages(kind):
    names = {name for _, name, _, _ in string.Formatter().parse(kind.th) if name}
    english = {name.removesuffix("_en") for _, name, _, _ in string.Formatter().parse(kind.en) if name}
    assert english <= {name.removesuffix("_en") for name in names} | {"guard"}
    assert any("ก" <= char <= "๛" for char in kind.th)
    assert not any("ก" <= char <= "๛" for char in kind.en)
    assert kind.exit_code in (1, 3, 4)


def test_no_two_refusals_share_a_code():
    codes = [kind.code for kind in load_all()]
    assert len(codes) == len(set(codes))


def test_the_article_is_said_once_and_the_typed_value_stands_as_typed():
    refusal = BadInput(field="วันที่", value="2026-13-45 2026-09-15", rule="ไม่เกิน 2026-02-31 2026-09-20", rule_en="x")
    assert refusal.sentence() == "ช่อง «วันที่» ใส่ค่า «2026-13-45 2026-09-15» ไม่ได้: ไม่เกิน 2026-02-31 20 ก.ย. 69"
    assert refusal.as_json()["code"] == "bad_input"

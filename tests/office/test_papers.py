"""Papers bound to what was approved: frozen, copied, replaced, void; a mark that was changed is nobody's."""

import io
from dataclasses import replace

import pypdf
import pytest

from assettrack.office import lending, settings
from assettrack.office.lending import ReturnLine
from assettrack.office.papers import (
    blank_paper,
    find_papers,
    preview_paper,
    print_paper,
    sample_paper,
    save_emblem,
    verify_paper,
)
from assettrack.office.papers.printing import MAKERS
from assettrack.rules.refusal import BadInput, NotAllowed, NotFound, Unusable
from assettrack.scanning.codes import SIGNS, checked
from assettrack.thai.keyboard import to_thai
from forms.registry import PAPERS
from tests.offices import CODE, LOT, TODAY, ask_for


def text_of(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture
def printed(office, actor, lent):
    """The form of an approved loan."""
    lent("approved")
    return print_paper(office, actor("patsadu"), "loan_form", "1/2569")


@pytest.fixture
def verdict(office, actor):
    return lambda typed: verify_paper(office, actor("staff2"), typed)


def test_a_paper_is_frozen_and_printed_again_as_a_copy(office, actor, printed):
    second = print_paper(office, actor("patsadu"), "loan_form", "1/2569")
    assert (printed.version, printed.copy_no, printed.pages) == (1, 0, 1)
    assert (second.version, second.copy_no, second.digest, second.mark) == (1, 1, printed.digest, printed.mark)
    assert "สำเนา ฉบับที่ ๑" in text_of(second.pdf)
    lending.hand_over(office, actor("patsadu"), "1/2569")
    assert print_paper(office, actor("patsadu"), "loan_form", "1/2569").version == 2


def test_the_mark_on_the_page_leads_back_to_the_paper(office, printed, verdict):
    assert printed.mark in text_of(printed.pdf)
    found = verdict(printed.mark)
    assert (found.status, found.kind, found.version, found.loan) == ("current", "loan_form", 1, "บย. 1/2569")
    assert ("ผู้ยืม", lending.loan(office, "1/2569", today=TODAY).borrower) in found.says
    assert (CODE, "เครื่องฉายภาพ 1") in found.says
    assert (LOT, "เก้าอี้พลาสติก 5") in found.says


@pytest.mark.parametrize("typed", [str, str.lower, to_thai, lambda mark: f"HTTP://10.0.0.5/P/{mark[2:]}"])
def test_a_mark_is_read_through_any_keyboard_and_from_any_address(printed, verdict, typed):
    assert verdict(typed(printed.mark)).status == "current"


def test_what_the_counter_adds_does_not_replace_the_approved_form(office, actor, printed, verdict):
    lending.hand_over(office, actor("patsadu"), "1/2569")
    lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(LOT, 5),))
    assert verdict(printed.mark).status == "current"
    print_paper(office, actor("patsadu"), "loan_form", "1/2569")
    assert verdict(printed.mark).status == "current"


def test_a_changed_loan_replaces_the_paper_before_and_after_the_new_one_is_printed(
    office, actor, printed, verdict, days
):
    lending.hand_over(office, actor("patsadu"), "1/2569")
    lending.extend(office, actor("staff1"), "1/2569", due=days(9), reason="งานยังไม่เสร็จ")
    assert verdict(printed.mark).status == "current"  # asked for, not granted
    lending.approve(office, actor("chang"), "1/2569")
    waiting = verdict(printed.mark)
    assert (waiting.status, waiting.latest, waiting.changed_on) == ("replaced", None, days(0))
    assert "ยังไม่ได้พิมพ์ฉบับใหม่" in waiting.sentence()
    new = print_paper(office, actor("patsadu"), "loan_form", "1/2569")
    old = verdict(printed.mark)
    assert (old.status, old.latest, old.changed_on) == ("replaced", 2, days(0))
    assert "ฉบับที่ 2" in old.sentence()
    assert "version 2" in old.sentence("en")
    assert verdict(new.mark).status == "current"


def test_a_cancelled_or_refused_loan_voids_its_papers(office, actor, lent, verdict):
    lent("submitted")
    asked = print_paper(office, actor("patsadu"), "loan_form", "1/2569")
    lending.cancel(office, actor("staff1"), "1/2569", reason="ไม่ได้ใช้แล้ว")
    found = verdict(asked.mark)
    assert (found.status, "ไม่ได้ใช้แล้ว" in found.why) == ("void", True)


def test_a_tampered_mark_is_unknown(printed, verdict):
    body = printed.mark[2:-1]
    other = SIGNS[(SIGNS.index(body[3]) + 1) % 32]
    wrong_check = f"P-{body[:3]}{other}{body[4:]}{printed.mark[-1]}"
    well_made = f"P-{checked(body[:3] + other + body[4:])}"
    for typed in (wrong_check, well_made, "", "P-", "A-" + printed.mark[2:9], "9786161234567", printed.mark[:-1]):
        assert verdict(typed).status == "unknown"
        assert verdict(typed).says == ()


def test_another_agencys_paper_is_unknown(office, printed, actor):
    elsewhere = replace(office, agency_id="00000000-0000-7000-8000-000000000000")
    assert verify_paper(elsewhere, actor("staff2"), printed.mark).status == "unknown"


def test_a_return_slip_stays_what_it_was(office, actor, lent, verdict):
    lent()
    lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(LOT, 5),))
    slip = print_paper(office, actor("patsadu"), "return_slip", "คย. 1/2569")
    lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(CODE),))
    assert verdict(slip.mark).status == "current"


def test_a_preview_writes_nothing(office, actor, lent, verdict):
    lent("approved")
    seen = preview_paper(office, actor("patsadu"), "loan_form", "1/2569")
    assert (seen.version, seen.mark, seen.pages) == (0, "", 1)
    assert "รหัสเอกสาร" not in text_of(seen.pdf)
    assert print_paper(office, actor("patsadu"), "loan_form", "1/2569").copy_no == 0


def test_every_form_can_be_had_blank(office, actor):
    for kind, variant in ((kind, variant) for kind, paper in PAPERS.items() for variant in paper.variants):
        blank = blank_paper(office, actor("staff1"), kind, variant)
        assert (blank.kind, blank.number, blank.mark) == (kind, "", "")
        assert blank.pages >= 1


def test_papers_that_are_not_there_are_refused_in_words(office, actor, lent):
    lent("approved")
    by = actor("patsadu")
    with pytest.raises(NotFound):
        print_paper(office, by, "no_such", "1/2569")
    with pytest.raises(NotFound):
        blank_paper(office, by, "loan_form", "no_such")
    for kind in PAPERS.keys() - MAKERS.keys():
        with pytest.raises(BadInput, match="แบบเปล่า"):
            print_paper(office, by, kind, "1")


def test_a_sign_that_the_font_lacks_is_refused_before_printing_and_nothing_is_counted(office, actor, things):
    asked = ask_for(CODE)
    loan = lending.request_loan(office, actor("staff1"), replace(asked, reason="ออกสำรวจ 字"))
    with pytest.raises(BadInput, match="U\\+5B57"):
        print_paper(office, actor("patsadu"), "loan_form", loan.id)
    assert find_papers(office, "1/2569", limit=5) == ()


def test_the_offices_emblem_is_drawn_and_does_not_make_a_new_version(office, actor, printed, tmp_path):
    from PIL import Image

    picture = tmp_path / "krut.png"
    Image.new("RGBA", (900, 1000), (0, 0, 0, 128)).save(picture)
    with pytest.raises(NotAllowed):
        save_emblem(office, actor("staff1"), picture)
    save_emblem(office, actor("admin"), picture)
    assert print_paper(office, actor("patsadu"), "loan_form", "1/2569").version == 1
    (tmp_path / "no.png").write_text("not a picture")
    with pytest.raises(Unusable, match="ไม่ใช่ไฟล์รูป"):
        save_emblem(office, actor("admin"), tmp_path / "no.png")


def test_the_seal_opens_the_phone_page_where_the_office_has_an_address(office, actor, printed, verdict):
    settings.change_setting(office, actor("admin"), "label_address", "http://192.168.1.20:8000")
    lending.hand_over(office, actor("patsadu"), "1/2569")
    second = print_paper(office, actor("patsadu"), "loan_form", "1/2569")
    assert second.mark.startswith("P-")
    assert verdict(f"HTTP://192.168.1.20:8000/P/{second.mark[2:]}").version == 2


def test_samples_say_that_they_are_samples():
    assert "ใช้เป็นหลักฐานไม่ได้" in text_of(sample_paper("loan_form", "villager"))

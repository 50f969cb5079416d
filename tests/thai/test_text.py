"""Thai text: one spelling, digits, codes, dates, money, borders of words, order and keys."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assettrack.thai import dates, keyboard, words
from assettrack.thai.baht import MoneyNotUnderstood, baht, baht_words, parse_baht
from assettrack.thai.sorting import sort_key
from assettrack.thai.text import (
    ascii_digits,
    cells,
    clusters,
    code_key,
    normalise,
    pad,
    search_key,
    shorten,
    thai_digits,
)

TODAY = date(2026, 9, 15)
thai = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B, exclude_characters="\u0e3b\u0e3c\u0e3d\u0e3e"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("น\u0e4d\u0e32", "นำ"),  # decomposed
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),  # the tone typed last
        ("เเก้ว", "แก้ว"),  # two sara e
        ("ที่\u0e48", "ที่"),  # doubled tone
        ("ท\u0e48\u0e35", "ที่"),  # tone before vowel
        ("ก\u200bข\ufeff", "กข"),
        ("ก\u00a0\u00a0 ข ", "ก ข"),
        ("ก\r\n ข ", "ก\nข"),
    ],
)
def test_one_spelling(typed, meant):
    assert normalise(typed) == meant


@given(thai)
def test_normal_text_stays_as_it_is(text):
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("๔๑๖ – ๖๐–๐๐๑๗", "416-60-0017"),
        ("416 60 0017", "416-60-0017"),
        ("416\u201160\u20110017", "416-60-0017"),
        ("กจ 1234", "กจ1234"),
        ("abc-1", "ABC-1"),
        ("420 / 60 / 001", "420/60/001"),
    ],
)
def test_codes_are_one(typed, key):
    assert code_key(typed) == key


@given(thai)
def test_a_search_key_is_its_own_key(text):
    assert search_key(search_key(text)) == search_key(text)


@given(st.text("0123456789", min_size=1))
def test_digits_go_there_and_back(text):
    assert ascii_digits(thai_digits(text)) == text


@given(thai)
def test_clusters_are_the_whole_text_and_no_mark_stands_alone(text):
    found = clusters(text)
    assert "".join(found) == text
    assert cells(text) <= len(text)
    assert cells(shorten(text, 10)) <= 10
    assert cells(pad(text, 10)) == 10


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15/11/2569", date(2026, 11, 15)),
        ("๑๕/๑๑/๒๕๖๙", date(2026, 11, 15)),
        ("15-11-69", date(2026, 11, 15)),
        ("15 พ.ย. 2569", date(2026, 11, 15)),
        ("15 พฤศจิกายน พ.ศ. 2569", date(2026, 11, 15)),
        ("2026-11-15", date(2026, 11, 15)),
        ("29/2/2567", date(2024, 2, 29)),
    ],
)
def test_days_are_read(typed, day):
    assert dates.parse_date(typed, today=TODAY) == day


@pytest.mark.parametrize("typed", ["", "31/4/2569", "29/2/2569", "15/13/2569", "วันไหนก็ได้", "15/11", "15/11/3000", "x"])
def test_days_that_are_none(typed):
    with pytest.raises(dates.DateNotUnderstood) as refused:
        dates.parse_date(typed, today=TODAY)
    assert refused.value.reason_th
    assert refused.value.reason_en


@given(st.dates(date(1957, 1, 1), date(2100, 12, 31)))
def test_a_day_written_is_read_again(day):
    assert dates.parse_date(dates.long_date(day), today=TODAY) == day
    assert dates.parse_date(dates.numeric_date(day), today=TODAY) == day
    first, last = dates.fiscal_year_span(dates.fiscal_year(day))
    assert first <= day <= last


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 9, 30), 2569), (date(2026, 10, 1), 2570), (date(2026, 12, 31), 2570)]
)
def test_the_fiscal_year_begins_in_october(day, year):
    assert dates.fiscal_year(day) == year


def test_how_days_are_written():
    day = date(2026, 11, 5)
    assert dates.long_date(day) == "๕ พฤศจิกายน ๒๕๖๙"
    assert dates.form_date(day) == "วันที่ ๕ เดือน พฤศจิกายน พ.ศ. ๒๕๖๙"
    assert dates.short_date(day, "arabic") == "5 พ.ย. 69"
    assert dates.excel_serial(45996) == date(2025, 12, 5)


@pytest.mark.parametrize(
    ("typed", "satang"),
    [("3,350.00", 335_000), ("๓,๓๕๐", 335_000), ("12.5", 1_250), ("-", None), ("", None), ("0", 0), (".25", 25), ("1000 บาท", 100_000)],
)  # fmt: skip
def test_money_is_read(typed, satang):
    assert parse_baht(typed) == satang


@pytest.mark.parametrize("typed", ["-5", "3,35", "1.234", "ฟรี", "1e5", "12,3456"])
def test_money_that_is_none(typed):
    with pytest.raises(MoneyNotUnderstood):
        parse_baht(typed)


@given(st.integers(0, 10**14))
def test_money_written_is_read_again(satang):
    assert parse_baht(baht(satang)) == parse_baht(baht(satang, "thai")) == satang


@pytest.mark.parametrize(
    ("satang", "said"),
    [
        (0, "ศูนย์บาทถ้วน"),
        (100, "หนึ่งบาทถ้วน"),
        (1_100, "สิบเอ็ดบาทถ้วน"),
        (2_100, "ยี่สิบเอ็ดบาทถ้วน"),
        (10_100, "หนึ่งร้อยเอ็ดบาทถ้วน"),
        (335_025, "สามพันสามร้อยห้าสิบบาทยี่สิบห้าสตางค์"),
        (100_000_000, "หนึ่งล้านบาทถ้วน"),
        (2_100_000_100, "ยี่สิบเอ็ดล้านเอ็ดบาทถ้วน"),
        (-100, "ลบหนึ่งบาทถ้วน"),
    ],
)
def test_money_in_words(satang, said):
    assert baht_words(satang) == said


@pytest.mark.parametrize(
    "pieces",
    [
        ("องค์การบริหารส่วนตำบล", "พะงาด"),
        ("หัวหน้า", "หน่วยงาน", "ของ", "รัฐ", "เป็น", "ผู้อนุมัติ"),
        ("เครื่องฉายภาพ", "โปรเจคเตอร์", "พร้อม", "จอ"),
        ("ตรวจรับ", "พัสดุ", "ครบถ้วน", "ถูกต้อง"),
        ("ยืม ", "5 วัน ", "๑๐ บาท"),  # a number stays with its unit
        ("(ระเบียบฯ ", "ข้อ ๒๐๘ ", "(๒) ", "และ", "พ.ร.บ.", "วิธี", "ปฏิบัติ", "ราชการ "),
        ("พ.ศ. ๒๕๓๙ ", "มาตรา ๑๓"),
    ],
)
def test_lines_break_between_words(pieces):
    assert words.pieces("".join(pieces)) == pieces


@given(thai)
def test_no_line_begins_with_a_mark(text):
    found = words.pieces(text)
    assert "".join(found) == text
    assert not any(piece[0] in "ะัาำิีึืฺุู็่้๊๋์ๆฯ" for piece in found[1:])


def test_sorted_as_in_the_dictionary():
    given_ = ["แก้ว", "กก", "เก้าอี้", "โต๊ะ", "กระดาษ", "ไก่", "ตู้", "เต็นท์", "เครื่องฉาย", "ขวด", "กล่อง"]
    assert sorted(given_, key=sort_key) == ["กก", "กระดาษ", "กล่อง", "เก้าอี้", "แก้ว", "ไก่", "ขวด", "เครื่องฉาย", "ตู้", "เต็นท์", "โต๊ะ"]  # fmt: skip


def test_the_order_is_that_of_icu_over_the_whole_word_list():
    icu = pytest.importorskip("icu", reason="needs PyICU, which has a wheel on Linux only")
    collator = icu.Collator.createInstance(icu.Locale("th_TH"))
    known, _ = words._word_list()
    ordered = sorted(known, key=lambda word: (collator.getSortKey(word), word))
    turned = [(a, b) for a, b in pairwise(ordered) if sort_key(a) > sort_key(b)]
    assert len(known) > 60_000
    assert len(turned) <= 12, turned[:20]


def test_the_keyboard_is_one_to_one():
    us, thai_keys = keyboard._US + keyboard._US_SHIFT, keyboard._TH + keyboard._TH_SHIFT
    assert len(us) == len(set(us)) == len(thai_keys) == len(set(thai_keys)) == 94
    assert keyboard.to_latin(keyboard.to_thai(us)) == us
    assert keyboard.to_thai(keyboard.to_latin(thai_keys)) == thai_keys


@pytest.mark.parametrize("code", ["416-60-0017", "AT1:01JC-XYZ", "http://x.go.th/a?b=1"])
def test_a_scanner_under_the_thai_layout_is_read(code):
    assert code in keyboard.readings(keyboard.to_thai(code))
    assert keyboard.readings(code)[0] == code


@pytest.mark.parametrize("code", ["416-60-0017", "AT1:01JC-XYZ"])
def test_a_scanner_under_caps_lock_is_read(code):
    shift_lock = code.translate(keyboard._SWAP_SHIFT)
    assert code in keyboard.readings(shift_lock)
    assert code in keyboard.readings(keyboard.to_thai(shift_lock))

"""Printing: first a paper is frozen with version, digest and the ledger's head; then copies, until what it says has changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.agencies import agency
from assettrack.office.context import writing
from assettrack.office.papers import chasing, liability, register
from assettrack.office.papers import lending as loans
from assettrack.office.papers.emblem import emblem, emblem_of
from assettrack.office.settings import office_settings, read_settings
from assettrack.rules.refusal import BadInput, NotFound
from assettrack.scanning.codes import PAPER, paper_token, payload
from assettrack.thai.text import thai_digits
from db.ledger import head
from db.tables.reporting import paper as paper_table
from db.tables.reporting import paper_printing
from forms.registry import PAPERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from assettrack.office.context import Actor, Office
    from assettrack.office.papers.draft import Draft
    from db.journal import Journal
    from forms.kit.page import PaperFacts
    from forms.registry import Paper

MAKERS: dict[str, Callable[[Office, Actor, str], Draft]] = {
    "loan_form": loans.loan_form,
    "return_slip": loans.return_slip,
    "approval_memo": loans.approval_memo,
    "loan_register": loans.loan_register,
    "chase_letter": chasing.next_letter,
    "settlement": liability.settlement,
    "asset_card": register.asset_card,
    "asset_register": register.asset_register,
    "count_sheet": register.count_sheet,
}
"""Papers that are made from rows; the others can be had blank, to fill by hand."""


@dataclass(frozen=True)
class PrintedPaper:
    """A paper as printed: ``copy_no`` is 0 for the original; ``mark`` is what to verify it by, empty where it was not issued."""

    kind: str
    title: str
    number: str
    version: int
    copy_no: int
    digest: str
    mark: str
    pages: int
    pdf: bytes


def papers() -> tuple[Paper, ...]:
    """Every document that can be printed."""
    return tuple(PAPERS.values())


def sample_paper(kind: str, variant: str) -> bytes:
    """A sample of a document, marked as practice."""
    return PAPERS[kind].render(PAPERS[kind].sample(variant))


def blank_paper(office: Office, actor: Actor, kind: str, variant: str = "") -> PrintedPaper:
    """A form to fill by hand, with the office's name and neither number nor mark.

    Raises:
        NotFound: no such kind or variant.
    """
    paper = _paper(kind)
    chosen = variant or paper.variants[0]
    if chosen not in paper.variants:
        raise NotFound(what="รูปแบบของแบบพิมพ์", what_en="variant", value=variant)
    del actor  # whoever is signed in may have a blank form
    return _shown(kind, paper.blank(_facts(office, ""), chosen))


def preview_paper(office: Office, actor: Actor, kind: str, ref: str) -> PrintedPaper:
    """The paper as it would be printed; nothing is written, so it has no mark and no number that is still to be given.

    Raises:
        NotFound: no such kind, or nothing it could be about.
    """
    draft = _draft(office, actor, kind, ref)
    return _shown(kind, replace(draft.data, facts=_facts(office, draft.number, code=draft.code)))


def print_paper(office: Office, actor: Actor, kind: str, ref: str) -> PrintedPaper:
    """Print a paper: the original the first time, then copies of the same paper while nothing it says has changed.

    Args:
        office: the office.
        actor: who prints.
        kind: a key of `MAKERS`.
        ref: what the paper is about: a loan, a slip's or case's number, an asset's code, a fiscal year, a division.

    Raises:
        NotFound: no such kind, or nothing it could be about.
    """
    if kind == "chase_letter":
        return _print_letter(office, actor, ref)
    draft = _draft(office, actor, kind, ref)
    data = replace(draft.data, facts=_facts(office, draft.number, code=draft.code))
    with writing(office, actor) as journal:
        row = _latest(journal, kind, data.facts.number)
        digest = _digest(data)
        if row is None or json.loads(row["snapshot"])["facts"]["digest"] != digest:
            row = _issue(journal, actor, kind, data, 1 if row is None else row["version"] + 1, draft.subject)
        return _copy(office, journal, actor, row)


def _print_letter(office: Office, actor: Actor, ref: str) -> PrintedPaper:
    """A letter is written once: what it says of the days over stays as it was on its day."""
    draft = chasing.next_letter(office, actor, ref)
    with writing(office, actor) as journal:
        row = _latest(journal, "chase_letter", draft.number) if draft.number else None
        if row is None:
            data = replace(draft.data, facts=_facts(office, chasing.record(journal, actor, draft)))
            row = _issue(journal, actor, "chase_letter", data, 1, draft.subject)
        return _copy(office, journal, actor, row)


def _paper(kind: str) -> Paper:
    if kind not in PAPERS:
        raise NotFound(what="แบบพิมพ์", what_en="paper", value=kind)
    return PAPERS[kind]


def _draft(office: Office, actor: Actor, kind: str, ref: str) -> Draft:
    paper = _paper(kind)
    if kind not in MAKERS:
        rule = f"«{paper.title_th}» พิมพ์ได้เฉพาะแบบเปล่าสำหรับกรอกด้วยมือ"
        raise BadInput(field="แบบพิมพ์", value=kind, rule=rule, rule_en="only the blank form can be printed")
    return MAKERS[kind](office, actor, ref)


def _facts(office: Office, number: str, *, code: bool = False) -> PaperFacts:
    from forms.kit.page import PaperFacts

    own, settings = agency(office), read_settings(office)
    shown = thai_digits(number) if settings.digits == "thai" and not code else number
    picture = emblem_of(office)
    return PaperFacts(
        own.name, own.district, own.province, shown, practice=own.practice, digits=settings.digits, emblem=picture
    )


def _drawn(kind: str, data: Any) -> bytes:
    """The PDF of a document.

    Raises:
        BadInput: a sign that the font does not have, with the text it stands in; nothing is printed with a box in its place.
    """
    from forms.kit.font import GlyphMissing

    try:
        return PAPERS[kind].render(data)
    except GlyphMissing as error:
        sign = f"«{error.char}» (U+{ord(error.char):04X})"
        rule, rule_en = f"ฟอนต์ไม่มีตัวอักษร {sign} แก้ข้อความแล้วพิมพ์ใหม่", f"the font lacks {sign}"
        raise BadInput(field="ข้อความบนเอกสาร", value=error.text[:60], rule=rule, rule_en=rule_en) from error


def _shown(kind: str, data: Any) -> PrintedPaper:
    pdf = _drawn(kind, data)
    return PrintedPaper(kind, PAPERS[kind].title_th, data.facts.number, 0, 0, "", "", pages_of(pdf), pdf)


def pages_of(pdf: bytes) -> int:
    """How many pages a paper of ours has."""
    return pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")


def _digest(data: Any) -> str:
    from forms.kit.snapshot import freeze

    return hashlib.sha256(json.dumps(freeze(data), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _copy(office: Office, journal: Journal, actor: Actor, row: dict[str, Any]) -> PrintedPaper:
    """Count a printing and draw what was frozen; closes the journal."""
    from forms.kit.snapshot import thaw

    kind = row["kind"]
    copy_no = _next_copy(journal, row["id"])
    journal.insert(paper_printing, paper_id=row["id"], copy_no=copy_no, at=actor.at, by_person=actor.person_id)
    journal.close("paper.printed", paper=kind, number=row["number"], copy=copy_no)
    frozen = thaw(PAPERS[kind].kind_of_data, json.loads(row["snapshot"]))
    picture = emblem(journal.connection, office.agency_id)
    pdf = _drawn(kind, replace(frozen, facts=replace(frozen.facts, copy_no=copy_no, emblem=picture)))
    mark = frozen.facts.mark
    title = PAPERS[kind].title_th
    return PrintedPaper(kind, title, row["number"], row["version"], copy_no, row["digest"], mark, pages_of(pdf), pdf)


def _latest(journal: Journal, kind: str, number: str) -> dict[str, Any] | None:
    query = (
        sa.select(paper_table)
        .where(paper_table.c.agency_id == journal.agency_id, paper_table.c.kind == kind, paper_table.c.number == number)
        .order_by(paper_table.c.version.desc())
        .limit(1)
    )
    row = journal.connection.execute(query).mappings().one_or_none()
    return None if row is None else dict(row)


def _issue(
    journal: Journal, actor: Actor, kind: str, data: Any, version: int, subject: tuple[str, str]
) -> dict[str, Any]:
    """Freeze a paper: its data with version, digest, mark and the ledger's head at this moment."""
    from forms.kit.snapshot import freeze

    point, digest = head(journal.connection, journal.agency_id), _digest(data)
    token = paper_token(digest)
    proofs = {"version": version, "digest": digest, "ledger_seq": point.seq, "ledger_code": point.code}
    address = office_settings(journal.connection, journal.agency_id).label_address
    seals = {"mark": payload(PAPER, token), "seal": payload(PAPER, token, address)}
    frozen = replace(data, facts=replace(data.facts, **proofs, **seals, issued_on=actor.today))
    return journal.insert(
        paper_table,
        kind=kind,
        number=data.facts.number,
        version=version,
        subject_table=subject[0],
        subject_id=subject[1],
        snapshot=json.dumps(freeze(frozen), ensure_ascii=False, sort_keys=True),
        digest=digest,
        issued_at=actor.at,
        issued_by=actor.person_id,
    )


def _next_copy(journal: Journal, paper_id: str) -> int:
    query = sa.select(sa.func.count()).where(
        paper_printing.c.agency_id == journal.agency_id, paper_printing.c.paper_id == paper_id
    )
    return int(journal.connection.execute(query).scalar_one())

"""Papers: frozen when first printed, printed again as marked copies, new version when what they say has changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office import lending
from assettrack.office.agencies import agency
from assettrack.office.context import reading, writing
from assettrack.office.registry import id_of
from assettrack.office.settings import read_settings
from assettrack.rules.refusal import NotFound
from assettrack.rules.registry import CONDITION_WORDS
from assettrack.thai.dates import BANGKOK, short_date
from assettrack.thai.text import ascii_digits, normalise, thai_digits
from db.ledger import head
from db.tables.lending import loan_line
from db.tables.reporting import paper as paper_table
from db.tables.reporting import paper_printing
from forms.registry import PAPERS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office
    from assettrack.office.lending.records import Approval, Loan, SlipLine
    from assettrack.office.settings import OfficeSettings
    from db.journal import Journal
    from forms.kit.page import PaperFacts
    from forms.kit.parts import Signature
    from forms.registry import Paper


@dataclass(frozen=True)
class PrintedPaper:
    """A paper as printed: ``copy_no`` is 0 for the original."""

    kind: str
    title: str
    number: str
    version: int
    copy_no: int
    digest: str
    pages: int
    pdf: bytes


def papers() -> tuple[Paper, ...]:
    """Every document that can be printed."""
    return tuple(PAPERS.values())


def sample_paper(kind: str, variant: str) -> bytes:
    """A sample of a document, marked as practice."""
    return PAPERS[kind].render(PAPERS[kind].sample(variant))


@dataclass(frozen=True)
class KeptPaper:
    """A paper that was printed; ``ref`` prints it again, ``copies`` is how often it was."""

    kind: str
    number: str
    version: int
    issued_at: datetime
    copies: int
    ref: str


def papers_of_asset(office: Office, code: str) -> tuple[KeptPaper, ...]:
    """The papers of the loans that an asset was or is on, newest first.

    Raises:
        NotFound: no such asset.
    """
    with reading(office) as connection:
        loans = sa.select(loan_line.c.loan_id).where(
            loan_line.c.agency_id == office.agency_id,
            loan_line.c.asset_id == id_of(connection, office.agency_id, code),
        )
        return _kept_papers(connection, office, paper_table.c.subject_id.in_(loans))


def find_papers(office: Office, text: str, *, limit: int) -> tuple[KeptPaper, ...]:
    """Printed papers whose number has this text in it, newest first; Thai digits are digits."""
    number = ascii_digits(normalise(text))
    held = (paper_table.c.number.contains(shown, autoescape=True) for shown in (number, thai_digits(number)))
    with reading(office) as connection:
        return _kept_papers(connection, office, sa.or_(*held), limit)


def _kept_papers(connection: Connection, office: Office, where: Any, limit: int | None = None) -> tuple[KeptPaper, ...]:
    times = (
        sa.select(sa.func.count())
        .where(paper_printing.c.agency_id == paper_table.c.agency_id, paper_printing.c.paper_id == paper_table.c.id)
        .scalar_subquery()
    )
    query = (
        sa.select(paper_table, times.label("times"))
        .where(paper_table.c.agency_id == office.agency_id, where)
        .order_by(paper_table.c.id.desc())
        .limit(limit)
    )
    return tuple(
        KeptPaper(
            r.kind, r.number, r.version, r.issued_at, r.times, r.subject_id if r.kind == "loan_form" else r.number
        )
        for r in connection.execute(query)
    )


def print_paper(office: Office, actor: Actor, kind: str, ref: str) -> PrintedPaper:
    """Print a paper: the original the first time, then copies of the same paper while nothing it says has changed.

    Args:
        office: the office.
        actor: who prints.
        kind: ``loan_form`` (ref: a loan) or ``return_slip`` (ref: the slip's number).
        ref: what the paper is about.

    Raises:
        NotFound: no such kind, loan or slip.
    """
    if kind not in PAPERS:
        raise NotFound(what="แบบพิมพ์", what_en="paper", value=kind)
    make = {"loan_form": _loan_form, "return_slip": _return_slip}[kind]
    data, subject = make(office, actor, ref)
    with writing(office, actor) as journal:
        printed = _printed(journal, actor, kind, data, subject)
        journal.close("paper.printed", paper=kind, number=printed.number, copy=printed.copy_no)
    return printed


def _printed(journal: Journal, actor: Actor, kind: str, data: Any, subject: tuple[str, str]) -> PrintedPaper:
    from forms.kit.snapshot import freeze, thaw

    text = json.dumps(freeze(data), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    row = _latest(journal, kind, data.facts.number)
    if row is None or json.loads(row["snapshot"])["facts"]["digest"] != digest:
        row = _issue(journal, actor, kind, data, digest, 1 if row is None else row["version"] + 1, subject)
    copy_no = _next_copy(journal, row["id"])
    journal.insert(paper_printing, paper_id=row["id"], copy_no=copy_no, at=actor.at, by_person=actor.person_id)
    frozen = thaw(PAPERS[kind].kind_of_data, json.loads(row["snapshot"]))
    pdf = PAPERS[kind].render(replace(frozen, facts=replace(frozen.facts, copy_no=copy_no)))
    pages = pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")
    return PrintedPaper(kind, PAPERS[kind].title_th, row["number"], row["version"], copy_no, digest, pages, pdf)


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
    journal: Journal, actor: Actor, kind: str, data: Any, digest: str, version: int, subject: tuple[str, str]
) -> dict[str, Any]:
    """Freeze a paper: its data with version, digest and the ledger's head at this moment."""
    from forms.kit.snapshot import freeze

    mark = head(journal.connection, journal.agency_id)
    proofs = {"version": version, "digest": digest, "ledger_seq": mark.seq, "ledger_code": mark.code}
    frozen = replace(data, facts=replace(data.facts, **proofs, issued_on=actor.today))
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


def _facts(office: Office, number: str, settings: OfficeSettings) -> PaperFacts:
    from forms.kit.page import PaperFacts

    own = agency(office)
    shown = thai_digits(number) if settings.digits == "thai" else number
    return PaperFacts(own.name, own.district, own.province, shown, practice=own.practice, digits=settings.digits)


def _variant(loan: Loan) -> str:
    if loan.loan_class == "consumable":
        return "consumable"
    return {"staff": f"staff_{loan.place}"}.get(loan.borrower_class, loan.borrower_class)


def _loan_form(office: Office, actor: Actor, ref: str) -> tuple[Any, tuple[str, str]]:
    from forms.documents.loan_form import LoanForm, LoanFormLine
    from forms.kit.parts import Signature

    loan = lending.loan(office, ref, today=actor.today)
    settings = read_settings(office)
    lines = tuple(
        LoanFormLine(line.asset, line.name, _quantity(line.quantity, line.approved), line.unit)
        for line in loan.lines
        if line.approved != 0
    )
    issuer = Signature("ผู้จ่ายของ", loan.issued_by, signed=_day_words(loan.issued_on, settings))
    form = LoanForm(
        facts=_facts(office, loan.number or "", settings),
        variant=_variant(loan),
        **{name: getattr(loan, name) for name in _SAME},
        position=loan.borrower_position,
        address=loan.borrower_address,
        phone=loan.borrower_phone,
        purpose=loan.purpose_name,
        starts=loan.starts,
        due=loan.due,
        liability_phrase=settings.liability_phrase,
        lines=lines,
        terms=settings.loan_terms,
        opinion=_signature("ผู้ให้ความเห็น", _last(loan, "opinion_for"), settings),
        decision=_signature("ผู้ให้ยืม", _last(loan, "approved"), settings),
        issuer=issuer if loan.issued_by else Signature("ผู้จ่ายของ"),
        receiver=Signature("ผู้รับของ", loan.received_by),
        notes=loan.notes,
    )
    return form, ("loan", loan.id)


_SAME = (
    "borrower", "borrower_agency", "letter_no", "letter_date", "reason", "place_text", "urgency", "certifier", "transporter",
)  # fmt: skip


def _quantity(requested: int, approved: int | None) -> int:
    return requested if approved is None else approved


def _last(loan: Loan, step: str) -> Approval | None:
    found = [a for a in loan.approvals if a.step == step and a.extension_no is None]
    return found[-1] if found else None


def _signature(role: str, given: Approval | None, settings: OfficeSettings) -> Signature:
    from forms.kit.parts import Signature

    if given is None:
        return Signature(role)
    order = f" ตามคำสั่ง {given.order}" if given.order else ""
    words = f"ลงนามทางอิเล็กทรอนิกส์ {_moment_words(given.at, settings)}{order} อ้างอิง {given.digest[:8]}"
    return Signature(role, given.by, given.capacity, signed=words)


def _moment_words(at: datetime, settings: OfficeSettings) -> str:
    local = at.astimezone(BANGKOK)
    time = f"{local:%H:%M} น."
    return f"{short_date(local.date(), settings.digits)} {thai_digits(time) if settings.digits == 'thai' else time}"


def _day_words(day: Any, settings: OfficeSettings) -> str:
    return f"วันที่ {short_date(day, settings.digits)}" if day else ""


def _return_slip(office: Office, actor: Actor, ref: str) -> tuple[Any, tuple[str, str]]:
    from forms.documents.return_slip import ReturnSlip, ReturnSlipLine

    slip = lending.return_slip(office, ref)
    settings = read_settings(office)
    loan = lending.loan(office, slip.loan_number, today=actor.today)
    lines = tuple(
        ReturnSlipLine(
            line.code, line.name, line.lent, line.good + line.damaged + line.lost, line.still_out, _how(line), line.note
        )
        for line in slip.lines
    )
    form = ReturnSlip(
        facts=_facts(office, slip.number, settings),
        loan_number=slip.loan_number,
        returned_on=slip.returned_on,
        returned_by=slip.returned_by,
        received_by=slip.received_by,
        lines=lines,
        complete=slip.complete,
        to_settle=any(line.damaged or line.lost for line in slip.lines),
    )
    return form, ("loan_return", loan.id)


def _how(line: SlipLine) -> str:
    words = (("good", CONDITION_WORDS["serviceable"]), ("damaged", "ชำรุด"), ("lost", "สูญหาย"))
    counts = [(getattr(line, name), word) for name, word in words if getattr(line, name)]
    return counts[0][1] if len(counts) == 1 else " ".join(f"{word} {count}" for count, word in counts)

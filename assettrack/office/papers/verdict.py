"""Whether a paper in the hand still holds: its mark leads to what was frozen, which is compared with the rows of now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.papers.printing import MAKERS
from assettrack.rules.refusal import NotFound
from assettrack.scanning.codes import PAPER, digest_start, read
from assettrack.thai.dates import as_thai_day, short_date
from db.ledger import history
from db.tables.reporting import paper as paper_table
from forms.registry import PAPERS

if TYPE_CHECKING:
    from assettrack.office.context import Actor, Office
    from assettrack.office.papers.draft import Draft

_FOUND = 20


@dataclass(frozen=True)
class PaperVerdict:
    """What is to be said of a paper: ``status`` is current, replaced, void or unknown.

    ``says`` is what the paper must say, to compare it with: label and value. ``latest`` is the version that replaced it, none while
    that is not printed yet; ``loan`` the number of the loan it belongs to.
    """

    status: str
    kind: str = ""
    title: str = ""
    number: str = ""
    version: int = 0
    issued_on: date | None = None
    latest: int | None = None
    changed_on: date | None = None
    why: str = ""
    loan: str = ""
    mark: str = ""
    says: tuple[tuple[str, str], ...] = ()

    _TH: ClassVar[dict[str, str]] = {
        "current": "ใช้ได้: เป็น{title} เลขที่ {number} ฉบับที่ {version} ตรงกับข้อมูลปัจจุบัน",
        "replaced": "ใช้ไม่ได้แล้ว: {title} เลขที่ {number} ฉบับที่ {version} ถูกแทนที่{by}",
        "void": "ใช้ไม่ได้: {title} เลขที่ {number} สิ้นผลแล้ว ({why})",
        "unknown": "ไม่พบเอกสารนี้ในหน่วยงาน: รหัสไม่ถูกต้อง ถูกแก้ไข หรือเป็นของหน่วยงานอื่น",
    }
    _EN: ClassVar[dict[str, str]] = {
        "current": "Valid: {title} {number}, version {version}, says what the records say.",
        "replaced": "No longer valid: {title} {number}, version {version}, was replaced{by}.",
        "void": "Void: {title} {number} ({why}).",
        "unknown": "No such paper in this office: a wrong or altered code, or another office's paper.",
    }

    def sentence(self, lang: str = "th") -> str:
        """The verdict for people."""
        template = (self._EN if lang == "en" else self._TH)[self.status]
        return template.format(
            title=self.title, number=self.number, version=self.version, why=self.why, by=self._by(lang)
        )

    def _by(self, lang: str) -> str:
        day = short_date(self.changed_on, "arabic") if self.changed_on else ""
        if lang == "en":
            return (
                f" by version {self.latest}" if self.latest else "; the new one is not printed yet"
            ) + f" ({day})" * bool(day)
        by = f"ด้วยฉบับที่ {self.latest}" if self.latest else "แล้ว แต่ยังไม่ได้พิมพ์ฉบับใหม่"
        return by + (f" เมื่อ {day}" if day else "")


UNKNOWN = PaperVerdict("unknown")


def verify_paper(office: Office, actor: Actor, typed: str) -> PaperVerdict:
    """Whether the paper with this mark is current, replaced, void or unknown.

    Args:
        office: the office.
        actor: who asks.
        typed: what the scanner read from the paper's QR, or the mark as it is printed; any keyboard layout.
    """
    code = read(typed)
    row = _paper_of(office, code.token) if code is not None and code.kind == PAPER else None
    if row is None:
        return UNKNOWN
    snapshot = json.loads(row["snapshot"])
    same = {
        "kind": row["kind"],
        "title": PAPERS[row["kind"]].title_th,
        "number": row["number"],
        "version": row["version"],
        "issued_on": as_thai_day(row["issued_at"]),
        "mark": snapshot["facts"]["mark"],
        "says": _says(snapshot),
    }
    draft = _as_of_now(office, actor, row)
    loan = draft.loan if draft else ""
    if draft is not None and draft.void:
        return PaperVerdict("void", **same, why=draft.void, loan=loan)
    newest = _newest(office, row)
    if draft is None:
        holds = newest["version"] == row["version"]
    else:
        holds = _content(row["kind"], _frozen(draft)) == _content(row["kind"], snapshot)
    if holds:
        return PaperVerdict("current", **same, loan=loan)
    if newest["version"] > row["version"]:
        replaced_on = as_thai_day(newest["issued_at"])
        return PaperVerdict("replaced", **same, latest=newest["version"], changed_on=replaced_on, loan=loan)
    return PaperVerdict("replaced", **same, changed_on=_changed_on(office, row), loan=loan)


def _paper_of(office: Office, token: str) -> dict[str, Any] | None:
    """The newest paper whose digest begins as the token says."""
    start = digest_start(token)
    query = (
        sa.select(paper_table)
        .where(
            paper_table.c.agency_id == office.agency_id,
            paper_table.c.digest >= start,
            paper_table.c.digest < start + "g",
        )
        .order_by(paper_table.c.version.desc())
        .limit(1)
    )
    with reading(office) as connection:
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else dict(row)


def _newest(office: Office, row: dict[str, Any]) -> sa.RowMapping:
    query = (
        sa.select(paper_table.c.version, paper_table.c.issued_at)
        .where(
            paper_table.c.agency_id == office.agency_id,
            paper_table.c.kind == row["kind"],
            paper_table.c.number == row["number"],
        )
        .order_by(paper_table.c.version.desc())
        .limit(1)
    )
    with reading(office) as connection:
        return connection.execute(query).mappings().one()


def _as_of_now(office: Office, actor: Actor, row: dict[str, Any]) -> Draft | None:
    """The paper as it would be made now; none for lists and letters, which speak of their day."""
    if row["kind"] not in COMPARED:
        return None
    ref = row["subject_id"] if row["subject_table"] == "loan" else row["number"]
    try:
        return MAKERS[row["kind"]](office, actor, ref)
    except NotFound:
        return None


COMPARED = ("loan_form", "return_slip", "approval_memo", "settlement")
"""Papers that say what the rows say; the others say what was on their day, until a later version is printed."""


def _frozen(draft: Draft) -> dict[str, Any]:
    from forms.kit.snapshot import freeze

    frozen: dict[str, Any] = json.loads(json.dumps(freeze(draft.data), ensure_ascii=False))
    return frozen


def _content(kind: str, frozen: dict[str, Any]) -> dict[str, Any]:
    """What was approved: the document without its proofs and without what the counter adds later."""
    return {name: value for name, value in frozen.items() if name != "facts" and name not in PAPERS[kind].later}


def _changed_on(office: Office, row: dict[str, Any]) -> date | None:
    """The day of the last change of what the paper is about, after it was issued."""
    issued = json.loads(row["snapshot"])["facts"]["ledger_seq"]
    with reading(office) as connection:
        entries = history(connection, office.agency_id, row["subject_table"], row["subject_id"])
    return next((as_thai_day(entry.at) for entry in reversed(entries) if entry.seq > issued), None)


def _says(snapshot: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Who, until when, which things: what a person compares the paper with."""
    words = (("borrower", "ผู้ยืม"), ("purpose", "เพื่อ"), ("starts", "ตั้งแต่"), ("due", "กำหนดคืน"), ("loan_number", "ใบยืม"))
    said = [(label, _shown(name, snapshot[name])) for name, label in words if snapshot.get(name)]
    for line in snapshot.get("lines", [])[:_FOUND]:
        amount = line.get("quantity", line.get("back", ""))
        said.append((line.get("code", ""), f"{line.get('name', '')} {amount}".strip()))
    return tuple(said)


def _shown(name: str, value: str) -> str:
    return short_date(date.fromisoformat(value), "arabic") if name in ("starts", "due") else value

"""``ledger``: does the chain of changes hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assettrack.cli.parser import Argument, Words

if TYPE_CHECKING:
    from assettrack.cli.session import Session


def _verify(session: Session) -> int:
    from assettrack.office.ledger import verify

    _ = session.actor
    found = verify(session.office, anchor=session.args.anchor)
    broken = [
        {"what": b.what, "seq": b.seq, "table": b.table, "row": b.row_id, "sentence": b.sentence} for b in found.broken
    ]
    document = {"entries": found.entries, "head": f"{found.head.seq}:{found.head.code}", "broken": broken}
    verdict = "ถูกต้องครบถ้วน" if not broken else f"พบความไม่ตรงกัน {len(broken)} แห่ง"
    session.answer(document, f"บัญชีการเปลี่ยนแปลง {found.entries:,} รายการ {verdict}", *(b.sentence for b in found.broken))
    return 1 if broken else 0


def _head(session: Session) -> int:
    from assettrack.office.ledger import head

    _ = session.actor
    mark = head(session.office)
    return session.answer({"entries": mark.seq, "head": f"{mark.seq}:{mark.code}"}, f"{mark.seq}:{mark.code}")


def register(commands: Any, words: Words) -> None:
    """Add ``ledger`` to the grammar."""
    verbs = words.group(commands, "ledger", "บัญชีการเปลี่ยนแปลง", "The chain of all changes")
    words.command(
        verbs, "verify", _verify, "ตรวจว่าบัญชีถูกต้อง", "Verify the chain",
        Argument("--anchor", metavar="SEQ:CODE", thai="รหัสที่พิมพ์บนเอกสาร", english="what a paper says"),
    )  # fmt: skip
    words.command(verbs, "head", _head, "รหัสล่าสุด", "The head of the chain")

"""Structure of a document for search, copy and screen readers (tagged PDF, ISO 32000-1 §14.7, 14.8).

ReportLab has no tagging. Every text says which element it is part of; what it draws is put between ``BDC`` and ``EMC``, and the
tree is written with the file. What is no content (rules, page numbers, seals) is an artifact.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject

if TYPE_CHECKING:
    from collections.abc import Iterator

Step = tuple[str, object]
"""A role (ISO 32000-1 §14.8.4: H1, P, Table, TR, TH, TD) and what tells this element from its like."""


@dataclass(eq=False)
class _Element:
    role: str
    above: _Element | None
    below: list[_Element | tuple[int, int]] = field(
        default_factory=list
    )  # elements, or (page, number of marked content)
    reference: Any = None


class Tags:
    """The elements of one document, in the order they are drawn."""

    def __init__(self) -> None:
        self.root = _Element("Document", None)
        self._known: dict[tuple[Step, ...], _Element] = {}
        self._pages: dict[int, list[_Element]] = {}

    def mark(self, path: tuple[Step, ...], page: int) -> str:
        """The operator that begins a piece of the element at ``path`` on a page (from 1).

        A table's head that is repeated on a later page is an artifact: it is read once.
        """
        element = self._element(path)
        before = [piece for piece in element.below if isinstance(piece, tuple)]
        if element.role == "TH" and any(piece[0] != page for piece in before):
            return "/Artifact BMC"
        marked = self._pages.setdefault(page, [])
        element.below.append((page, len(marked)))
        marked.append(element)
        return f"/{element.role} <</MCID {len(marked) - 1}>> BDC"

    def _element(self, path: tuple[Step, ...]) -> _Element:
        if not path:
            return self.root
        known = self._known.get(path)
        if known is None:
            above = self._element(path[:-1])
            known = self._known[path] = _Element(path[-1][0], above)
            above.below.append(known)
        return known

    def write(self, document: Any) -> None:
        """Put the tree into the file.

        Args:
            document: ReportLab's PDFDocument, all its pages added.
        """
        pages = [document.Reference(page) for page in document.Pages.pages]
        tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        reference = document.Reference(tree, "StructTreeRoot")
        tree["K"] = _refer(self.root, reference, document, pages)
        numbers: list[Any] = []
        for page, marked in sorted(self._pages.items()):
            numbers += [page - 1, PDFArray([element.reference for element in marked])]
        tree["ParentTree"] = PDFDictionary({"Nums": PDFArray(numbers)})
        tree["ParentTreeNextKey"] = len(pages)
        document.Catalog.StructTreeRoot = reference
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _refer(element: _Element, above: Any, document: Any, pages: list[Any]) -> Any:
    """Number the elements from the root down, so that each can be referred to."""
    element.reference = document.Reference(_Entry(element, above, pages))
    for piece in element.below:
        if isinstance(piece, _Element):
            _refer(piece, element.reference, document, pages)
    return element.reference


class _Entry(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An element as it stands in the file; written at once, because a form has a hundred and ReportLab's dictionaries are slow."""

    def __init__(self, element: _Element, above: Any, pages: list[Any]) -> None:
        self.element, self.above, self.pages = element, above, pages

    def format(self, document: Any) -> bytes:
        """The dictionary of the element (ISO 32000-1, table 323)."""
        kids = self._kids(document)
        more = b"/A<</O/Table/Scope/Column>>" if self.element.role == "TH" else b""
        role = self.element.role.encode()
        above: bytes = self.above.format(document)
        return b"<</S/" + role + b"/P " + above + more + kids + b">>"

    def _kids(self, document: Any) -> bytes:
        """One piece of content stands for itself; several, or elements, in a list."""
        below = self.element.below
        if len(below) == 1 and isinstance(below[0], tuple):
            page, number = below[0]
            on: bytes = self.pages[page - 1].format(document)
            return b"/Pg " + on + b"/K %d" % number
        return b"/K[" + b" ".join(self._kid(piece, document) for piece in below) + b"]"

    def _kid(self, piece: _Element | tuple[int, int], document: Any) -> bytes:
        if isinstance(piece, _Element):
            reference: bytes = piece.reference.format(document)
            return reference
        page, number = piece
        on: bytes = self.pages[page - 1].format(document)
        return b"<</Type/MCR/Pg " + on + b"/MCID %d>>" % number


def number_page(page: Any, number: int) -> None:
    """Tie a ReportLab page (number from 1) to the tree; ReportLab's list of a page's entries knows neither of the two."""
    page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
    page.StructParents, page.Tabs = number - 1, PDFName("S")


@contextmanager
def tagged(canvas: Any, *path: Step) -> Iterator[None]:
    """What is drawn inside belongs to the element at ``path``; to none (an artifact) without one."""
    tags: Tags | None = getattr(canvas, "tags", None)
    if tags is None:
        yield
        return
    code = canvas._code  # noqa: SLF001 -- ReportLab has no other door for an operator
    code.append(tags.mark(path, canvas.getPageNumber()) if path else "/Artifact BMC")
    yield
    code.append("EMC")

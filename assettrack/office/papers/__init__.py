"""Papers (เอกสารพิมพ์): made from rows, frozen when first printed, printed again as marked copies, known from what replaced them.

``printing`` issues and reprints; ``lending``, ``register`` and ``liability`` make each document's data from rows; ``chasing``
numbers the letters; ``verdict`` says whether a paper in the hand still holds.
"""

from assettrack.office.papers.emblem import save_emblem
from assettrack.office.papers.kept import KeptPaper, find_papers, papers_of_asset
from assettrack.office.papers.printing import (
    PrintedPaper,
    blank_paper,
    papers,
    preview_paper,
    print_paper,
    sample_paper,
)
from assettrack.office.papers.verdict import PaperVerdict, verify_paper

__all__ = [
    "KeptPaper",
    "PaperVerdict",
    "PrintedPaper",
    "blank_paper",
    "find_papers",
    "papers",
    "papers_of_asset",
    "preview_paper",
    "print_paper",
    "sample_paper",
    "save_emblem",
    "verify_paper",
]

"""What a photograph of a shelf or a room shows: whose label each code is, and where a label is that cannot be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assettrack.office.context import reading
from assettrack.office.labels.scan import LabelFound, scanned
from assettrack.rules.refusal import NotFound

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from assettrack.office.context import Office
    from assettrack.scanning.photos import Box, Seen


@dataclass(frozen=True)
class PhotoCode:
    """One of our codes in a photograph.

    Attributes:
        text: as it is printed, ``A-K7Q2M4F``.
        box: where it is.
        meaning: whose label it is, or why it is none of this office.
        duplicate: whether the photograph shows the same code at another place too.
    """

    text: str
    box: Box
    meaning: LabelFound | NotFound
    duplicate: bool

    def sentence(self, lang: str = "th") -> str:
        """What the code means, for people."""
        twice = " (seen twice in this photo)" if lang == "en" else " (พบซ้ำในภาพเดียวกัน)"
        return self.meaning.sentence(lang) + (twice if self.duplicate else "")


@dataclass(frozen=True)
class PhotoScan:
    """What a photograph shows, its width and height in pixels; all places are in the upright picture.

    Attributes:
        codes: ours, row by row.
        unread: where there is a code like ours that cannot be read.
        foreign: codes that are not ours; a person's number is left out of their text.
    """

    width: int
    height: int
    codes: tuple[PhotoCode, ...]
    unread: tuple[Box, ...]
    foreign: tuple[Seen, ...]


def scan_photo(office: Office, photo: bytes) -> PhotoScan:
    """Whose labels a photograph (JPEG, PNG, HEIC) shows.

    Raises:
        BadPhoto: no photograph, a broken or an oversized one.
    """
    from assettrack.scanning.photos import read_photo

    shown = read_photo(photo)
    times = Counter(seen.text for seen in shown.codes)
    with reading(office) as connection:
        codes = tuple(
            PhotoCode(seen.text, seen.box, _meaning(connection, office.agency_id, seen.text), times[seen.text] > 1)
            for seen in shown.codes
            if seen.code is not None
        )
    foreign = tuple(seen for seen in shown.codes if seen.code is None)
    return PhotoScan(shown.width, shown.height, codes, shown.unread, foreign)


def _meaning(connection: Connection, agency_id: str, text: str) -> LabelFound | NotFound:
    try:
        return scanned(connection, agency_id, text)
    except NotFound as refusal:
        return refusal

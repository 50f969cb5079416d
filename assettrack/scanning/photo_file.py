"""The picture in a photograph's file: gray and upright; what is broken or meant to harm is refused before it costs memory."""

from __future__ import annotations

import io
import struct
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

from assettrack.rules.refusal import Unusable

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image
    from PIL.ImageFile import ImageFile

MOST_BYTES = 40_000_000
"""Bytes of a photograph's file; a phone of 50 megapixels writes 25 million."""
MOST_PIXELS = 64_000_000
"""Pixels of a photograph: 50 megapixels of a phone, and no picture that fills the memory when it is unpacked."""
_KINDS = ("JPEG", "PNG", "HEIF")
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n")
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_TURNS = {
    2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_270", 7: "TRANSVERSE", 8: "ROTATE_90"
}  # fmt: skip
"""What brings a picture upright that was taken so (EXIF's Orientation)."""
_BROKEN = (
    OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, MemoryError, struct.error
)  # fmt: skip
"""What Pillow and libheif raise over files that somebody cut, changed or made to fool them."""


class BadPhoto(Unusable):
    """A file that is no photograph we can read."""

    code = "photo.unusable"
    th = "อ่านภาพนี้ไม่ได้: {why}"
    en = "This photo cannot be read: {why_en}"


def photo_bytes(path: Path) -> bytes:
    """What a photograph's file holds, as far as a photograph may.

    Raises:
        BadPhoto: no such file, no right to read it, or no file at all (a folder, a device).
    """
    if not path.is_file():
        raise BadPhoto(why="ไม่พบไฟล์", why_en="there is no such file")
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadPhoto(
            why=f"เปิดไฟล์ไม่ได้ ({error.strerror})", why_en=f"it cannot be opened ({error.strerror})"
        ) from error


def opened(data: bytes) -> Image.Image:
    """The photograph in a file of JPEG, PNG or HEIC: gray (mode L), turned as its EXIF says.

    Raises:
        BadPhoto: it is none, it is broken, or it is larger than any phone's.
    """
    if not data:
        raise BadPhoto(why="ไฟล์ว่างเปล่า", why_en="the file is empty")
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise BadPhoto(why=f"ไฟล์ใหญ่เกิน {most} เมกะไบต์", why_en=f"the file is larger than {most} megabytes")
    if not _known(data):
        raise BadPhoto(why="ต้องเป็นภาพ JPEG PNG หรือ HEIC", why_en="it must be a JPEG, PNG or HEIC picture")
    try:
        return _gray(data)
    except _BROKEN as error:
        raise BadPhoto(why="ไฟล์เสียหรือไม่ครบ", why_en="the file is broken or cut short") from error


def _known(data: bytes) -> bool:
    return data.startswith(_SIGNATURES) or _is_heif(data)


def _is_heif(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS


def _gray(data: bytes) -> Image.Image:
    from PIL import Image

    if _is_heif(data):
        from pi_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own of large pictures: the limit below is lower
        try:
            photo = Image.open(io.BytesIO(data), formats=_KINDS)
        except Image.DecompressionBombError as error:
            raise _too_large() from error
        with photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise _too_large()
            return _turned(_without_colour(photo), photo)


def _too_large() -> BadPhoto:
    most = MOST_PIXELS // 1_000_000
    return BadPhoto(why=f"ภาพใหญ่เกิน {most} ล้านจุด", why_en=f"the picture has more than {most} million pixels")


def _without_colour(photo: ImageFile) -> Image.Image:
    """The grays of a photograph; what can be seen through is white, as paper is."""
    from PIL import Image

    photo.draft("L", photo.size)
    if photo.mode.startswith("I"):
        return photo.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if not photo.has_transparency_data:
        return photo.convert("L")
    seen = photo.convert("RGBA")
    paper = Image.new("L", seen.size, 255)
    paper.paste(seen.convert("L"), mask=seen.getchannel("A"))
    return paper


def _turned(gray: Image.Image, photo: ImageFile) -> Image.Image:
    """The picture as the camera was held; a camera's notes that cannot be read turn nothing."""
    from PIL import ExifTags, Image

    turn = None
    with suppress(*_BROKEN):
        turn = _TURNS.get(photo.getexif().get(ExifTags.Base.Orientation, 1))
    return gray.transpose(Image.Transpose[turn]) if turn else gray

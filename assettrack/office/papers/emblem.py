"""The picture of the ครุฑ that an office supplies for its letters and orders; the package has none."""

from __future__ import annotations

import base64
import io
import json
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.context import need_role, reading, writing
from assettrack.rules.refusal import Unusable
from db.tables.agency import office_setting

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office

NAME = "emblem"
SIDE = 400
"""Pixels: 3 cm at 300 dpi and a little more."""
MOST = 200_000
"""Bytes of the picture as it is kept."""


def emblem_of(office: Office) -> str:
    """The picture as PNG in base64, or empty."""
    with reading(office) as connection:
        return emblem(connection, office.agency_id)


def emblem(connection: Connection, agency_id: str) -> str:
    """The picture as PNG in base64, or empty."""
    query = sa.select(office_setting.c.value).where(
        office_setting.c.agency_id == agency_id, office_setting.c.name == NAME
    )
    value = connection.execute(query).scalar_one_or_none()
    return str(json.loads(value)) if value else ""


def save_emblem(office: Office, actor: Actor, path: Path) -> None:
    """Keep a picture as the office's ครุฑ.

    Raises:
        NotAllowed: neither administrator nor chief of supplies.
        Unusable: no picture, or one that stays too large.
    """
    need_role(actor, "admin", "supplies_chief", task="ตั้งรูปครุฑของหน่วยงาน", task_en="set the office's emblem")
    value = json.dumps(base64.b64encode(_small(path)).decode())
    with writing(office, actor) as journal:
        here = sa.and_(office_setting.c.agency_id == office.agency_id, office_setting.c.name == NAME)
        row = journal.connection.execute(sa.select(office_setting).where(here)).mappings().one_or_none()
        if row is None:
            journal.insert(office_setting, name=NAME, value=value)
        else:
            journal.update(office_setting, dict(row), value=value)
        journal.close("setting.changed", name=NAME)


def _small(path: Path) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    try:
        with Image.open(path) as picture:
            small = picture.convert("RGBA")
    except (OSError, Image.DecompressionBombError) as error:
        raise Unusable(what=str(path), why=f"ไม่ใช่ไฟล์รูป ({error})", why_en=str(error)) from error
    small.thumbnail((SIDE, SIDE))
    small.save(out, "PNG", optimize=True)
    if out.tell() > MOST:
        raise Unusable(what=str(path), why="รูปซับซ้อนเกินไป ใช้รูปลายเส้นสีเดียว", why_en="too complex")
    return out.getvalue()

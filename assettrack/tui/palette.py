"""The command palette (F12): assets, loans, people and actions found by typing any part."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import DiscoveryHit, Hit, Provider

from assettrack.rules.lending_refusals import STATE_WORDS
from assettrack.rules.refusal import NotFound
from assettrack.thai.text import search_key
from assettrack.tui.base import AREAS
from assettrack.tui.typed import code_readings

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.command import Hits

    from assettrack.tui.app import AssetTrackApp

MOST = 8
"""Hits of one kind that are shown."""


class OfficeCommands(Provider):
    """Everything that can be gone to or done by name."""

    @property
    def _app(self) -> AssetTrackApp:
        from assettrack.tui.app import AssetTrackApp

        if not isinstance(self.app, AssetTrackApp):
            raise TypeError(self.app)
        return self.app

    def _actions(self) -> list[tuple[str, str, Callable[[], Any]]]:
        run = self._app.run_action
        areas = [(f"ไปที่ {title} ({key})", "หน้าหลัก", partial(run, f"app.show('{area}')")) for key, area, title in AREAS]
        return [
            *areas,
            ("การตั้งค่าของหน่วยงาน", "ระเบียบ วัตถุประสงค์ วันหยุด", partial(run, "app.show('settings')")),
            ("เปลี่ยนสีหน้าจอ", "มืด สว่าง ตัดกันชัด", partial(run, "app.next_theme")),
            ("เปลี่ยนรหัสผ่าน", "ของท่านเอง", partial(run, "app.change_password")),
            ("ออกจากระบบ", "ให้ผู้อื่นเข้าใช้", partial(run, "app.sign_out")),
        ]

    async def discover(self) -> Hits:
        """Before anything is typed: the actions."""
        for title, help_text, run in self._actions():
            yield DiscoveryHit(title, run, help=help_text)

    async def search(self, query: str) -> Hits:
        """Actions by their words; then what the office knows by this text."""
        key = search_key(query)
        for title, help_text, run in self._actions():
            if key in search_key(title):
                yield Hit(1.0, title, run, help=help_text)
        if self._app.signed_in is not None:
            for hit in await asyncio.to_thread(self._known, query):
                yield hit

    def _known(self, query: str) -> list[Hit]:
        return [*self._loans(query), *self._assets(query), *self._people(query)]

    def _loans(self, query: str) -> list[Hit]:
        from assettrack.office import lending
        from assettrack.tui.screens.lending import LoanScreen

        signed_in = self._app.signed_in
        if signed_in is None or not any(char.isdigit() for char in query):
            return []
        for reading in code_readings(query):
            try:
                loan = lending.loan(signed_in.office, reading, today=signed_in.desk.today())
            except NotFound:
                continue
            show = partial(self._app.push_screen, LoanScreen(signed_in, loan.id))
            return [Hit(0.9, f"ใบยืม {loan.number} {loan.borrower}", show, help=STATE_WORDS[loan.state])]
        return []

    def _assets(self, query: str) -> list[Hit]:
        from assettrack.office.registry import find_assets
        from assettrack.tui.screens.registry import AssetScreen

        signed_in = self._app.signed_in
        if signed_in is None:
            return []
        return [
            Hit(
                0.8,
                f"{row.code} {row.name}",
                partial(self._app.push_screen, AssetScreen(signed_in, row.code)),
                help=f"{row.division} {row.place}",
            )
            for row in find_assets(signed_in.office, query, limit=MOST).rows
        ]

    def _people(self, query: str) -> list[Hit]:
        from assettrack.office.people import find_people

        signed_in = self._app.signed_in
        if signed_in is None:
            return []
        return [
            Hit(
                0.7,
                f"ขอยืมให้ {person.name}",
                partial(self._app.request_for, person.login),
                help=f"{person.position} {person.division}",
            )
            for person in find_people(signed_in.office, query, limit=MOST)
        ]

"""What the person chose for the screen, and what the office decides for itself; Enter edits."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from assettrack.tui.base import OfficeScreen
from assettrack.tui.dialogs.ask import AskDialog, AskField, FieldsDialog
from assettrack.tui.dialogs.choose import ChooseDialog
from assettrack.tui.keys import key
from assettrack.tui.themes import THEMES
from assettrack.tui.typed import read_day
from assettrack.tui.widgets.fitted_table import FittedTable
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.words.speech import DIGITS, LANGUAGES, digits, language, say, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.widgets import DataTable

    from assettrack.office.context import Actor
    from assettrack.office.settings import Holiday, OfficeSettings, Purpose

COLUMNS = (("subject", 34, 1), ("setting", 30, 2))
OWN = ("language", "digits", "theme", "keys")
CHOICES = {"digits": DIGITS, "require_opinion": ("true", "false")}
PERIODS = ("fiscal", "calendar")
GLUE = " | "


class SettingsScreen(OfficeScreen):
    """One list: one's own choices, then the office's."""

    AREA = "settings"
    BINDINGS: ClassVar[list[Any]] = [
        key("f6", "add_purpose", "settings.purpose"),
        key("f7", "add_holiday", "settings.holiday"),
    ]

    def compose(self) -> ComposeResult:
        """The list."""
        yield FittedTable(COLUMNS, id="settings")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Read everything anew."""
        from assettrack.office.agencies import agency
        from assettrack.office.settings import holidays_set, purposes, read_settings

        own = self.office
        self.read(
            lambda: (agency(own), read_settings(own), purposes(own), holidays_set(own)),
            lambda found: self._show(*found),
        )

    def _show(
        self, agency: Any, settings: OfficeSettings, purposes: Sequence[Purpose], holidays: Sequence[Holiday]
    ) -> None:
        from assettrack.office.agencies import AGENCY_TITLES

        rows = [
            *self._own_rows(),
            *((f"agency/{name}", say(f"setting.{name}"), getattr(agency, name)) for name in AGENCY_TITLES),
            *((f"setting/{f.name}", *_setting(f.name, settings)) for f in fields(settings)),
            *((f"purpose/{p.code}", *_purpose(p)) for p in purposes),
            *((f"holiday/{h.day}", *_holiday(h)) for h in holidays),
        ]
        table = self.query_one(FittedTable)
        table.fill({row: (title, value) for row, title, value in rows})
        table.focus()

    def _own_rows(self) -> Iterator[tuple[str, str, str]]:
        """One's own choices on this PC."""
        values = (
            say(f"language.{language()}"),
            say(f"digits.{digits()}"),
            say(f"theme.{self.app.theme}"),
            say("own.keys_hint"),
        )
        for name, value in zip(OWN, values, strict=True):
            yield f"own/{name}", say(f"own.{name}"), value

    @work(group="ask")
    async def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Edit the value of the row."""
        kind, _, name = (event.row_key.value or "").partition("/")
        edit = {
            "own": self._edit_own,
            "setting": self._edit_setting,
            "purpose": self._edit_purpose,
            "agency": self._edit_agency,
        }
        if kind in edit:
            await edit[kind](name)

    async def _choose(self, question: str, options: Sequence[tuple[str, str]], chosen: str) -> str | None:
        answer: str | None = await self.app.push_screen_wait(ChooseDialog(question, options, chosen=chosen))
        return answer

    async def _edit_own(self, name: str) -> None:
        if name == "keys":
            await self.app.run_action("app.keys")
            return
        now = {"language": language(), "digits": digits(), "theme": self.app.theme}[name]
        values = {"language": LANGUAGES, "digits": DIGITS, "theme": THEMES}[name]
        chosen = await self._choose(say(f"own.{name}"), [(v, say(f"{name}.{v}")) for v in values], now)
        if chosen is None or chosen == now:
            return
        self.app.keep_own(**{name: chosen})  # type: ignore[attr-defined]
        if name == "theme":
            self.on_screen_resume()
        else:
            self.app.call_later(self.app.speak_anew)  # type: ignore[attr-defined]  # this screen is built anew too

    async def _edit_agency(self, name: str) -> None:
        from assettrack.office.agencies import agency, change_agency

        now = getattr(agency(self.office), name)
        answer = await self.app.push_screen_wait(
            AskDialog(say("setting.agency"), text=say(f"setting.{name}"), value=now)
        )
        if answer is not None:
            self.act(lambda actor: change_agency(self.office, actor, name, answer.text), self._done)

    async def _edit_setting(self, name: str) -> None:
        from assettrack.office.settings import change_setting, read_settings

        now = getattr(read_settings(self.office), name)
        value = await self._new_value(name, now)
        if value is not None:
            self.act(lambda actor: change_setting(self.office, actor, name, value), self._done)

    async def _new_value(self, name: str, now: Any) -> str | None:
        """A setting as ``change_setting`` takes it, chosen or typed; none where it stays."""
        title = say(f"setting.{name}")
        if name in CHOICES:
            return await self._choose(title, [(v, words_of(name, v)) for v in CHOICES[name]], str(now).lower())
        if name == "number_period":
            series = await self._choose(title, [(k, _period(k, v)) for k, v in now.items()], "loan")
            chosen = (
                await self._choose(say(f"series.{series}"), [(p, say(f"period.{p}")) for p in PERIODS], now[series])
                if series
                else None
            )
            return None if chosen is None else json.dumps({series: chosen})
        value = GLUE.join(now) if isinstance(now, tuple) else str(now)
        answer = await self.app.push_screen_wait(AskDialog(say("setting.edit"), text=title, value=value))
        return None if answer is None else answer.text.replace(GLUE, "\n") if isinstance(now, tuple) else answer.text

    async def _edit_purpose(self, code: str) -> None:
        from assettrack.office.settings import purposes, save_purpose

        old = next(p for p in purposes(self.office) if p.code == code)
        options = [("basis", say("setting.basis")), ("active", say("purpose.end" if old.active else "purpose.take_up"))]
        what = await self._choose(old.name, options, "basis")
        if what == "active":
            new = replace(old, active=not old.active)
        elif what == "basis":
            answer = await self.app.push_screen_wait(
                AskDialog(old.name, text=say("setting.basis"), value=old.legal_basis)
            )
            if answer is None:
                return
            new = replace(old, legal_basis=answer.text)
        else:
            return
        self.act(lambda actor: save_purpose(self.office, actor, new), self._done)

    @work(group="ask")
    async def action_add_purpose(self) -> None:
        """Ask for code, name and legal basis."""
        from assettrack.office.settings import Purpose, save_purpose

        asked = [AskField(name, say(f"purpose.{name}")) for name in ("code", "name", "basis")]
        typed = await self.app.push_screen_wait(FieldsDialog(say("purpose.add"), asked))
        if typed is not None:
            code, name, basis = (typed[field].strip() for field in ("code", "name", "basis"))
            new = Purpose(code, name, basis, allowed=True, public=True, urgent=False, priority=50)
            self.act(lambda actor: save_purpose(self.office, actor, new), self._done)

    @work(group="ask")
    async def action_add_holiday(self) -> None:
        """Ask whether a day becomes a holiday or ceases to be one, then for day, title and document."""
        from assettrack.office.settings import Holiday, save_holiday

        action = await self._choose(
            say("holiday.title"), [(name, say(f"holiday.{name}")) for name in ("add", "remove")], "add"
        )
        if action is None:
            return
        today = self.signed_in.desk.today
        asked = [AskField("day", say("holiday.day"), today=today)]
        asked += [AskField(name, say(f"holiday.{name}")) for name in ("name", "document")]
        typed = await self.app.push_screen_wait(FieldsDialog(say(f"holiday.{action}"), asked))
        if typed is None:
            return

        def do(actor: Actor) -> None:
            day = read_day(say("holiday.day"), typed["day"], actor.today)
            save_holiday(self.office, actor, Holiday(day, action, typed["name"].strip(), typed["document"].strip()))

        self.act(do, self._done)

    def _done(self, _answer: Any) -> None:
        self.tell(say("setting.saved"))
        self.on_screen_resume()


def words_of(name: str, value: Any) -> str:
    """A setting's value in words."""
    if name == "digits":
        return say(f"digits.{value}")
    if name == "require_opinion":
        return say(f"word.{value}".lower())
    if isinstance(value, dict):
        return "  ".join(_period(series, period) for series, period in value.items())
    return GLUE.join(value) if isinstance(value, tuple) else shown(value)


def _setting(name: str, settings: OfficeSettings) -> tuple[str, str]:
    return say(f"setting.{name}"), words_of(name, getattr(settings, name))


def _period(series: str, period: str) -> str:
    return f"{say(f'series.{series}')}: {say(f'period.{period}')}"


def _purpose(purpose: Purpose) -> tuple[str, str]:
    title = say("purpose.row" if purpose.active else "purpose.row_ended", name=purpose.name)
    return title, purpose.legal_basis if purpose.allowed else say("purpose.never", basis=purpose.legal_basis)


def _holiday(holiday: Holiday) -> tuple[str, str]:
    words = f"{say(f'holiday.{holiday.action}')}: {holiday.title} ({holiday.document})"
    return say("holiday.row", day=holiday.day), words

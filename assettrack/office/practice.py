"""The practice office: its people, its register and one lived-in year, made by the use cases that a real office uses.

Everything but the day is drawn from one seeded generator, so that the same day gives the same year.
"""

from __future__ import annotations

import csv
import heapq
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from assettrack.office import authority, lending, people, register_pages
from assettrack.office.context import Actor
from assettrack.office.import_apply import apply_import
from assettrack.office.import_columns import TITLES
from assettrack.office.importing import plan_import
from assettrack.office.lending import LoanAsk, LoanLineAsk, OutsideBorrower, PaperEntry, ReturnLine, VerbalApproval
from assettrack.office.people import NewPerson
from assettrack.office.practice_assets import rows
from assettrack.office.practice_people import (
    ADMIN,
    AGENCY,
    CERTIFIERS,
    DIVISION_HEADS,
    PASSWORD,
    PEOPLE,
    STATE_AGENCIES,
    VILLAGERS,
)
from assettrack.rules.refusal import Refusal
from assettrack.thai.dates import BANGKOK

if TYPE_CHECKING:
    from collections.abc import Callable

    from assettrack.office.context import Office
    from assettrack.office.lending import Loan
    from assettrack.office.people import Person
    from assettrack.office.registry import AssetRow

__all__ = ["ADMIN", "AGENCY", "PASSWORD", "live_a_year"]
SEED = 2569
YEAR = 350
"""Days of the lived-in year before today."""


@dataclass
class _Year:
    """The office while its year is being lived."""

    office: Office
    today: date
    random: Random
    cast: dict[str, Person] = field(default_factory=dict)
    public: list[AssetRow] = field(default_factory=list)
    own: dict[str, list[AssetRow]] = field(default_factory=dict)
    agenda: list[tuple[date, int, Callable[[], None]]] = field(default_factory=list)
    planned: int = 0

    def plan(self, day: date, act: Callable[[], None]) -> None:
        """Put an act on the agenda of a day; what would come after today does not happen any more."""
        if day <= self.today:
            self.planned += 1
            heapq.heappush(self.agenda, (day, self.planned, act))

    def actor(self, login: str, day: date, hour: int = 10) -> Actor:
        person = self.cast[login]
        at = datetime.combine(day, time(hour, self.random.randint(0, 59)), BANGKOK)
        return Actor(
            person.id, login, person.name, person.position, person.division_id, frozenset(person.roles), at, day
        )


def live_a_year(
    office: Office, *, today: date, assets: int, loans: int, tell: Callable[[str], None]
) -> tuple[Person, ...]:
    """People the office, fill its register and live the year before ``today``; returns its people, the clerk first."""
    year = _Year(office, today, Random(SEED))  # noqa: S311 -- a made-up year, not a secret
    _move_in(year, today - timedelta(days=YEAR + 30))
    tell(f"บุคลากร {len(year.cast)} คน")
    _fill_register(year, assets)
    tell(f"พัสดุ {register_pages.count_assets(office):,} รายการ")
    made = _lend(year, loans)
    tell(f"ใบยืม {made} ใบ")
    first = year.cast["patsadu"]
    return (first, *(p for p in year.cast.values() if p is not first))


def _move_in(year: _Year, day: date) -> None:
    admin = people.person_by_login(year.office, ADMIN)
    year.cast[ADMIN] = admin
    actor = year.actor(ADMIN, day)
    for login, name, position, division, roles in PEOPLE:
        new = NewPerson(login, name, position, division, "0 4400 0000", tuple(roles.split()), PASSWORD)
        year.cast[login] = people.add_person(year.office, actor, new)
    authority.hold(year.office, actor, login="nayok", post="head", starts=day, order_no="ประกาศ กกต.")
    authority.hold(year.office, actor, login="palad", post="permanent_secretary", starts=day)
    for login, division in DIVISION_HEADS.items():
        authority.hold(year.office, actor, login=login, post="division_head", division_name=division, starts=day)
    authority.hold(year.office, actor, login="palad", post="division_head", division_name="ศูนย์พัฒนาเด็กเล็ก", starts=day)
    authority.act_for(
        year.office, actor, login="rongnayok", post="head", capacity="on_behalf", order_no="อบต.พง. 112/2568", starts=day,
        inside=False, outside=True, value_limit=20_000_000,
    )  # fmt: skip
    away = year.today - timedelta(days=120)
    authority.act_for(
        year.office, actor, login="palad", post="head", capacity="acting", order_no="อบต.พง. 45/2569", starts=away,
        ends=away + timedelta(days=14),
    )  # fmt: skip


def _fill_register(year: _Year, count: int) -> None:
    day = year.today - timedelta(days=YEAR + 20)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(TITLES.values())
            writer.writerows([row.get(name, "") for name in TITLES] for row in rows(year.random, count, day))
        plan = plan_import(year.office, path, today=day)
        apply_import(year.office, year.actor("patsadu", day), plan)
    _sort_out(year)


def _sort_out(year: _Year) -> None:
    after = None
    while True:
        page, after = register_pages.list_assets(year.office, after=after, limit=500)
        for row in page:
            if row.state == "available" and not row.vehicle and row.loan_class == "durable":
                year.own.setdefault(row.division, []).append(row)
                if row.public_lendable:
                    year.public.append(row)
        if after is None:
            return


def _lend(year: _Year, count: int) -> int:
    """Live the year day by day: about ``count`` requests, and all that follows from each."""
    recent = (3, 2, 2, 1, 1, 1, 0, 0)
    days = [year.today - timedelta(days=year.random.randint(2, YEAR)) for _ in range(count - len(recent))]
    for at, day in enumerate(days):
        year.plan(day, partial(_request, year, day, _KINDS[at % len(_KINDS)]))
    for back in recent:
        day = year.today - timedelta(days=back)
        year.plan(day, partial(_request, year, day, _villager if back % 2 else _inside))
    while year.agenda:
        heapq.heappop(year.agenda)[2]()
    return len(lending.loans(year.office, today=year.today, limit=10_000))


def _request(year: _Year, day: date, kind: Callable[[_Year, date], None]) -> None:
    """One request; what another loan holds on that day is asked for otherwise, a few times."""
    for _ in range(6):
        try:
            kind(year, day)
        except Refusal:
            continue
        return


def _later(year: _Year, day: date, least: int, most: int) -> date:
    return day + timedelta(days=year.random.randint(least, most))


def _inside(year: _Year, day: date) -> None:
    login = year.random.choice([f"staff{n}" for n in range(1, 10)])
    home = year.random.choice([h for h in DIVISION_HEADS.values() if year.own.get(h)])
    things = year.random.sample(year.own[home], min(len(year.own[home]), year.random.randint(1, 3)))
    purpose, reason = year.random.choice(
        (("official", "ปฏิบัติงานในสำนักงาน"), ("meeting", "ประชุมประจำเดือน"), ("training", "อบรมพนักงาน"))
    )
    ask = _ask(login, purpose, reason, "inside", _later(year, day, 1, 14), things)
    loan = lending.request_loan(year.office, year.actor(login, day, 9), ask)
    head = next(login for login, own in DIVISION_HEADS.items() if own == home)
    _go_on(year, loan, day, head)


def _outside(year: _Year, day: date) -> None:
    login = year.random.choice([f"staff{n}" for n in range(1, 10)])
    things = year.random.sample(year.own["กองช่าง"], year.random.randint(1, 2))
    ask = _ask(
        login, "official", "ออกสำรวจพื้นที่และซ่อมแซมถนน", "outside", _later(year, day, 1, 10), things, place_text="หมู่ที่ 4"
    )
    loan = lending.request_loan(year.office, year.actor(login, day, 9), ask)
    lending.give_opinion(year.office, year.actor("palad", day, 10), loan.id)
    _go_on(year, loan, day, _head_on(year, day))


def _villager(year: _Year, day: date) -> None:
    name, address = year.random.choice(VILLAGERS)
    borrower = OutsideBorrower(
        "villager",
        name,
        "ราษฎร",
        address,
        "08 0000 0000",
        certifier=year.random.choice(CERTIFIERS),
        transporter="ผู้ยืมขนย้ายเอง",
    )
    purpose, reason = year.random.choice(
        (
            ("funeral", "จัดงานศพญาติผู้ใหญ่"),
            ("religious_event", "งานบุญประจำปีของวัด"),
            ("community_event", "งานประเพณีของหมู่บ้าน"),
        )
    )
    things = year.random.sample(year.public, min(len(year.public), 2))
    ask = _ask(borrower, purpose, reason, "outside", _later(year, day, 1, 5), things, place_text=address)
    loan = lending.request_loan(year.office, year.actor("patsadu2", day, 9), ask)
    if year.random.random() < 0.7:
        lending.give_opinion(year.office, year.actor("palad", day, 10), loan.id)
    _go_on(year, loan, day, _head_on(year, day))


def _agency(year: _Year, day: date) -> None:
    name, position, agency = year.random.choice(STATE_AGENCIES)
    letter = f"นม 0832/{year.random.randint(100, 999)}"
    borrower = OutsideBorrower("agency", name, position, "อ.ขามสะแกแสง", "0 4400 1111", agency, letter, day)
    things = year.random.sample(year.public, 1)
    ask = _ask(
        borrower,
        "agency_support",
        f"สนับสนุนกิจกรรมของ{agency}",
        "outside",
        _later(year, day, 2, 20),
        things,
        place_text=agency,
    )
    loan = lending.request_loan(year.office, year.actor("patsadu", day, 9), ask)
    _go_on(year, loan, day, _head_on(year, day))


def _emergency(year: _Year, day: date) -> None:
    things = [row for row in year.public if "สูบน้ำ" in row.name or "กำเนิดไฟฟ้า" in row.name]
    ask = _ask(
        "staff3",
        "disaster_relief",
        "น้ำท่วมบ้านเรือน หมู่ 8",
        "outside",
        _later(year, day, 2, 6),
        [year.random.choice(things)],
        place_text="หมู่ 8",
    )
    loan = lending.request_loan(year.office, year.actor("staff3", day, 6), ask)
    head = _head_on(year, day)
    spoken = VerbalApproval(head, datetime.combine(day, time(6, 30), BANGKOK), "โทรศัพท์")
    lending.hand_over(year.office, year.actor("patsadu", day, 7), loan.id, emergency=spoken)
    lending.approve(year.office, year.actor(head, day, 9), loan.id)
    _bring_back(year, loan, day)


def _on_paper(year: _Year, day: date) -> None:
    things = year.random.sample(year.public, 1)
    name, address = year.random.choice(VILLAGERS)
    borrower = OutsideBorrower("villager", name, "ราษฎร", address, certifier=CERTIFIERS[0])
    ask = _ask(borrower, "funeral", "งานศพ ไฟฟ้าดับจึงทำบนกระดาษ", "outside", _later(year, day, 2, 4), things)
    written = day - timedelta(days=1)
    entry = PaperEntry(ask, f"กระดาษ {year.random.randint(1, 99)}", _head_on(year, written), written, written)
    loan = lending.enter_paper(year.office, year.actor("patsadu", day), entry)
    _bring_back(year, loan, day)


def _ask(
    borrower: str | OutsideBorrower,
    purpose: str,
    reason: str,
    place: str,
    due: date,
    things: list[AssetRow],
    *,
    place_text: str = "",
) -> LoanAsk:
    lines = tuple(LoanLineAsk(row.code, 1 if row.kind != "lot" else max(1, row.quantity // 6)) for row in things)
    return LoanAsk(borrower, purpose, reason, place, due, lines, place_text=place_text)


def _head_on(year: _Year, day: date) -> str:
    """Who decides for the head of the agency on a day: mostly himself, his deputy now and then."""
    if year.today - timedelta(days=120) <= day <= year.today - timedelta(days=106):
        return "palad"
    return "nayok" if year.random.random() < 0.8 else "rongnayok"


def _go_on(year: _Year, loan: Loan, day: date, head: str) -> None:
    """From the request to whatever became of it: most are approved; a few are rejected, cancelled or still waiting."""
    if (year.today - day).days <= 2 and year.random.random() < 0.5:
        return
    fate = year.random.random()
    if fate < 0.05:
        lending.reject(year.office, year.actor(head, day, 11), loan.id, reason="ต้องใช้ในราชการช่วงดังกล่าว")
        return
    half = {1: max(1, loan.lines[0].quantity // 2)} if loan.lines[0].quantity > 1 and fate < 0.2 else None
    try:
        lending.approve(year.office, year.actor(head, day, 11), loan.id, quantities=half)
    except Refusal:
        lending.cancel(year.office, year.actor("patsadu", day, 15), loan.id, reason="ผู้มีอำนาจไม่อยู่ ผู้ยืมขอยกเลิก")
        return
    if fate > 0.97:
        lending.cancel(year.office, year.actor("patsadu", day, 15), loan.id, reason="ผู้ยืมเลื่อนกิจกรรม")
    elif day < year.today:
        lending.hand_over(year.office, year.actor("patsadu", day, 14), loan.id)
        _bring_back(year, loan, day)


def _bring_back(year: _Year, loan: Loan, day: date) -> None:
    """Plan the return: on time mostly; some late and chased, some after an extension, a few not at all."""
    fate = year.random.random()
    late = year.random.randint(1, 9) if fate < 0.12 else -year.random.randint(0, 1)
    back = max(loan.due + timedelta(days=late), day)
    if fate < 0.09:
        year.plan(loan.due + timedelta(days=2), partial(_chase, year, loan, loan.due + timedelta(days=2)))
    if fate > 0.93 and loan.due > day:
        eve = loan.due - timedelta(days=1)
        year.plan(eve, partial(_extend, year, loan, eve))
        back = loan.due + timedelta(days=2)
    if fate >= 0.015 and back < year.today:
        year.plan(back, partial(_return, year, loan, back, fate))


def _chase(year: _Year, loan: Loan, day: date) -> None:
    if lending.loan(year.office, loan.id, today=day).overdue_days:
        clerk = year.actor("patsadu2", day)
        lending.chase(year.office, clerk, loan.id, channel="phone", result="แจ้งว่าจะนำมาคืนโดยเร็ว", contact=loan.borrower)


def _extend(year: _Year, loan: Loan, eve: date) -> None:
    """An extension asked on the eve of the due date and decided by the same level."""
    new_due = loan.due + timedelta(days=3)
    try:
        lending.extend(year.office, year.actor("patsadu", eve, 9), loan.id, due=new_due, reason="งานยังไม่แล้วเสร็จ")
    except Refusal:
        return
    waiting = lending.loan(year.office, loan.id, today=eve)
    head = next(p.login for p in year.cast.values() if p.name in waiting.needs.persons)
    try:
        lending.approve(year.office, year.actor(head, eve, 11), loan.id)
    except Refusal:
        lending.reject(year.office, year.actor(head, eve, 11), loan.id, reason="มีผู้จองต่อในช่วงดังกล่าวแล้ว")


def _return(year: _Year, loan: Loan, back: date, fate: float) -> None:
    """The return itself: whole, in part, damaged or lost."""
    lines = [line for line in lending.loan(year.office, loan.id, today=back).lines if line.still_out]
    clerk = year.actor("patsadu", back, 15)
    if len(lines) > 1 and 0.3 < fate < 0.36:
        lending.take_back(year.office, clerk, loan.id, (ReturnLine(lines[0].asset, lines[0].still_out),))
        return
    condition = "damaged" if 0.12 < fate < 0.17 else "lost" if 0.17 < fate < 0.19 else "good"
    first = ReturnLine(lines[0].asset, 1, condition, "" if condition == "good" else "ตรวจพบขณะรับคืน")
    rest = [ReturnLine(lines[0].asset, lines[0].still_out - 1)] if lines[0].still_out > 1 else []
    others = [ReturnLine(line.asset, line.still_out) for line in lines[1:]]
    done = lending.take_back(year.office, clerk, loan.id, (first, *rest, *others))
    for case in done.cases:
        day = back + timedelta(days=20)
        year.plan(day, partial(_settle, year, case.number, condition, day))


def _settle(year: _Year, case: str, condition: str, day: date) -> None:
    remedy = year.random.choice(("repair", "replace", "pay") if condition == "damaged" else ("replace", "pay"))
    evidence = f"{'ใบเสร็จ' if remedy == 'pay' else 'ใบตรวจรับ'} {year.random.randint(1, 99)}/{day.year + 543}"
    lending.settle(year.office, year.actor("patsadu", day), case, remedy=remedy, evidence=evidence)


_KINDS = (*(_inside, _inside, _inside, _outside, _villager, _villager, _villager, _agency) * 4, _emergency, _on_paper)

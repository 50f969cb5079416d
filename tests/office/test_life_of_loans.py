"""A state machine walks the life of loans, on both engines, and never reaches what must not happen.

Anybody tries anything on any loan on any day; the office may refuse, but it may not fail, and after every step no asset is lent
twice, nothing has left unapproved, nothing is closed with something missing, and nobody decided on his own loan or outside the
dates of an authority. The checks read the tables by themselves.
"""

import itertools
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from assettrack.office import authority, ledger, lending, people
from assettrack.office.lending import OutsideBorrower, ReturnLine, VerbalApproval
from assettrack.rules.refusal import Conflict, Refusal
from db.tables import lending as t
from db.tables.liability import liability_case
from db.tables.people import authority as authority_table
from db.tables.people import person
from db.tables.registry import asset
from tests.offices import TODAY, actor_of, ask_for, found, insert_asset

PEOPLE = ("nayok", "rongnayok", "palad", "klang", "patsadu", "patsadu2", "chang", "staff1", "staff2", "admin")
ITEMS = ("416-60-0001", "416-60-0002", "416-60-0003")
LOT, PIECES = "401-60-0001", 6
SCHOOL = OutsideBorrower("agency", "ครูใหญ่", agency="โรงเรียน", letter_no="ศธ ๑")
VILLAGER = OutsideBorrower("villager", "นายมานะ", certifier="กำนัน")
_names = itertools.count(1)

who = st.sampled_from(PEOPLE)
which = st.integers(0, 5)
pieces = st.integers(0, PIECES)


class LifeOfLoans(RuleBasedStateMachine):
    database = None
    seen: ClassVar[Counter[str]] = Counter()

    @initialize()
    def open_office(self):
        self.office = found(self.database, name=f"อบต. ที่ {next(_names)}")
        self.day, self.minute, self.done = TODAY, 0, 0
        for code in ITEMS:
            insert_asset(self.office, code)
        insert_asset(
            self.office, LOT, name="เก้าอี้", kind="lot", quantity=PIECES, public_lendable=True, reserve=1, unit="ตัว"
        )

        self.ask_as_one_should("staff1", ITEMS[0])
        self.approve_as_one_should(0, {})
        self.hand_over_as_one_should(0)
        self.take_back(0, "patsadu", [(LOT, 1, "damaged")])
        self.ask_as_one_should("staff2", ITEMS[1])
        assert self.done == 5

    def actor(self, login):
        self.minute += 1
        return actor_of(
            self.office, login, self.day, datetime.combine(self.day, time(2), UTC) + timedelta(minutes=self.minute)
        )

    @contextmanager
    def tried(self):
        """The rules may refuse; anything else is a failure, and so is a guard of the database that had to do it for them."""
        try:
            yield
            self.done += 1
        except Conflict:
            raise
        except Refusal:
            pass

    def ref(self, which, *states):
        """One of the loans, in one of these states where there is one."""
        loans = lending.loans(self.office, today=self.day)
        fitting = [one for one in loans if one.state in states] or loans
        return fitting[which % len(fitting)].id if fitting else "1/2569"

    def one_of_the_right(self, loan_id):
        """Somebody who may decide, if anybody may."""
        persons = lending.loan(self.office, loan_id, today=self.day).needs.persons if loan_id != "1/2569" else ()
        everybody = {p.name: p.login for p in people.people(self.office)}
        return everybody[persons[0]] if persons else "nayok"

    @rule(
        asker=who,
        borrower=st.one_of(who, st.sampled_from([SCHOOL, VILLAGER])),
        items=st.sets(st.sampled_from(ITEMS), max_size=2),
        lot=pieces,
        place=st.sampled_from(["inside", "outside"]),
        purpose=st.sampled_from(["official", "funeral", "agency_support", "disaster_relief", "personal"]),
        starts=st.integers(-1, 4),
        length=st.integers(-1, 6),
        conflicts=st.lists(who, max_size=1),
    )
    def ask(self, asker, borrower, items, lot, place, purpose, starts, length, conflicts):
        codes = [*sorted(items), *([(LOT, lot)] if lot else [])]
        first = self.day + timedelta(starts)
        with self.tried():
            asked = ask_for(
                *codes, borrower=borrower, place=place, purpose=purpose, starts=first, due=first + timedelta(length),
                conflicts=tuple(conflicts),
            )  # fmt: skip
            lending.request_loan(self.office, self.actor(asker), asked)

    @rule(borrower=who, item=st.sampled_from(ITEMS))
    def ask_as_one_should(self, borrower, item):
        with self.tried():
            due = self.day + timedelta(3)
            lending.request_loan(self.office, self.actor(borrower), ask_for(item, (LOT, 2), borrower=borrower, due=due))

    @rule(which=which, by=who, granted=st.dictionaries(st.integers(1, 3), pieces, max_size=2))
    def approve(self, which, by, granted):
        with self.tried():
            lending.approve(self.office, self.actor(by), self.ref(which, "submitted"), quantities=granted)

    @rule(which=which, granted=st.sampled_from([{}, {}, {2: 1}]))
    def approve_as_one_should(self, which, granted):
        with self.tried():
            chosen = self.ref(which, "submitted")
            lending.approve(self.office, self.actor(self.one_of_the_right(chosen)), chosen, quantities=granted)

    @rule(which=which)
    def decide_on_what_waits_while_it_is_out(self, which):
        with self.tried():
            chosen = self.ref(which, "issued")
            lending.approve(self.office, self.actor(self.one_of_the_right(chosen)), chosen)

    @rule(which=which, by=who)
    def step_aside(self, which, by):
        with self.tried():
            lending.recuse(self.office, self.actor(by), self.ref(which), reason="ญาติ")

    @rule(which=which, by=who)
    def cancel(self, which, by):
        with self.tried():
            lending.cancel(self.office, self.actor(by), self.ref(which), reason="ไม่ใช้")

    @rule(which=which)
    def reject(self, which):
        with self.tried():
            chosen = self.ref(which, "submitted")
            lending.reject(self.office, self.actor(self.one_of_the_right(chosen)), chosen, reason="ต้องใช้ในราชการ")

    @rule(which=which, by=who, leaving=st.dictionaries(st.integers(1, 3), pieces, max_size=1))
    def hand_over(self, which, by, leaving):
        with self.tried():
            lending.hand_over(self.office, self.actor(by), self.ref(which, "approved"), quantities=leaving)

    @rule(which=which)
    def hand_over_as_one_should(self, which):
        with self.tried():
            lending.hand_over(self.office, self.actor("patsadu"), self.ref(which, "approved"))

    @rule(speaker=st.one_of(st.just("nayok"), who), item=st.sampled_from(ITEMS))
    def hand_over_in_an_emergency(self, speaker, item):
        with self.tried():
            spoken = VerbalApproval(speaker, datetime.combine(self.day, time(2), UTC), "โทรศัพท์")
            flood = ask_for(item, purpose="disaster_relief", place="outside", due=self.day + timedelta(2))
            asked = lending.request_loan(self.office, self.actor("staff1"), flood)
            lending.hand_over(self.office, self.actor("patsadu"), asked.id, emergency=spoken)

    @rule(
        which=which,
        by=st.one_of(st.just("patsadu"), who),
        back=st.lists(
            st.tuples(st.sampled_from([*ITEMS, LOT]), st.integers(1, 3), st.sampled_from(["good", "damaged", "lost"])),
            min_size=1,
            max_size=3,
        ),
    )
    def take_back(self, which, by, back):
        with self.tried():
            lending.take_back(
                self.office, self.actor(by), self.ref(which, "issued"), [ReturnLine(*line) for line in back]
            )

    @rule(which=which, condition=st.sampled_from(["good", "good", "damaged", "lost"]))
    def take_all_back(self, which, condition):
        loan_id = self.ref(which, "issued")
        with self.tried():
            loan = lending.loan(self.office, loan_id, today=self.day)
            left = [ReturnLine(n.asset, n.issued - n.returned - n.damaged - n.lost, condition) for n in loan.lines]
            lending.take_back(self.office, self.actor("patsadu2"), loan_id, [n for n in left if n.quantity])

    @rule(which=which, by=st.one_of(st.just("patsadu2"), who), remedy=st.sampled_from(["repair", "replace", "pay"]))
    def settle(self, which, by, remedy):
        with self.office.database.read(self.office.agency_id) as connection:
            cases = [case for case in self.rows(connection, liability_case) if which == 5 or not case["remedy"]]
        if cases:
            with self.tried():
                number = cases[which % len(cases)]["number"]
                lending.settle(self.office, self.actor(by), number, remedy=remedy, evidence="ใบเสร็จ ๑")

    @rule(which=which, by=st.one_of(st.just("patsadu"), who), more=st.integers(-1, 9))
    def extend(self, which, by, more):
        with self.tried():
            loan = lending.loan(self.office, self.ref(which, "issued"), today=self.day)
            due = loan.due + timedelta(more)
            lending.extend(self.office, self.actor(by), loan.id, due=due, reason="งานยังไม่เสร็จ")

    @rule(which=which)
    def extend_as_one_should(self, which):
        self.extend(which, "patsadu", 2)
        self.decide_on_what_waits_while_it_is_out(which)

    @rule(which=which, by=st.one_of(st.just("patsadu"), who))
    def chase(self, which, by):
        with self.tried():
            lending.chase(self.office, self.actor(by), self.ref(which, "issued"), channel="phone", result="จะคืน")

    @rule(days=st.integers(1, 3))
    def time_goes_by(self, days):
        self.day += timedelta(days)

    @rule(which=which)
    def an_office_ends(self, which):
        rows = authority.authorities(self.office, on=self.day)
        if rows and which < 2:
            with self.tried():
                chosen = rows[which % len(rows)]
                authority.revoke(self.office, self.actor("admin"), chosen.id, on=self.day, reason="พ้นตำแหน่ง")

    @rule(login=who, post=st.sampled_from(["head", "division_head"]), length=st.integers(0, 5))
    def an_office_begins(self, login, post, length):
        division = "กองช่าง" if post == "division_head" else ""
        dates = {"starts": self.day, "ends": self.day + timedelta(length)}
        with self.tried():
            authority.hold(self.office, self.actor("admin"), login=login, post=post, division_name=division, **dates)

    def rows(self, connection, table):
        query = sa.select(table).where(table.c.agency_id == self.office.agency_id)
        return [dict(row) for row in connection.execute(query).mappings()]

    @invariant()
    def nothing_that_must_not_happen_has_happened(self):
        if not hasattr(self, "office"):
            return
        tables = (t.loan, t.loan_line, t.loan_approval, t.loan_conflict, authority_table, asset, person)
        with self.office.database.read(self.office.agency_id) as connection:
            loans, lines, approvals, conflicts, powers, assets, _ = (self.rows(connection, x) for x in tables)
        by_loan = {one["id"]: one for one in loans}
        self.no_asset_is_lent_twice(lines, {a["id"]: a for a in assets})
        self.nobody_decided_who_must_not(by_loan, approvals, conflicts, {p["id"]: p for p in powers})
        for one in loans:
            own = [line for line in lines if line["loan_id"] == one["id"]]
            approved = any(
                a["loan_id"] == one["id"] and a["step"] == "approved" and a["extension_no"] is None for a in approvals
            )
            if any(line["issued"] for line in own):
                assert approved or one["emergency"], "handed over without approval"
                assert one["issued_by"] != one["borrower_id"]
            if one["state"] == "closed":
                for line in own:
                    back = line["returned"] + line["repaired"] + line["replaced"] + line["paid"]
                    assert back == line["issued"], "closed with something missing"

    def no_asset_is_lent_twice(self, lines, assets):
        for asset_id, thing in assets.items():
            own = [line for line in lines if line["asset_id"] == asset_id]
            out = sum(line["issued"] - line["returned"] - line["damaged"] - line["lost"] for line in own)
            assert out <= thing["quantity"], "more is out than there is"
            assert all(line["issued"] <= (line["approved"] or 0) for line in own)

    def nobody_decided_who_must_not(self, loans, approvals, conflicts, powers):
        barred = {(c["loan_id"], c["person_id"]) for c in conflicts}
        stepped_aside = {(a["loan_id"], a["person_id"]) for a in approvals if a["step"] == "recused"}
        for made in approvals:
            if made["step"] not in ("approved", "rejected"):
                continue
            assert made["person_id"] != loans[made["loan_id"]]["borrower_id"], "decided on his own loan"
            key = (made["loan_id"], made["person_id"])
            assert key not in barred or key in stepped_aside, "decided in a conflict of interest"
            power = powers[made["authority_id"]]
            day = made["at"].astimezone(UTC).date()
            assert power["person_id"] == made["person_id"]
            assert power["starts"] <= day <= (power["ends"] or date.max), "decided outside the dates of the authority"
            assert day < (power["revoked_on"] or date.max) or power["revoked_on"] == day, "decided after it was revoked"

    def teardown(self):
        if not hasattr(self, "office"):
            return
        assert ledger.verify(self.office).broken == ()
        with self.office.database.read(self.office.agency_id) as connection:
            self.seen.update(one["state"] for one in self.rows(connection, t.loan))
            self.seen.update(made["step"] for made in self.rows(connection, t.loan_approval))
            self.seen.update(
                "settled" if case["remedy"] else "open case" for case in self.rows(connection, liability_case)
            )
            self.seen.update("chased" for _ in self.rows(connection, t.loan_chase))
            self.seen.update("extended" for one in self.rows(connection, t.loan) if one["extended_to"])
            self.seen.update("emergency" for one in self.rows(connection, t.loan) if one["emergency"])


@pytest.mark.xdist_group("life")
def test_the_life_of_loans(database):
    seen = Counter()
    examples = 40 if database.dialect == "sqlite" else 12
    machine = type("LifeOn" + database.dialect, (LifeOfLoans,), {"database": database, "seen": seen})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    everything = {"submitted", "approved", "issued", "closed", "rejected", "cancelled", "recused", "open case", "settled",
                  "chased", "extended", "emergency"}  # fmt: skip
    if database.dialect == "postgresql":  # fewer walks
        everything = {"submitted", "approved", "issued", "closed", "settled"}
    assert everything <= set(seen), f"the walk never came to {everything - set(seen)}"

"""What must never happen, tried by plain SQL past the program: both engines refuse it, each with its own sentence."""

import pytest
import sqlalchemy as sa

from assettrack.office import lending
from assettrack.office.lending import ReturnLine
from assettrack.rules.refusal import Conflict, GuardRefused, Unusable
from db import guards
from db.base import new_id
from db.tables import metadata
from tests.offices import KEY, START, ask_for, found

APPROVAL = (
    "INSERT INTO loan_approval (agency_id, id, loan_id, extension_no, step, person_id, person_name, position, authority_id, "
    "capacity, order_no, law, at, digest, reason) SELECT a.agency_id, :id, l.id, NULL, 'approved', p.id, p.name, '', a.id, '', "
    "'', '', {at}, 'd', '' FROM loan l JOIN person p ON p.agency_id = l.agency_id AND p.login = :login "
    "JOIN authority a ON a.agency_id = l.agency_id AND a.post = :post WHERE l.agency_id = :agency"
)


@pytest.fixture
def run(office, engine_name):
    """One statement past the program, as this agency."""

    def execute(statement, **values):
        at = "'2026-09-15T03:00:00.000000Z'" if engine_name == "sqlite" else "timestamptz '2026-09-15 03:00Z'"
        with office.database.write(office.agency_id) as connection:
            text = sa.text(statement.replace("{at}", at))
            names = {"agency": office.agency_id, "id": new_id(START)} | values
            return connection.execute(
                text.bindparams(**{k: v for k, v in names.items() if f":{k}" in statement})
            ).rowcount

    return execute


@pytest.fixture
def lent(office, actor, add_asset, days):
    """A loan of one object and five chairs by staff1, taken to a state."""

    def take(state, **changes):
        add_asset("416-60-0017")
        add_asset("401-60-0001", name="เก้าอี้", kind="lot", quantity=8, unit="ตัว")
        asker = actor(changes.get("borrower", "staff1"))
        lending.request_loan(office, asker, ask_for(("416-60-0017", 1), ("401-60-0001", 5), **changes))
        if state != "submitted":
            lending.approve(office, actor("chang"), "1/2569")
        if state == "issued":
            lending.hand_over(office, actor("patsadu"), "1/2569")
        return lending.loan(office, "1/2569", today=actor("chang").today)

    return take


def refused(code):
    return pytest.raises(GuardRefused, match=guards.WORDS[code].split("(", maxsplit=1)[0].strip())


def test_every_guard_has_its_words():
    codes = {guard.code for guard in guards.all_guards(tuple(metadata.tables), "postgresql")}
    assert codes == set(guards.WORDS)


def test_the_borrower_cannot_approve(lent, run):
    lent("submitted", borrower="chang")
    with refused("lending.approver_is_borrower"):
        run(APPROVAL + " AND a.person_id = p.id", login="chang", post="division_head")


def test_nobody_approves_with_somebody_elses_authority(lent, run):
    lent("submitted")
    with refused("lending.no_authority"):
        run(APPROVAL, login="palad", post="head")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE authority SET ends = '2026-09-14' WHERE agency_id = :agency AND post = 'head'",
        "UPDATE authority SET starts = '2026-09-16' WHERE agency_id = :agency AND post = 'head'",
        "UPDATE authority SET revoked_on = '2026-09-15' WHERE agency_id = :agency AND post = 'head'",
    ],
)
def test_nobody_approves_outside_the_dates_of_his_authority(lent, run, change):
    lent("submitted", place="outside")
    assert run(change) >= 1
    with refused("lending.no_authority"):
        run(APPROVAL + " AND a.capacity = 'own'", login="nayok", post="head")


def test_a_delegation_ends_with_the_office_it_came_from(lent, run):
    lent("submitted", place="outside")
    assert run(
        "UPDATE authority SET ends = '2026-09-14' WHERE agency_id = :agency AND capacity = 'own' AND post = 'head'"
    )
    with refused("lending.no_authority"):
        run(APPROVAL + " AND a.capacity = 'on_behalf'", login="rongnayok", post="head")


def test_one_in_conflict_cannot_decide(lent, run):
    lent("submitted", conflicts=("chang",))
    with refused("lending.conflict_of_interest"):
        run(APPROVAL + " AND a.person_id = p.id", login="chang", post="division_head")


def test_one_decision_a_loan(lent, run):
    lent("approved")
    with pytest.raises(Conflict, match="loan_approval"):
        run(APPROVAL + " AND a.capacity = 'own'", login="nayok", post="head")


@pytest.mark.parametrize(
    ("state", "statement", "code"),
    [
        ("submitted", "UPDATE loan SET state = 'approved'", "lending.not_approved"),
        ("submitted", "UPDATE loan SET state = 'issued', issued_at = requested_at", "lending.not_approved"),
        ("approved", "UPDATE loan SET due_on = '2027-01-01'", "lending.decided_is_frozen"),
        ("approved", "UPDATE loan SET borrower_name = 'อื่น'", "lending.decided_is_frozen"),
        ("approved", "UPDATE loan_line SET approved = 1 WHERE no = 2", "lending.decided_is_frozen"),
        (
            "issued",
            "UPDATE loan_line SET requested = 8, approved = 8, issued = 8 WHERE no = 2",
            "lending.decided_is_frozen",
        ),
        ("issued", "UPDATE loan SET state = 'closed', closed_on = '2026-09-15'", "lending.not_settled"),
        ("approved", "UPDATE loan_approval SET reason = 'x'", "lending.approval_is_final"),
        ("approved", "DELETE FROM loan_approval", "ledger.append_only"),
        ("issued", "DELETE FROM loan", "ledger.append_only"),
        ("issued", "DELETE FROM loan_line", "ledger.append_only"),
        ("issued", "DELETE FROM ledger_entry", "ledger.append_only"),
        ("issued", "UPDATE ledger_entry SET body = '{}'", "ledger.append_only"),
        ("issued", "UPDATE ledger_row SET seq = 1", "ledger.append_only"),
        ("issued", "DELETE FROM asset", "ledger.append_only"),
    ],
)
def test_the_database_refuses(lent, run, state, statement, code):
    lent(state)
    with refused(code):
        run(statement)


@pytest.mark.parametrize(
    ("state", "statement"),
    [
        ("issued", "UPDATE loan_line SET returned = 6 WHERE no = 2"),
        ("issued", "UPDATE loan_line SET returned = 3, damaged = 3 WHERE no = 2"),
        ("issued", "UPDATE loan_line SET returned = 5 WHERE no = 2"),  # all back, but still marked out
        ("issued", "UPDATE loan_line SET repaired = 1 WHERE no = 2"),
        ("submitted", "UPDATE loan_line SET approved = 9 WHERE no = 2"),
        ("submitted", "UPDATE loan_line SET issued = 1 WHERE no = 1"),
        ("submitted", "UPDATE loan SET due_on = '2569-09-20'"),
        ("submitted", "UPDATE loan SET due_on = '2026-09-01'"),
        ("submitted", "UPDATE loan SET number = NULL"),
        ("submitted", "UPDATE asset SET quantity = 0"),
        ("submitted", "UPDATE asset SET reserve = quantity + 1"),
        ("submitted", "UPDATE purpose SET allowed = 1 WHERE code = 'political'"),
        ("submitted", "UPDATE person SET login = 'Nayok' WHERE login = 'nayok'"),
        ("submitted", "UPDATE asset SET code = 'x'"),  # two assets of one number
        ("submitted", "UPDATE asset_identifier SET norm = 'x', scheme = 'local'"),
        ("submitted", "UPDATE loan SET requested_by = 'nobody'"),
    ],
)
def test_quantities_days_and_names_that_do_not_add_up_are_refused(lent, run, state, statement):
    lent(state)
    with pytest.raises(Conflict):
        run(statement)


def test_one_object_has_one_open_loan(office, actor, add_asset, run, days):
    add_asset("416-60-0017")
    for no in (1, 2):
        asked = ask_for("416-60-0017", starts=days(10 * no), due=days(10 * no + 2))
        lending.request_loan(office, actor("staff1"), asked)
        lending.approve(office, actor("chang"), f"{no}/2569")
    with pytest.raises(Conflict):
        run('UPDATE loan_line SET issued = 1, "out" = 1')


def test_no_more_pieces_leave_than_there_are(office, actor, add_asset, run, days):
    add_asset("401-60-0001", name="เก้าอี้", kind="lot", quantity=8, unit="ตัว")
    for no in (1, 2):
        asked = ask_for(("401-60-0001", 5), starts=days(10 * no), due=days(10 * no + 2))
        lending.request_loan(office, actor("staff1"), asked)
        lending.approve(office, actor("chang"), f"{no}/2569")
    with refused("lending.not_available"):
        run('UPDATE loan_line SET issued = 5, "out" = 1')


def test_lost_pieces_do_not_leave_again(office, actor, lent, run, days):
    lent("issued")
    back = (ReturnLine("401-60-0001", 1), ReturnLine("401-60-0001", 4, "lost"), ReturnLine("416-60-0017"))
    lending.take_back(office, actor("patsadu"), "1/2569", back)
    asked = lending.request_loan(office, actor("staff1"), ask_for(("401-60-0001", 4)))
    lending.approve(office, actor("chang"), asked.number)
    run("UPDATE asset SET quantity = 7 WHERE kind = 'lot'")  # four of them are lost, so three can leave
    with refused("lending.not_available"):
        run('UPDATE loan_line SET issued = 4, "out" = 1 WHERE loan_id = :loan', loan=asked.id)


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_postgresql_refuses_to_truncate(office, run):
    with refused("ledger.append_only"):
        run("TRUNCATE ledger_row, ledger_entry")


@pytest.mark.parametrize("table", [t for t in metadata.sorted_tables if t.name != "agency"], ids=lambda t: t.name)
def test_a_row_cannot_point_into_another_agency(table):
    for key in table.foreign_key_constraints:
        local = [column.name for column in key.columns]
        remote = [element.column.name for element in key.elements]
        assert (local[0], remote[0]) == ("agency_id", "agency_id")


def test_another_agencys_rows_are_neither_read_nor_written(office, actor, lent, engine_name):
    """Two offices in one database: every use case of the second one sees nothing of the first."""
    from assettrack.office import ledger, people, registry
    from assettrack.rules.refusal import NotFound
    from tests.offices import actor_of

    lent("issued")
    other = found(office.database, name="เทศบาลตำบลขามสะแกแสง")
    clerk = actor_of(other, "patsadu")
    assert lending.loans(other, today=clerk.today) == ()
    assert registry.find_assets(other, "เก้าอี้").rows == ()
    for ref in ("1/2569", lending.loan(office, "1/2569", today=clerk.today).id):
        with pytest.raises(NotFound):
            lending.loan(other, ref, today=clerk.today)
        with pytest.raises(NotFound):
            lending.take_back(other, clerk, ref, (ReturnLine("416-60-0017"),))
    with pytest.raises(NotFound):
        lending.request_loan(other, actor_of(other, "staff1"), ask_for("416-60-0017"))
    assert {p.id for p in people.people(office)}.isdisjoint(p.id for p in people.people(other))
    assert ledger.verify(office).broken == ledger.verify(other).broken == ()
    if engine_name == "postgresql":
        with other.database.write(other.agency_id) as connection:
            for table in metadata.sorted_tables:
                own = connection.execute(sa.select(table.c.agency_id).distinct()).scalars().all()
                assert table.name == "agency" or set(own) <= {other.agency_id}, table.name
        with pytest.raises(Unusable, match="row-level security"), other.database.write(other.agency_id) as connection:
            _steal(connection, office.agency_id)


def _steal(connection, agency_id):
    from db.tables.people import division

    row = {"agency_id": agency_id, "id": "x", "name": "x", "sort_key": "x", "active": True}
    connection.execute(sa.insert(division), row)


def test_the_ledgers_key_of_another_office_shows(office):
    from dataclasses import replace

    from assettrack.office import ledger

    assert ledger.verify(office).broken == ()
    wrong = ledger.verify(replace(office, key=KEY[::-1] + b"x"))
    assert {b.what for b in wrong.broken} == {"entry"}

"""What must never happen to labels, tried by plain SQL past the program, on both engines."""

import pytest
import sqlalchemy as sa

from assettrack.office import labels
from assettrack.rules.refusal import Conflict, GuardRefused
from db import guards
from db.base import new_id
from db.tables.labels import label, label_printing, printer_profile
from tests.offices import START

CHAIRS = 3


@pytest.fixture
def run(office):
    """One statement past the program, as this agency."""

    def execute(statement):
        with office.database.write(office.agency_id) as connection:
            connection.execute(statement)

    return execute


@pytest.fixture
def made(office, actor, add_asset):
    """Three chairs with a printed label on each, the first one replaced; gives the values that a label's row has."""
    asset_id = add_asset("403-66-0001", name="เก้าอี้", kind="lot", quantity=CHAIRS)
    choice = labels.LabelChoice(("403-66-0001",), pieces=True)
    labels.print_labels(office, actor("patsadu"), choice)
    labels.replace_label(office, actor("patsadu"), labels.labels_of_asset(office, "403-66-0001")[0].token, "lost")
    person = {"made_by": actor("patsadu").person_id}
    own = {"agency_id": office.agency_id, "id": new_id(START), "asset_id": asset_id, "token": "0000000", "piece": 0}
    return {**own, **person, "made_at": START, "retired_at": None, "retired_by": None, "retired_why": ""}


LIVING, RETIRED = label.c.retired_at.is_(None), label.c.retired_at.is_not(None)


@pytest.mark.parametrize(
    "changes",
    [
        {"piece": 2},  # has its label
        {"piece": -1},
        {"token": "00000"},
        {"retired_why": "lost"},
        {"retired_at": START},
        {"retired_at": START, "retired_why": "lost"},
        {"retired_why": "เบื่อ"},
        {"asset_id": "ไม่มี"},
    ],
)
def test_a_label_that_cannot_be_is_not_kept(made, run, changes):
    with pytest.raises(Conflict):
        run(sa.insert(label).values(made | changes))
    run(sa.insert(label).values(made))


def test_a_token_is_given_once(office, made, run):
    with office.database.read(office.agency_id) as connection:
        tokens = (
            connection.execute(sa.select(label.c.token).where(label.c.agency_id == office.agency_id)).scalars().all()
        )
    assert len(set(tokens)) == CHAIRS + 1
    for token in tokens:  # a retired label's too
        with pytest.raises(Conflict):
            run(sa.insert(label).values(made | {"token": token}))


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (sa.update(label).where(LIVING).values(token="0000001"), "label.stays"),
        (sa.update(label).where(LIVING, label.c.piece == 3).values(piece=0), "label.stays"),
        (sa.update(label).where(LIVING).values(made_at=sa.literal(START, label.c.made_at.type)), "label.stays"),
        (sa.update(label).where(RETIRED).values(retired_at=None, retired_by=None, retired_why=""), "label.stays"),
        (sa.update(label).where(RETIRED).values(retired_why="faded"), "label.stays"),
        (sa.delete(label).where(RETIRED), "ledger.append_only"),
        (sa.update(label_printing).values(stock="a4-65"), "ledger.append_only"),
        (sa.delete(label_printing), "ledger.append_only"),
    ],
)
def test_what_a_label_says_stays(made, run, statement, code):
    with pytest.raises(GuardRefused, match=guards.WORDS[code]):
        run(statement)


def test_a_lot_has_no_label_of_a_piece_that_it_has_not(made, run):
    with pytest.raises(GuardRefused, match=guards.WORDS["label.no_such_piece"]):
        run(sa.insert(label).values(made | {"piece": CHAIRS + 1}))


def test_a_retired_label_is_not_printed_and_a_printing_is_counted_once(office, made, run):
    printing = {"agency_id": office.agency_id, "at": START, "by_person": made["made_by"], "stock": "a4-24"}
    with office.database.read(office.agency_id) as connection:
        rows = connection.execute(sa.select(label.c.id, label.c.retired_at, label.c.piece)).all()
    retired = next(row.id for row in rows if row.retired_at)
    second = next(row.id for row in rows if row.piece == 2)
    with pytest.raises(GuardRefused, match=guards.WORDS["label.retired"]):
        run(sa.insert(label_printing).values(printing | {"label_id": retired, "no": 2, "why": "spoilt"}))
    for no, why in ((1, ""), (2, ""), (0, "spoilt"), (2, "เบื่อ"), (3, "")):
        with pytest.raises(Conflict):
            run(sa.insert(label_printing).values(printing | {"label_id": second, "no": no, "why": why}))
    run(sa.insert(label_printing).values(printing | {"label_id": second, "no": 2, "why": "spoilt"}))


@pytest.mark.parametrize(
    "changes", [{"dx": 15_001}, {"dy": -15_001}, {"scale_x": 1_050_001}, {"scale_y": 0}, {"name": " "}, {"stock": None}]
)
def test_a_printer_that_cannot_be_is_not_kept(office, run, changes):
    straight = {"agency_id": office.agency_id, "name": "ก", "stock": "a4-24"}
    straight |= {"dx": 0, "dy": 0, "scale_x": 1_000_000, "scale_y": 1_000_000}
    with pytest.raises(Conflict):
        run(sa.insert(printer_profile).values(straight | changes))
    run(sa.insert(printer_profile).values(straight))


def test_papers_are_found_by_an_index(office):
    for name in ("ix_paper_digest", "ix_paper_number"):
        with office.database.read(office.agency_id) as connection:
            assert name in {index["name"] for index in sa.inspect(connection).get_indexes("paper")}

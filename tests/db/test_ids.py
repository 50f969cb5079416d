"""Ids are UUIDv7 that sort as they were made."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from db.base import new_id

AT = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)


def test_ids_of_one_moment_rise_in_the_order_they_were_made():
    made = [new_id(AT) for _ in range(10_000)]
    assert made == sorted(set(made))


def test_an_id_is_a_version_7_uuid_of_its_moment():
    made = UUID(new_id(AT))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(AT.timestamp() * 1000)
    assert new_id(AT + timedelta(milliseconds=1)) > str(made)

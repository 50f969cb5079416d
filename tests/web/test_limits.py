"""Rates and keys by themselves."""

import pytest

from assettrack.web.limits import EVERYBODY, RATES, REMEMBERED, Limiter, Rate, home
from assettrack.web.sessions import LONGEST, MOST, Sessions


@pytest.fixture
def now():
    return [0.0]


def test_a_bucket_fills_again_with_time(now):
    limiter = Limiter({"page": Rate(2, 10)}, clock=lambda: now[0])
    assert [limiter.allows("page", "a") for _ in range(3)] == [True, True, False]
    assert limiter.allows("page", "b")
    now[0] = 4.9
    assert not limiter.allows("page", "a")
    now[0] = 5.1
    assert [limiter.allows("page", "a") for _ in range(2)] == [True, False]
    now[0] = 1000
    assert [limiter.allows("page", "a") for _ in range(3)] == [True, True, False]
    assert all(limiter.allows("other", "a") for _ in range(100))


def test_everybody_together_tells_no_more_than_the_disk_takes(now):
    limiter = Limiter(RATES, clock=lambda: now[0])
    told = [limiter.allows("notice", f"10.0.0.{no}") for no in range(100)]
    assert told == [True] * EVERYBODY["notice"].count + [False] * 40


def test_only_so_many_addresses_are_remembered(now):
    limiter = Limiter({"page": Rate(1, 1e9)}, clock=lambda: now[0])
    assert limiter.allows("page", "first")
    for no in range(REMEMBERED):
        limiter.allows("page", f"10.{no >> 16}.{no >> 8 & 255}.{no & 255}")
    assert limiter.allows("page", "first")
    assert len(limiter._left) == REMEMBERED


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.168.1.7", "192.168.1.7"),
        ("::ffff:192.168.1.7", "192.168.1.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_one_visitor_is_counted_once_whatever_address_is_chosen(address, counted):
    assert home(address) == counted


def test_a_sign_in_ends_when_idle_and_at_the_end_of_the_day(now):
    sessions = Sessions(clock=lambda: now[0])
    key = sessions.open("somebody", idle=60)
    now[0] = 59
    assert str(sessions.actor(key)) == "somebody"
    now[0] = 59 + 61
    assert sessions.actor(key) is None
    now[0] = 119
    assert sessions.actor(key) is None  # it does not come back
    key = sessions.open("somebody", idle=1e9)
    now[0] += LONGEST + 1
    assert sessions.actor(key) is None


def test_beyond_so_many_sign_ins_the_one_idle_longest_ends(now):
    sessions = Sessions(clock=lambda: now[0])
    keys = []
    for no in range(MOST + 1):
        now[0] = no
        keys.append(sessions.open(no, idle=1e9))
        sessions.actor(keys[0])
    assert [str(sessions.actor(key)) for key in keys[:3]] == ["0", "None", "2"]


def test_keys_and_tokens_of_one_run_are_nothing_to_another():
    one, other = Sessions(), Sessions()
    key = one.new_key()
    assert one.key_of(one.signed(key)) == key
    assert other.key_of(one.signed(key)) is None
    assert one.token_fits(key, one.token(key))
    for wrong in (other.token(key), one.token(key)[:-1], "", "ก", one.signed(key)):
        assert not one.token_fits(key, wrong)
    assert one.token(key) != one.token(one.new_key())
    assert len({one.new_key() for _ in range(1000)}) == 1000

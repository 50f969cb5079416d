"""Depreciation: the vectors of DOMAIN §5.6, and the last year that leaves one baht."""

from datetime import date

import pytest

from assettrack.rules.upkeep import below_threshold, first_month, schedule


def test_the_published_example():
    years = schedule(1_600_000, date(2019, 4, 25), 5)
    assert [(y.year, y.lost) for y in years] == [
        (2562, 133_333), (2563, 320_000), (2564, 320_000), (2565, 320_000), (2566, 320_000), (2567, 186_567),
    ]  # fmt: skip
    assert (years[-1].book, years[-1].lost_so_far) == (100, 1_599_900)


@pytest.mark.parametrize(
    ("acquired", "first"),
    [
        (date(2025, 10, 1), date(2025, 10, 1)),
        (date(2025, 10, 15), date(2025, 10, 1)),
        (date(2025, 10, 16), date(2025, 11, 1)),
        (date(2025, 12, 31), date(2026, 1, 1)),
    ],
)
def test_up_to_the_fifteenth_the_month_counts(acquired, first):
    assert first_month(acquired) == first


@pytest.mark.parametrize("cost", [101, 999, 1_000_000, 12_345_678])
@pytest.mark.parametrize("life", [1, 3, 5, 8, 25])
@pytest.mark.parametrize("acquired", [date(2024, 10, 1), date(2024, 9, 16), date(2025, 2, 28)])
def test_one_baht_is_left_and_nothing_is_lost_twice(cost, life, acquired):
    years = schedule(cost, acquired, life)
    assert sum(y.lost for y in years) == cost - 100
    assert years[-1].book == 100
    assert all(y.book == cost - y.lost_so_far for y in years)
    assert [y.year for y in years] == list(range(years[0].year, years[0].year + len(years)))
    assert all(y.lost >= 0 for y in years)


@pytest.mark.parametrize(
    ("acquired", "least"),
    [(date(2019, 10, 1), 1_000_000), (date(2019, 9, 30), 500_000), (date(2002, 9, 30), 3_000_000)],
)
def test_the_threshold_is_that_of_its_day(acquired, least):
    assert below_threshold(least - 1, acquired)
    assert not below_threshold(least, acquired)


@pytest.mark.parametrize(("cost", "life"), [(100, 5), (0, 5), (5000, 0)])
def test_there_must_be_something_to_depreciate(cost, life):
    with pytest.raises(ValueError, match="nothing to depreciate"):
        schedule(cost, date(2025, 1, 1), life)

"""Whether two values agree, exclude each other, or say nothing about one another."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detectors.conflict.values import moment, quantity

from ragaudit.detectors.conflict._bounds import Bound
from ragaudit.detectors.conflict._names import addresses
from ragaudit.detectors.conflict._relation import Relation, compare, family
from ragaudit.detectors.conflict._value import Kind, Value

AGREE, CONFLICT, SILENT = Relation.AGREE, Relation.CONFLICT, Relation.SILENT


def version(sentence: str) -> Value:
    return next(v for v in addresses(sentence) if v.dimension.startswith("version/"))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("It takes 30 days.", "It takes a month.", AGREE),
        ("It takes 90 days.", "It takes three months.", AGREE),
        ("It takes 12 months.", "It takes a year.", AGREE),
        ("It takes 30 days.", "It takes two months.", CONFLICT),
        ("It takes 5 working days.", "It takes 7 days.", AGREE),
        ("It takes 5 working days.", "It takes a week.", AGREE),
        ("It takes 5 working days.", "It takes 10 working days.", CONFLICT),
        ("It takes 5 working days.", "It takes 30 days.", CONFLICT),
        ("It takes about 10 days.", "It takes 12 days.", AGREE),
        ("It takes about 10 days.", "It takes 30 days.", CONFLICT),
        ("It takes 3 days.", "It costs 3 euros.", SILENT),
        ("It costs 3 euros.", "It costs 3 pounds.", SILENT),
        ("It costs 3 euros.", "It is free of charge.", CONFLICT),
        ("It holds 25 MB.", "It holds 25,000 kB.", AGREE),
        ("Store it at 41 °F.", "Store it at 5 °C.", AGREE),
        ("Send at most 5 files.", "Send an unlimited number.", CONFLICT),
        ("Send at least 5 files.", "Send an unlimited number.", SILENT),
    ],
)
def test_units(left: str, right: str, expected: Relation) -> None:
    """Months vary, working days are fewer, hedged values are rounded, currencies do not compare."""
    assert expected is compare(quantity(left), quantity(right)).relation


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("It costs €5 per user.", "It costs €5 per team.", SILENT),
        ("It costs €5 per user.", "It costs €8 per user.", CONFLICT),
        ("It costs €10 per month.", "It costs €120 per year.", AGREE),
        ("It costs €10 per month.", "It costs €10 per year.", CONFLICT),
    ],
)
def test_counted_by(left: str, right: str, expected: Relation) -> None:
    """Two values counted by different things are not compared; times are converted."""
    assert expected is compare(quantity(left), quantity(right)).relation


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("It takes at most 5 days.", "It takes at most 9 days.", CONFLICT),
        ("It takes at least 5 days.", "It takes at least 9 days.", CONFLICT),
        ("It takes at least 5 days.", "It takes at most 9 days.", SILENT),
        ("It takes at least 9 days.", "It takes at most 5 days.", CONFLICT),
        ("It takes 5 to 9 days.", "It takes 7 days.", SILENT),
        ("It takes 5 to 9 days.", "It takes 12 days.", CONFLICT),
        ("It takes 5 to 9 days.", "It takes 8 to 12 days.", SILENT),
        ("It takes 5 to 9 days.", "It takes 10 to 12 days.", CONFLICT),
        ("It takes at most 5 days.", "If it takes more than 5 days, call.", AGREE),
    ],
)
def test_bounds(left: str, right: str, expected: Relation) -> None:
    """Ranges and opposite bounds conflict only where nothing satisfies both."""
    assert expected is compare(quantity(left), quantity(right)).relation


def test_a_value_within_the_other_sides_limit_is_marked() -> None:
    """Both can hold, so the score has to know."""
    limit = quantity("It takes at most 9 days.")
    assert compare(quantity("It takes 5 days."), limit).inside
    assert not compare(quantity("It takes 12 days."), limit).inside


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("on 3 March 2026", "on March 3, 2026", AGREE),
        ("on 3 March 2026", "on 17 March 2026", CONFLICT),
        ("on 3 March 2026", "on 3 March 2027", CONFLICT),
        ("on 3 March 2026", "on 3 March", SILENT),
        ("on 3 March 2026", "in March 2026", SILENT),
        ("on 3 March 2026", "in April 2026", CONFLICT),
        ("in March", "on 3 May", CONFLICT),
        ("in Q1 2026", "on 3 March 2026", SILENT),
        ("on the 25th of each month", "on the last working day of the month", CONFLICT),
        ("on the 25th of each month", "on the 25th of every month", AGREE),
        ("on Monday", "on Tuesday", CONFLICT),
        ("on Monday", "Monday to Friday", SILENT),
        ("on Sunday", "Monday to Friday", CONFLICT),
        ("at 8:00", "at 8 am", AGREE),
        ("at 8:00", "at 9:30", CONFLICT),
        ("The desk opens at 8:00.", "The desk closes at 18:00.", SILENT),
        ("from 3 March 2026", "until 31 March 2026", SILENT),
        ("until midnight", "until 0:00", AGREE),
        ("until 17:00", "from 9:00 to 17:00", AGREE),
        ("until 17:00", "from 9:00 to 18:00", CONFLICT),
        ("at 17:00", "from 9:00 to 18:00", SILENT),
        ("on 3 March 2026", "on Monday", SILENT),
    ],
)
def test_dates(left: str, right: str, expected: Relation) -> None:
    """At the precision both sides have."""
    assert expected is compare(moment(left), moment(right)).relation


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("It runs on Python 3.11.", "It runs on Python 3.11.", AGREE),
        ("It runs on Python 3.11.", "It runs on Python 3.11.4.", AGREE),
        ("It runs on Python 3.11.", "It runs on Python 3.9.", CONFLICT),
        ("It runs on Python 3.11.", "It runs on Ruby 3.1.", SILENT),
        ("It runs on Python 3.11.", "It runs on Python 3.9 or later.", SILENT),
        ("It runs on Python 3.8.", "It runs on Python 3.9 or later.", CONFLICT),
        ("It needs Python 3.11 or later.", "It needs Python 3.9 or later.", CONFLICT),
        ("It needs at least TLS 1.2.", "It speaks TLS 1.3.", SILENT),
    ],
)
def test_versions(left: str, right: str, expected: Relation) -> None:
    """A release belongs to its line; 3.11 is later than 3.9."""
    assert expected is compare(version(left), version(right)).relation


def test_names_that_contain_each_other_agree() -> None:
    """The `finance team` may be the `group finance team`."""
    short = Value(Kind.NAME, "name/team", text="financ")
    long = Value(Kind.NAME, "name/team", text="group financ")
    other = Value(Kind.NAME, "name/team", text="legal")
    assert AGREE is compare(short, long).relation
    assert CONFLICT is compare(short, other).relation


def test_kinds_never_meet() -> None:
    """A date is no quantity."""
    date, days = moment("on 3 March 2026"), quantity("It takes 3 days.")
    assert SILENT is compare(date, days).relation
    assert family(date) != family(days)


_AMOUNTS = st.floats(0, 1e9, allow_nan=False).map(lambda x: round(x, 3))


@st.composite
def _quantities(draw: st.DrawFn) -> Value:
    low = draw(_AMOUNTS)
    bound = draw(st.sampled_from(list(Bound)))
    high = low + draw(_AMOUNTS) if bound is Bound.RANGE else low
    dimension = draw(
        st.sampled_from(["duration", "money/EUR", "money/free", "any", "number", "count/file"])
    )
    if dimension == "any":
        low = high = math.inf
    unit = draw(st.sampled_from(["", "business", "month", "ordinal"]))
    per = draw(st.sampled_from([(), ("user",), ("team",)]))
    each = draw(st.sampled_from([0.0, 60.0, 2_629_746.0]))
    hedged = draw(st.booleans())
    return Value(Kind.QUANTITY, dimension, low, high, bound, unit, hedged, per, each)


@given(_quantities(), _quantities())
def test_order_does_not_matter(a: Value, b: Value) -> None:
    """Two pages contradict each other, whichever is read first."""
    assert compare(a, b) == compare(b, a)


@given(_quantities())
def test_everything_agrees_with_itself(value: Value) -> None:
    """No value excludes itself."""
    assert compare(value, value).relation is not CONFLICT


_MOMENTS = st.sampled_from(
    ["2026-03-03", "2026-03", "--03-03", "--03", "2026-Q1", "2027-03-03"]
).map(lambda text: Value(Kind.DATE, "date", text=text))


@given(_MOMENTS, _MOMENTS)
def test_order_of_dates_does_not_matter(a: Value, b: Value) -> None:
    """Nor for days of any precision."""
    assert compare(a, b) == compare(b, a)

"""What is shown of offers and programmes: the golden table for all houses, and the same in SQL in every case."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from services.kit.civic import ProgrammeStatus, SupportOfferStatus
from services.kit.clock import Clock
from services.kit.database import Connection, open_connection
from services.kit.migrate import load_migrations, migrate
from tests.kit.shown_status import shown_offer_status, shown_programme_status

FreshDatabase = Callable[[str], Awaitable[str]]
NOW = datetime(2025, 6, 16, 10, tzinfo=UTC)
TODAY = date(2025, 6, 16)
INSTANT = timedelta(microseconds=1)
MOMENTS = {"-": None, "past": NOW - INSTANT, "now": NOW, "future": NOW + INSTANT}
DAYS = {"-": None, "past": TODAY - timedelta(1), "today": TODAY, "future": TODAY + timedelta(1)}

# An offer that takes applications, unless the last column says "reading".
OFFERS = """
stored     opens   applyUntil  ends    programme  shown
OPEN       -       -           -       ACTIVE     OPEN
OPEN       past    future      future  ACTIVE     OPEN
OPEN       now     now         now     ACTIVE     OPEN
OPEN       future  future      future  ACTIVE     ANNOUNCED
OPEN       past    past        future  ACTIVE     CLOSED
OPEN       past    past        past    ACTIVE     ENDED
OPEN       future  future      past    ACTIVE     ENDED
OPEN       past    future      future  ENDED      ENDED
OPEN       past    future      future  PAUSED     PAUSED
OPEN       future  future      future  PAUSED     PAUSED
OPEN       past    past        future  PAUSED     PAUSED
OPEN       -       -           -       PAUSED     OPEN       reading
OPEN       past    future      future  PLANNED    OPEN
PAUSED     past    future      future  ACTIVE     PAUSED
PAUSED     future  past        future  ACTIVE     PAUSED
PAUSED     -       -           -       ACTIVE     PAUSED     reading
PAUSED     past    past        past    ACTIVE     ENDED
PAUSED     past    future      future  ENDED      ENDED
ANNOUNCED  future  future      future  ACTIVE     ANNOUNCED
ANNOUNCED  past    future      future  ACTIVE     OPEN
ANNOUNCED  now     future      future  ACTIVE     OPEN
ANNOUNCED  past    past        future  ACTIVE     CLOSED
ANNOUNCED  -       -           -       ACTIVE     ANNOUNCED
ANNOUNCED  -       future      -       ACTIVE     ANNOUNCED
ANNOUNCED  -       past        -       ACTIVE     CLOSED
CLOSED     past    future      future  ACTIVE     CLOSED
CLOSED     future  future      future  ACTIVE     ANNOUNCED
CLOSED     -       -           -       ACTIVE     CLOSED
CLOSED     past    future      past    ACTIVE     ENDED
ENDED      past    past        -       ACTIVE     ENDED
ENDED      past    past        past    ACTIVE     ENDED
ENDED      past    future      future  ACTIVE     OPEN
CANCELLED  past    future      future  ACTIVE     ENDED
CANCELLED  -       -           -       PAUSED     ENDED
"""

PROGRAMMES = """
stored   from    until   shown
ACTIVE   past    future  ACTIVE
ACTIVE   today   today   ACTIVE
ACTIVE   future  future  PLANNED
ACTIVE   past    past    ENDED
ACTIVE   -       -       ACTIVE
PAUSED   past    future  PAUSED
PAUSED   past    -       PAUSED
PAUSED   future  -       PLANNED
PAUSED   past    past    ENDED
PLANNED  past    -       ACTIVE
PLANNED  -       -       PLANNED
ENDED    past    future  ACTIVE
ENDED    past    -       ENDED
ENDED    past    past    ENDED
"""


def lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize("line", lines(OFFERS), ids="-".join)
def test_the_golden_table_of_offers(line: list[str]) -> None:
    stored, opens, closes, ends, programme, shown, *reading = line
    times = (MOMENTS[opens], MOMENTS[closes], MOMENTS[ends])
    found = shown_offer_status(stored, *times, ProgrammeStatus(programme), NOW, takes_applications=not reading)
    assert found is SupportOfferStatus(shown)


@pytest.mark.parametrize("line", lines(PROGRAMMES), ids="-".join)
def test_the_golden_table_of_programmes(line: list[str]) -> None:
    stored, first, last, shown = line
    assert shown_programme_status(stored, DAYS[first], DAYS[last], TODAY) is ProgrammeStatus(shown)


@pytest.fixture
async def connection(fresh_database: FreshDatabase, tmp_path: Path) -> AsyncIterator[Connection]:
    (tmp_path / "0001_status.sql").write_text("-- kit: status\n")
    async with open_connection(await fresh_database("template0")) as found:
        await migrate(found, load_migrations(tmp_path))
        yield found


async def test_sql_shows_an_offer_as_python_does(connection: Connection) -> None:
    """Every case: only whether a time is before, at or after the moment matters."""
    stored = [*(each.value for each in SupportOfferStatus), "CANCELLED"]
    times = MOMENTS.values()
    cases = list(itertools.product(stored, times, times, times, ProgrammeStatus, (True, False)))
    columns = list(zip(*((*case[:4], case[4].value, case[5]) for case in cases), strict=True))
    rows = await connection.fetch(
        "SELECT shown_offer_status(s, o, a, e, p, $7, t) AS shown FROM unnest($1::text[], $2::timestamptz[],"
        " $3::timestamptz[], $4::timestamptz[], $5::text[], $6::boolean[]) WITH ORDINALITY AS c (s, o, a, e, p, t, n)"
        " ORDER BY n",
        *map(list, columns),
        NOW,
    )
    assert [row["shown"] for row in rows] == [
        shown_offer_status(*case[:5], NOW, takes_applications=case[5]).value for case in cases
    ]


async def test_sql_shows_a_programme_as_python_does(connection: Connection) -> None:
    cases = list(itertools.product((each.value for each in ProgrammeStatus), DAYS.values(), DAYS.values()))
    rows = await connection.fetch(
        "SELECT shown_programme_status(s, f, u, $4) AS shown FROM unnest($1::text[], $2::date[], $3::date[])"
        " WITH ORDINALITY AS c (s, f, u, n) ORDER BY n",
        *map(list, zip(*cases, strict=True)),
        TODAY,
    )
    assert [row["shown"] for row in rows] == [shown_programme_status(*case, TODAY).value for case in cases]


async def test_the_day_in_berlin_is_the_clock_s(connection: Connection) -> None:
    """Around every midnight of two years, the days on which the clocks change among them."""
    start = datetime(2025, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(hours=hours) + nudge for hours in range(2 * 8784) for nudge in (-INSTANT, INSTANT * 0)]
    rows = await connection.fetch("SELECT berlin_day(m) AS day FROM unnest($1::timestamptz[]) AS m", moments)
    assert [row["day"] for row in rows] == [Clock(reads=lambda m=moment: m).today() for moment in moments]  # type: ignore[misc]

"""What is shown of offers follows from the clock: in fields, filters and lists alike."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from services.cip import __main__ as commands
from services.cip.app import built
from services.cip.store.connection import QUERIES
from services.kit.civic import SupportOfferStatus
from services.kit.clock import Clock
from services.kit.database import open_connection, open_database
from services.kit.identity import Verifier
from services.kit.migrate import load_migrations, migrate
from tests.kit.asking import ask
from tests.services.cip.conftest import SAMPLE, FreshDatabase

WORLD = """
INSERT INTO competition_round
SELECT 'round_3', programme_slug, 3, title, summary, 'OPEN', 'ANNOUNCED', audiences, '2025-04-30T21:59:59Z', url,
       max_awards, max_prize
FROM competition_round WHERE id = 'round_1';
INSERT INTO round_phase_date VALUES ('round_3', 'SUBMISSION', '2025-03-30'), ('round_3', 'COMPLETED', '2025-10-26');
UPDATE funding_call SET opens_at = '2025-05-01T00:00:00Z', ends_at = '2027-01-01T00:00:00Z';
"""
QUERY = """query ($statuses: [SupportOfferStatus!]) {
  rounds: competitionRounds { id status programme { status } }
  calls: fundingCalls { id status }
  listed: fundingCalls(status: $statuses) { id status }
  _entities(representations: [{__typename: "CipProgramme", slug: "cip"}]) { ... on CipProgramme {
    status supportOffers(status: $statuses) { totalCount nodes { id status } } } }
}"""


@dataclass
class House:
    """The service with a clock that the test holds in its hand."""

    app: ASGIApp
    now: list[datetime] = field(default_factory=list)

    async def statuses(self, at: str | datetime) -> dict[str, str]:
        """What each offer is shown as; the lists that are filtered say the same, or the test fails."""
        self.now[:] = [datetime.fromisoformat(at) if isinstance(at, str) else at]
        shown: dict[str, str] = {}
        for status in SupportOfferStatus:
            answer = await ask(self.app, QUERY, {"statuses": [status.value]})
            assert answer.errors == []
            fields = {each["id"]: each["status"] for each in answer.data["rounds"] + answer.data["calls"]}
            (programme,) = answer.data["_entities"]
            offers = programme["supportOffers"]
            of_status = {id_ for id_, word in fields.items() if word == status.value}
            assert {node["id"] for node in offers["nodes"]} == of_status
            assert {node["status"] for node in offers["nodes"]} <= {status.value}
            assert offers["totalCount"] == len(of_status)
            calls = {each["id"] for each in answer.data["calls"]}
            assert {each["id"] for each in answer.data["listed"]} == of_status & calls
            assert {each["programme"]["status"] for each in answer.data["rounds"]} == {programme["status"]}
            shown = {**fields, "cip": programme["status"]}
        return shown


@pytest.fixture
async def house(fresh_database: FreshDatabase) -> AsyncIterator[House]:
    url = await fresh_database("template0")
    async with open_connection(url, schema="cip") as connection:
        await migrate(connection, load_migrations(commands.SERVICE.home / "sql" / "migrations"))
        await connection.execute(SAMPLE.read_text(encoding="utf-8") + WORLD)
    now: list[datetime] = []
    async with open_database(url, schema="cip") as database:
        yield House(built(database, Verifier(), Clock(reads=lambda: now[0])), now)


@pytest.mark.parametrize(
    ("at", "round_", "call"),
    [
        ("2025-03-29T22:59:59Z", "ANNOUNCED", "ANNOUNCED"),  # the last second of the day before, in winter time
        ("2025-03-29T23:00:00Z", "OPEN", "ANNOUNCED"),
        ("2025-04-30T21:59:59Z", "OPEN", "ANNOUNCED"),
        ("2025-04-30T22:00:00Z", "CLOSED", "ANNOUNCED"),
        ("2025-05-01T00:00:00Z", "CLOSED", "OPEN"),
        ("2025-10-26T22:59:59Z", "CLOSED", "OPEN"),  # the day has 25 hours
        ("2025-10-26T23:00:00Z", "ENDED", "OPEN"),
        ("2026-06-20T22:00:01Z", "ENDED", "CLOSED"),
        ("2027-01-01T00:00:01Z", "ENDED", "ENDED"),
    ],
)
async def test_a_year_passes_on_the_clock(house: House, at: str, round_: str, call: str) -> None:
    shown = await house.statuses(at)
    assert shown == {"round_1": "ENDED", "round_2": "PAUSED", "round_3": round_, "call_1": call, "cip": "ACTIVE"}


async def test_a_programme_carries_its_offers(house: House) -> None:
    before = await house.statuses("2020-09-30T21:59:59Z")
    assert (before["cip"], before["round_3"]) == ("PLANNED", "ANNOUNCED")
    assert (await house.statuses("2020-09-30T22:00:00Z"))["cip"] == "ACTIVE"


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("status = 'PAUSED'", {"cip": "PAUSED", "round_1": "ENDED", "round_3": "PAUSED", "call_1": "PAUSED"}),
        ("runs_until = '2025-05-31'", {"cip": "ENDED", "round_1": "ENDED", "round_3": "ENDED", "call_1": "ENDED"}),
        ("runs_until = '2025-06-01'", {"cip": "ACTIVE", "round_1": "ENDED", "round_3": "CLOSED", "call_1": "OPEN"}),
    ],
)
async def test_what_becomes_of_the_programme_becomes_of_its_offers(
    fresh_database: FreshDatabase, change: str, shown: dict[str, str]
) -> None:
    url = await fresh_database("template0")
    async with open_connection(url, schema="cip") as connection:
        await migrate(connection, load_migrations(commands.SERVICE.home / "sql" / "migrations"))
        await connection.execute(SAMPLE.read_text(encoding="utf-8") + WORLD)
        await connection.execute(f"UPDATE programme_text SET {change}")
    now = [datetime(2025, 6, 1, 12, tzinfo=UTC)]
    async with open_database(url, schema="cip") as database:
        found = await House(built(database, Verifier(), Clock(reads=lambda: now[0])), now).statuses(now[0])
    assert {name: found[name] for name in shown} == shown


def test_no_rule_reads_the_database_s_clock() -> None:
    folder = Path(commands.SERVICE.home) / "sql"
    # The first three migrations are as they were; of the kit's, only the feed's own order of changes has a clock.
    texts = [statement.text for statement in QUERIES] + [
        file.read_text(encoding="utf-8") for file in sorted((folder / "migrations").glob("*.sql"))
    ]
    for text in texts:
        assert not any(word in text.lower() for word in ("now()", "current_date", "current_timestamp", "localtime"))

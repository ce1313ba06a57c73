"""The three ministries' services with their small worlds, and what a reader of their feeds does."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from services.cip.__main__ import SERVICE as CIP
from services.cip.app import built as cip
from services.civic_data_lab.__main__ import SERVICE as CIVIC_DATA_LAB
from services.civic_data_lab.app import built as civic_data_lab
from services.ideenwerkstatt.__main__ import SERVICE as IDEENWERKSTATT
from services.ideenwerkstatt.app import built as ideenwerkstatt
from services.kit.clock import Clock
from services.kit.database import open_connection
from tests.kit.asking import Answer, ask
from tests.services.conftest import Build, House, bearer, house

HERE = Path(__file__).parent
# The worlds of the samples are of a day: by another clock their offers are closed.
CLOCK = Clock(reads=lambda: datetime(2026, 3, 1, 10, tzinfo=UTC))
INDEXER = ("svc_indexer", "service:index")


@dataclass(frozen=True, slots=True)
class Ministry:
    """``touch`` changes the document ``document`` of the sample in ``data``; ``field`` is the feed's."""

    name: str
    field: str
    home: Path
    build: Build
    data: Path
    document: str
    touch: str

    def opened(self, url: str, *, empty: bool = False) -> AbstractAsyncContextManager[House]:
        return house(url, self.name, self.home, self.build, [] if empty else [self.data])


MINISTRIES = (
    Ministry(
        name="cip",
        field="cipChanges",
        home=CIP.home,
        build=partial(cip, clock=CLOCK),
        data=HERE / "cip" / "sample.sql",
        document="call_1",
        touch="UPDATE funding_call SET url = 'https://example.org/new' WHERE id = 'call_1'",
    ),
    Ministry(
        name="ideenwerkstatt",
        field="ideenwerkstattChanges",
        home=IDEENWERKSTATT.home,
        build=partial(ideenwerkstatt, clock=CLOCK),
        data=HERE / "ideenwerkstatt" / "data.sql",
        document="ws_full",
        touch="UPDATE workshop SET region_nuts = 'DEE02' WHERE id = 'ws_full'",
    ),
    Ministry(
        name="civic_data_lab",
        field="civicDataLabChanges",
        home=CIVIC_DATA_LAB.home,
        build=partial(civic_data_lab, clock=CLOCK),
        data=HERE / "civic_data_lab" / "data.sql",
        document="ds_paths",
        touch="UPDATE dataset_region SET position = 7 WHERE dataset_id = 'ds_paths'",
    ),
)
OF_CIP, OF_IDEENWERKSTATT, OF_CIVIC_DATA_LAB = MINISTRIES
FIELDS = "cursor entityType entityId deleted text topicSlugs regionArs at"


async def ask_feed(
    house: House, field: str, since: str | None, first: int | None = 500, headers: Mapping[str, str] | None = None
) -> Answer:
    query = f"query ($since: String, $first: Int) {{ {field}(since: $since, first: $first) {{ {FIELDS} }} }}"
    return await ask(
        house.app, query, {"since": since, "first": first}, bearer(*INDEXER) if headers is None else headers
    )


async def told(house: House, field: str, since: str | None = None, first: int = 500) -> list[dict[str, Any]]:
    """One page of the feed."""
    answer = await ask_feed(house, field, since, first)
    assert answer.errors == []
    records: list[dict[str, Any]] = answer.data[field]
    return records


async def execute(house: House, *statements: str) -> None:
    """Statements of the service's owner, in one transaction."""
    async with open_connection(house.url, schema=house.schema) as connection, connection.transaction():
        for statement in statements:
            await connection.execute(statement)

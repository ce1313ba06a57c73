"""The toolbox: an offer like the others, which costs nobody else a line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from services.civic_data_lab.__main__ import SERVICE
from services.civic_data_lab.app import built
from services.kit.clock import Clock
from tests.kit.asking import entities
from tests.services.conftest import house
from tests.services.feeds import execute, told

FreshDatabase = Callable[[str], Awaitable[str]]
DATA = Path(__file__).with_name("data.sql")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
OFFER = """INSERT INTO support_offer (id, type_name, programme_slug, title, summary, kind, status, published_on)
           VALUES ('tool_1', 'ToolboxItem', 'civic-data-lab', '{"de": "Datenbrief"}', '{"de": "Vorlage."}', 'TRAINING',
                   'OPEN', '2026-02-01')"""
TOOL = "INSERT INTO toolbox_item VALUES ('tool_1', '{DE,DE_SIMPLE}', 'CC-BY-4.0')"


async def test_a_tool_is_an_offer_by_reference_in_lists_and_in_the_feed(fresh_database: FreshDatabase) -> None:
    url = await fresh_database("template0")
    build = partial(built, clock=Clock(reads=lambda: NOW))
    async with house(url, "civic_data_lab", SERVICE.home, build, [DATA]) as lab:
        await execute(lab, OFFER, TOOL)
        found = await entities(
            lab.app,
            "... on ToolboxItem { title { de } status languages license programme { slug } }",
            [{"__typename": "ToolboxItem", "id": "tool_1"}],
        )
        assert (found.errors, found.data) == (
            [],
            [
                {
                    "title": {"de": "Datenbrief"},
                    "status": "OPEN",
                    "languages": ["DE", "DE_SIMPLE"],
                    "license": "CC-BY-4.0",
                    "programme": {"slug": "civic-data-lab"},
                }
            ],
        )
        page = await entities(
            lab.app,
            "... on CivicDataLabProgramme { supportOffers(first: 100) { nodes { __typename id } } }",
            [{"__typename": "CivicDataLabProgramme", "slug": "civic-data-lab"}],
        )
        assert {"__typename": "ToolboxItem", "id": "tool_1"} in page.data[0]["supportOffers"]["nodes"]
        assert ("ToolboxItem", "tool_1") in {
            (record["entityType"], record["entityId"]) for record in await told(lab, "civicDataLabChanges")
        }

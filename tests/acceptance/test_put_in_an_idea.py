"""Registrierte stellen Ideen ein und veröffentlichen sie: from a stranger's registration to the archive."""

from __future__ import annotations

from typing import Any

from tests.acceptance.conftest import Town
from tests.acceptance.people import IDEA, join, notified, published

STATE = "query ($id: ID!) { idea(id: $id) { status version viewerActions } }"
TWO_YEARS = 2 * 365 + 2  # days


async def state(town: Town, idea: str, person: str | None = "autorin") -> Any:
    found = (await town.ask(person, STATE, {"id": idea}))["data"]["idea"]
    return found and found["status"]


async def test_a_stranger_puts_an_idea_in_and_leads_it_to_the_archive(town: Town) -> None:
    assert await town.codes("autorin", 30, input=IDEA, key="a") == ["FORBIDDEN"], "register first"
    await join(town, "autorin")
    idea = (await town.done("autorin", 30, input={**IDEA, "problem": ""}, key="a"))["idea"]["id"]
    assert await state(town, idea) == "DRAFT"
    assert await state(town, idea, None) is None
    assert "INVALID" in await town.codes("autorin", 32, id=idea), "it is handed in when it is complete"
    assert await town.codes("andere", 31, id=idea, expectedVersion=1, input=IDEA) == ["FORBIDDEN"]
    await join(town, "andere")
    assert await town.codes("andere", 31, id=idea, expectedVersion=1, input=IDEA) == ["NOT_FOUND"]
    assert (await town.done("autorin", 31, id=idea, expectedVersion=1, input=IDEA))["idea"]["version"] == 2
    assert await town.codes("autorin", 31, id=idea, expectedVersion=1, input=IDEA) == ["CONFLICT_VERSION"]
    assert (await town.done("autorin", 32, id=idea))["idea"]["status"] == "IN_REVIEW"
    await town.done("marktplatz", 34, id=idea, approve=False, note="Wer prüft?")
    assert await state(town, idea) == "DRAFT"
    await town.done("autorin", 32, id=idea)
    await town.done("marktplatz", 34, id=idea)
    assert await state(town, idea, None) == "PUBLISHED", "for everybody"
    assert len(await notified(town, "autorin")) == 2
    for to in ("PAUSED", "PUBLISHED", "IN_IMPLEMENTATION", "COMPLETED"):
        assert await town.codes("andere", 35, id=idea, to=to) == ["FORBIDDEN"]
        assert (await town.done("autorin", 35, id=idea, to=to))["idea"]["status"] == to
    assert await town.codes("autorin", 35, id=idea, to="PAUSED") == ["WRONG_STATE"]
    town.later(days=TWO_YEARS)
    await town.chores()
    assert await state(town, idea, None) == "ARCHIVED"


async def test_what_is_withdrawn_is_gone_for_others_also_from_the_archive(town: Town) -> None:
    idea = await published(town, "autorin")
    assert await town.codes("autorin", 35, id=idea, to="WITHDRAWN", expected="PAUSED") == ["CONFLICT_VERSION"]
    await town.done("autorin", 35, id=idea, to="WITHDRAWN")
    assert await state(town, idea, None) is None
    town.later(days=TWO_YEARS)
    await town.chores()
    assert (await state(town, idea), await state(town, idea, None)) == ("ARCHIVED", None)


async def test_while_the_marketplace_is_away_nothing_is_half_written(town: Town) -> None:
    await join(town, "autorin")
    await town.stop("marketplace")
    came = await town.ask("autorin", "{ __typename }")
    assert came["data"] == {"__typename": "Query"}
    assert await town.codes("autorin", 30, input=IDEA, key="a") != []
    await town.start("marketplace")
    first = (await town.done("autorin", 30, input=IDEA, key="a"))["idea"]["id"]
    assert (await town.done("autorin", 30, input=IDEA, key="a"))["idea"]["id"] == first

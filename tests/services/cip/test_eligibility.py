"""The labour ministry's judgement of an idea: topic, sectors, maturity, an open call; what lacks is said in words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest

from services.cip import __main__ as commands
from services.cip.app import built
from services.kit.clock import Clock
from services.kit.database import open_connection
from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.cip.conftest import SAMPLE
from tests.services.cip.verbs import BEGIN
from tests.services.conftest import House, house

QUERY = """query ($them: [_Any!]!) { _entities(representations: $them) { ... on Idea { id cipEligibility {
  eligible missing criteria { key fulfilled label { en } } call { id } } } } }"""
FIT: dict[str, Any] = {
    "__typename": "Idea",
    "id": "idea_1",
    "maturity": "CONCEPT",
    "partnerSectors": ["SCIENCE", "WELFARE"],
    "topics": [{"slug": "social"}],
}
WORLD = """
INSERT INTO topic_parent VALUES ('inclusion', 'social'), ('social', NULL);
INSERT INTO topic_category (topic_slug, category) SELECT 'social', category FROM competition_entry LIMIT 1
  ON CONFLICT DO NOTHING;
UPDATE funding_call SET status = 'PAUSED';
INSERT INTO funding_call (id, programme_slug, title, summary, status, phase, audiences, apply_until, guideline_url,
  project_management_agency, max_funding_per_project, min_partners, required_sectors)
SELECT 'call_' || name, (SELECT slug FROM programme_text LIMIT 1), '{"de": "A"}', '{"de": "A"}', 'OPEN', phase,
  '{}', until::timestamptz, 'https://example.org', 'Träger', 100000, 2, 2
FROM (VALUES ('late', 'EXPRESSION_OF_INTEREST', '2026-12-01Z'), ('soon', 'EXPRESSION_OF_INTEREST', '2026-08-01Z'),
  ('second', 'APPLICATION', '2026-07-01Z')) AS made (name, phase, until);
"""


@pytest.fixture
async def cip(fresh_database: FreshDatabase) -> AsyncIterator[House]:
    build = partial(built, clock=Clock(reads=lambda: BEGIN))
    url = await fresh_database("template0")
    async with house(url, "cip", commands.SERVICE.home, build, [SAMPLE]) as found:
        async with open_connection(url, schema="cip") as connection:
            await connection.execute(WORLD)
        yield found


async def judged(cip: House, *them: dict[str, Any], **headers: str) -> list[Any]:
    answer = await ask(cip.app, QUERY, {"them": list(them)}, headers)
    assert answer.errors == [], answer
    return [each["cipEligibility"] for each in answer.data["_entities"]]


async def test_what_fits_is_eligible_for_the_call_that_closes_first(cip: House) -> None:
    cip.trips.clear()
    fit, below = await judged(cip, FIT, {**FIT, "id": "idea_2", "topics": [{"slug": "inclusion"}]})
    assert (fit["eligible"], fit["missing"], fit["call"]) == (True, [], {"id": "call_soon"})
    assert [each["key"] for each in fit["criteria"]] == ["TOPIC", "SECTORS", "MATURITY", "CALL"]
    assert below["eligible"], "a sub-topic belongs to what its topic belongs to"
    assert sorted(cip.trips) == ["categories_with_parents", "open_call"]


@pytest.mark.parametrize(
    ("change", "criterion", "word"),
    [
        ({"topics": []}, "TOPIC", "topic"),
        ({"topics": [{"slug": "birds"}]}, "TOPIC", "topic"),
        ({"partnerSectors": ["SCIENCE"]}, "SECTORS", "partner"),
        ({"partnerSectors": ["SCIENCE", "SCIENCE"]}, "SECTORS", "partner"),
        ({"maturity": "IDEA"}, "MATURITY", "concept"),
    ],
)
async def test_what_lacks_is_said_in_words(cip: House, change: dict[str, Any], criterion: str, word: str) -> None:
    (found,) = await judged(cip, {**FIT, **change}, **{"accept-language": "en"})
    assert not found["eligible"]
    assert [each["key"] for each in found["criteria"] if not each["fulfilled"]] == [criterion]
    (missing,) = found["missing"]
    assert word in missing


async def test_without_an_open_call_nothing_is_eligible(cip: House) -> None:
    async with open_connection(cip.url, schema="cip") as connection:
        await connection.execute("UPDATE funding_call SET status = 'PAUSED'")
    (found,) = await judged(cip, FIT)
    assert (found["eligible"], found["call"]) == (False, None)
    assert found["missing"] == ["Zur Zeit ist kein Förderaufruf offen."]


async def test_what_the_marketplace_did_not_say_is_no_judgement(cip: House) -> None:
    for lacking in ("maturity", "partnerSectors", "topics"):
        assert await judged(cip, {**FIT, lacking: None}) == [None]
    assert await judged(cip, {"__typename": "Idea", "id": "idea_1"}) == [None]
    wrong = await ask(cip.app, QUERY, {"them": [{**FIT, "maturity": "RIPE"}]})
    assert {code for code, _ in wrong.codes} == {"BAD_USER_INPUT"}

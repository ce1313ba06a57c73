"""What an answer of matching costs, counted and not timed: trips to the database, threads, tasks, ways of fields."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from services.kit.execution import Execution
from tests.kit.asking import ask
from tests.services.conftest import House, bearer

CARD = """id score relevance explanation { similarity sameRegion sharedTopics { slug label { de } } }
  target { __typename ... on Idea { id slug title summary status publishedAt }
    ... on Profile { id headline about offers } ... on CommunityEvent { id name: title { de } } }"""
TEXT = "Vogelstimmen erkennen, Texte in Leichte Sprache, Treffen im Wald"
BY_TEXT = f'{{ match(input: {{ text: "{TEXT}" }}, first: %d) {{ nodes {{ {CARD} }} }} }}'
BY_IDEA = f'{{ match(input: {{ ideaId: "idea_plain" }}, first: %d) {{ nodes {{ {CARD} }} }} }}'
SEARCH = """{ search(query: "Vogelstimmen Sprache", first: %d) { nodes { score highlights
  target { __typename ... on Idea { id title } } } } }"""
FILTERED = """{ search(query: "Vogelstimmen Sprache", kinds: [IDEA, PROFILE], first: %d) { totalCount nodes { score
  target { __typename } } facets(by: [KIND, LANGUAGE]) { values { count } } } }"""
OWN = {"own_cards"}  # asked for once more where an offer of the marketplace itself is among the answers


class Counted:
    """What happened while requests were answered."""

    def __init__(self) -> None:
        self.threads = 0
        self.tasks = 0
        self.fields = 0


@contextmanager
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    counted, loop = Counted(), asyncio.get_running_loop()
    resolve = Execution.execute_field

    def in_a_thread(*arguments: Any) -> Any:
        counted.threads += 1
        return hop(*arguments)

    def tasked(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
        counted.tasks += 1
        return asyncio.Task(coroutine, loop=loop, **options)

    def resolved(self: Execution, *arguments: Any) -> Any:
        counted.fields += 1
        return resolve(self, *arguments)

    hop = loop.run_in_executor
    with monkeypatch.context() as inside:
        inside.setattr(loop, "run_in_executor", in_a_thread)
        inside.setattr(Execution, "execute_field", resolved)
        loop.set_task_factory(tasked)
        try:
            yield counted
        finally:
            loop.set_task_factory(None)


async def counted(house: House, monkeypatch: pytest.MonkeyPatch, query: str) -> tuple[Counted, list[str], int]:
    await ask(house.app, query, headers=bearer("member_mira"))  # statements are prepared
    house.trips.clear()
    with counting(monkeypatch) as found:
        answer = await ask(house.app, query, headers=bearer("member_mira"))
    assert answer.errors == []
    (listed,) = answer.data.values()
    return found, [each for each in house.trips if each not in OWN], len(listed["nodes"])


@pytest.mark.parametrize(
    ("query", "trips"),
    [
        (BY_TEXT, ["regions_called", "terms_found", "shown_cards"]),
        (BY_IDEA, ["subject_ideas", "not_to_suggest", "match_states", "topics_by_slugs", "shown_cards"]),
        (SEARCH, ["terms_found", "found_cards"]),
        (FILTERED, ["terms_found", "shown_cards", "document_traits"]),
    ],
    ids=["by text", "by idea", "search", "filtered and counted"],
)
async def test_all_cards_are_one_trip_and_only_encoding_leaves_the_loop(
    market: House, monkeypatch: pytest.MonkeyPatch, query: str, trips: list[str]
) -> None:
    found, asked, shown = await counted(market, monkeypatch, query % 10)
    assert shown > 1
    assert asked == trips
    # The tests' model is not said to be quick, so a text is encoded in a thread. Of many documents both searches are
    # one visit more: test_index.py.
    assert found.threads == (0 if query == BY_IDEA else 1)


@pytest.mark.parametrize("query", [BY_TEXT, BY_IDEA, SEARCH], ids=["by text", "by idea", "search"])
async def test_another_card_is_no_other_task_and_few_ways_of_fields(
    market: House, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """Each field that is resolved and awaited by itself was what a match cost most of its time by."""
    # The house has tasks of its own that may fall into a request: the least of some counts.
    ones = [(await counted(market, monkeypatch, query % 1))[0] for _ in range(3)]
    manies = [await counted(market, monkeypatch, query % 10) for _ in range(3)]
    shown = manies[0][2]
    assert shown > 1
    # The own offers' trip may be among these only.
    assert min(each.tasks for each, _, _ in manies) <= min(each.tasks for each in ones) + 1
    # Of a card its object fields alone: explanation, its topics with their labels, target.
    assert min(each.fields for each, _, _ in manies) <= min(each.fields for each in ones) + 6 * (shown - 1)

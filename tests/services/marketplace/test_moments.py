"""Documents come and go while many ask: no answer that begins after the commit returned has a hidden one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import orjson
import pytest

from services.kit.database import open_connection
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.index import VectorIndex
from services.marketplace.matching.local_index import LocalIndex
from services.marketplace.matching.refresh import Matching
from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.conftest import House
from tests.services.marketplace.conftest import LOCAL, SCHEMA, holds, running, until_true

COPIES = """
  INSERT INTO idea (id, slug, title, summary, problem, solution, common_good_benefit, language, status, maturity,
    ai_methods, author_id, version, created_at, published_at, updated_at)
  SELECT 'idea_copy' || n, 'kopie-' || n, title || ' ' || n, summary, problem, solution, common_good_benefit, language,
    status, maturity, ai_methods, author_id, 1, created_at, published_at, updated_at
  FROM idea, generate_series(10, 29) n WHERE id = 'idea_birds'"""
TURNS, ASKING = 20, 4
QUERY = """{ match(input: { text: "Vogelstimmen erkennen", kinds: [IDEA] }, first: 9) {
    totalCount nodes { id explanation { passage } target { ... on Idea { id title } } } }
  idea(id: "idea_plain") { similarIdeas(first: 9) { id title } }
  search(query: "Vogelstimmen", kinds: [IDEA], first: 9) {
    nodes { highlights target { ... on Idea { id title } } } } }"""


async def tidied_always(embedder: Embedder) -> VectorIndex:
    """An index that is tidied at each change."""
    return LocalIndex(embedder.dim, dead=0)


@pytest.fixture(params=["usual", "tidied"])
async def service(
    request: pytest.FixtureRequest, template: str, fresh_database: FreshDatabase
) -> AsyncIterator[tuple[House, Matching]]:
    opener = tidied_always if request.param == "tidied" else LOCAL
    async with running(await fresh_database(template), opener=opener) as pair:
        yield pair


class Hidden:
    """What is hidden for certain: from the return of the commit that hides until just before the one that shows."""

    def __init__(self) -> None:
        self.ids: set[tuple[str, int]] = set()  # with the number of the hiding, since they come and go
        self.looked_at = 0  # answers during which something was hidden from their beginning to their end

    async def change(self, house: House, ids: Sequence[str]) -> None:
        sql = "UPDATE idea SET status = $2, title = title || 'x' WHERE id = $1"
        async with open_connection(house.url, schema=SCHEMA) as connection:
            for turn in range(TURNS):
                name = ids[turn % len(ids)]
                await connection.execute(sql, name, "HIDDEN_BY_MODERATION")
                self.ids.add((name, turn))
                await asyncio.sleep((0, 0.02, 0.2)[turn % 3])
                seen = self.looked_at
                while turn % 5 == 4 and self.looked_at == seen:  # noqa: ASYNC110 - one whole answer on any machine
                    await asyncio.sleep(0.01)
                self.ids.discard((name, turn))
                await connection.execute(sql, name, "PUBLISHED")


async def ask_until(done: asyncio.Event, house: House, hidden: Hidden) -> None:
    while not done.is_set():
        before = set(hidden.ids)
        answer = await ask(house.app, QUERY)
        assert answer.errors == []
        said = orjson.dumps(answer.data).decode()
        absent = before & hidden.ids
        hidden.looked_at += bool(absent)
        assert not [each for each in absent if each[0] in said]
        names = [node["id"] for node in answer.data["match"]["nodes"]]
        assert len(names) == len(set(names)) == 9


async def test_nobody_sees_what_is_hidden_while_it_comes_and_goes(service: tuple[House, Matching]) -> None:
    house, matching = service
    async with open_connection(house.url, schema=SCHEMA) as connection:
        await connection.execute(COPIES)
    await until_true(lambda: holds(matching, "idea_copy29"))
    hidden, done = Hidden(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for _ in range(ASKING):
            group.create_task(ask_until(done, house, hidden))
        await asyncio.gather(*(hidden.change(house, [f"idea_copy{n}{m}" for m in range(4)]) for n in (1, 2)))
        done.set()
    assert hidden.looked_at >= TURNS // 5  # those that were waited for
    for name in ("idea_copy10", "idea_copy20"):
        await until_true(lambda: holds(matching, name))  # noqa: B023 - waited for at once

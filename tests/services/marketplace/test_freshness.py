"""The library follows the database: at start, change by change, after a lost connection; and it may not be ready."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from services.kit.database import open_connection
from services.marketplace.matching.embed import Embedder, EmbeddingError
from services.marketplace.matching.parts import Part
from services.marketplace.matching.refresh import Matching
from tests.conftest import FreshDatabase
from tests.kit.asking import ask, request
from tests.services.conftest import House
from tests.services.marketplace.conftest import DIM, SCHEMA, SMALL, encode, held, holds, left, running, until_true


async def execute(url: str, sql: str, *arguments: Any) -> None:
    async with open_connection(url, schema=SCHEMA) as connection:
        await connection.execute(sql, *arguments)


async def found(house: House, text: str) -> list[str]:
    query = "query ($text: String!) { match(input: { text: $text }) { nodes { id } } }"
    answer = await ask(house.app, query, {"text": text})
    assert answer.errors == []
    return [node["id"].partition(".")[2] for node in answer.data["match"]["nodes"]]


async def hold_the_same(one: Matching, other: Matching) -> bool:
    return await held(one) == await held(other)


async def test_a_changed_idea_is_found_by_the_notification_alone(
    writable: tuple[House, Matching], monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is within a second on an idle machine; nothing looks again later, so that it comes in this way or never."""
    monkeypatch.setattr("services.marketplace.matching.refresh.TRY_AGAIN_AFTER", 1e9)
    house, matching = writable
    await execute(house.url, "UPDATE idea SET title = 'Quallenzählung' WHERE id = 'idea_birds'")
    vector = encode(["Quallenzählung"])[0]

    async def is_new() -> bool:
        now = (await matching.library.vectors(["idea_birds"])).get("idea_birds")  # a changed one is out for a moment
        return now is not None and float(now @ vector) > 0.2

    await until_true(is_new)
    assert (await found(house, "Quallenzählung"))[0] == "idea_birds"


@pytest.mark.parametrize(
    ("sql", "document"),
    [
        ("UPDATE idea SET status = 'HIDDEN_BY_MODERATION' WHERE id = 'idea_birds'", "idea_birds"),
        ("UPDATE profile SET visibility = 'PRIVATE' WHERE id = 'profile_jo'", "profile_jo"),
        ("UPDATE member SET state = 'GHOST' WHERE actor_id = 'member_jo'", "profile_jo"),
        ("UPDATE catalogue_entry SET status = 'CLOSED' WHERE entity_id = 'workshop_1'", "workshop_1"),
        ("DELETE FROM catalogue_entry WHERE entity_id = 'dataset_1'", "dataset_1"),
        (
            "INSERT INTO consent (actor_id, purpose, granted, text_version) "
            "VALUES ('member_jo', 'MATCHING', false, '1')",
            "profile_jo",
        ),
    ],
)
async def test_what_is_withdrawn_is_in_no_answer_from_the_first_moment(
    writable: tuple[House, Matching], sql: str, document: str
) -> None:
    house, matching = writable
    text = "Vogelstimmen mit KI erkennen, Sprachmodelle für Leichte Sprache, Bescheide der Kommunen, übersetze"
    assert document in await found(house, text)
    await execute(house.url, sql)
    # Before the library has heard of it, the second look keeps it back ...
    assert document not in await found(house, text)
    # ... and then it leaves the library.
    await until_true(lambda: left(matching, document))


async def test_a_new_consent_brings_a_profile_in(writable: tuple[House, Matching]) -> None:
    house, matching = writable
    assert not await holds(matching, "profile_ada")
    for purpose in ("PROFILE_PUBLIC", "MATCHING"):
        sql = "INSERT INTO consent (actor_id, purpose, granted, text_version) VALUES ('member_ada', $1, true, '2')"
        await execute(house.url, sql, purpose)
    await until_true(lambda: holds(matching, "profile_ada"))


async def test_a_restart_embeds_nothing(template: str, fresh_database: FreshDatabase) -> None:
    url, texts = await fresh_database(template), list[str]()

    def counting(some: Sequence[str]) -> NDArray[np.float32]:
        texts.extend(some)
        return encode(some)

    def load() -> Embedder:
        return Embedder(SMALL.version, DIM, counting)

    async with running(url, load) as (_, first):
        documents = await held(first)
    assert len(texts) > len(documents) > 0  # each part of a document is a text of its own
    all_texts = sorted(texts)
    await execute(url, "UPDATE idea SET title = 'Anders' WHERE id = 'idea_birds'")
    texts.clear()
    async with running(url, load) as (_, second):
        assert await held(second) == documents
    assert set(texts) - set(all_texts) == {"Anders"}
    assert len(texts) <= len(Part)  # the parts of that idea, and no more
    texts.clear()
    async with running(url, lambda: Embedder("another@1", DIM, counting)):
        assert len(texts) == len(all_texts)  # vectors of different models never mix


async def test_a_model_that_kept_its_name_and_changed_its_dimension_embeds_anew(
    template: str, fresh_database: FreshDatabase
) -> None:
    url = await fresh_database(template)
    async with running(url) as (_, first):
        documents = await held(first)

    def wider() -> Embedder:
        return Embedder(SMALL.version, 2 * DIM, lambda texts: np.hstack([encode(texts), encode(texts)]) / np.sqrt(2))

    async with running(url, wider) as (house, second):
        assert await held(second) == documents
        assert (await found(house, "Vogelstimmen erkennen"))[0] == "idea_birds"


async def test_two_services_fill_the_same_database_at_once(template: str, fresh_database: FreshDatabase) -> None:
    url = await fresh_database(template)
    await execute(url, COPIES.replace("40)", "400)"))
    async with AsyncExitStack() as stack:
        opened = [stack.enter_async_context(running(url, load)) for load in (lambda: SMALL, lambda: SMALL, another)]
        (house, first), (_, second), (other, third) = await asyncio.gather(*opened)
        assert await held(first) == await held(second) == await held(third)
        assert await found(house, "Vogelstimmen") == await found(other, "Vogelstimmen")
        sql = "UPDATE idea SET title = 'Quallen' || id WHERE id LIKE 'idea_copy1%'"
        await asyncio.gather(execute(url, sql), execute(url, "UPDATE idea SET status = 'DRAFT' WHERE id = 'idea_fork'"))
        for each in (first, second, third):
            await until_true(partial(left, each, "idea_fork"))
    async with open_connection(url, schema=SCHEMA) as connection:
        counts = (
            "SELECT array_agg((term, kind, documents)::text ORDER BY term, kind) FROM term_count WHERE documents > 0"
        )
        counted = await connection.fetchval(counts)
        await connection.execute("SELECT count_terms_anew()")
        assert await connection.fetchval(counts) == counted
        assert await connection.fetchval("SELECT count(*) FROM embedding WHERE entity_id = 'idea_birds'") == 2


def another() -> Embedder:
    return Embedder("another@2", DIM, encode)


async def rows_of(url: str, entity: str) -> int:
    count = "SELECT (SELECT count(*) FROM embedding WHERE entity_id = $1) + (SELECT count(*) FROM document_terms"
    async with open_connection(url, schema=SCHEMA) as connection:
        return int(await connection.fetchval(f"{count} WHERE entity_id = $1)", entity))


async def test_what_was_derived_from_a_withdrawn_text_goes_with_it(writable: tuple[House, Matching]) -> None:
    house, matching = writable
    assert await rows_of(house.url, "profile_jo") == 2
    await execute(house.url, "UPDATE profile SET visibility = 'PRIVATE' WHERE id = 'profile_jo'")
    await until_true(lambda: left(matching, "profile_jo"))

    async def is_gone() -> bool:
        return await rows_of(house.url, "profile_jo") == 0

    await until_true(is_gone)
    await execute(house.url, "UPDATE profile SET visibility = 'PUBLIC' WHERE id = 'profile_jo'")
    await until_true(lambda: holds(matching, "profile_jo"))
    assert await rows_of(house.url, "profile_jo") == 2


async def test_two_replicas_converge(writable: tuple[House, Matching]) -> None:
    house, first = writable
    async with running(house.url) as (_, second):
        await execute(house.url, "UPDATE idea SET status = 'WITHDRAWN' WHERE id = 'idea_fork'")
        await execute(house.url, "UPDATE idea SET status = 'PUBLISHED' WHERE id = 'idea_draft'")
        await until_true(lambda: left(first, "idea_fork"))
        await until_true(lambda: holds(first, "idea_draft"))
        await until_true(lambda: hold_the_same(first, second))


COPIES = """
  INSERT INTO idea (id, slug, title, summary, problem, solution, common_good_benefit, language, status, maturity,
    ai_methods, author_id, version, created_at, published_at, updated_at)
  SELECT 'idea_copy' || n, 'kopie-' || n, title || ' ' || n, summary, problem, solution, common_good_benefit, language,
    status, maturity, ai_methods, author_id, 1, created_at, published_at, updated_at
  FROM idea, generate_series(10, 40) n WHERE id = 'idea_birds'"""


async def test_however_many_are_hidden_at_this_moment_the_others_are_given_out(
    writable: tuple[House, Matching],
) -> None:
    house, matching = writable
    await execute(house.url, COPIES)
    await until_true(lambda: holds(matching, "idea_copy40"))
    before = await found(house, "Vogelstimmen erkennen")
    assert len(before) == 10
    await matching.close()  # the library hears of nothing any more
    hidden = {*(each for each in before if each.startswith("idea_")), *(f"idea_copy{n}" for n in range(10, 30))}
    hide = "UPDATE idea SET status = 'HIDDEN_BY_MODERATION' WHERE id = ANY ($1::text[])"
    await execute(house.url, hide, list(hidden))
    after = await found(house, "Vogelstimmen erkennen")
    assert len(after) == 10
    assert hidden.isdisjoint(after)
    assert len(set(after)) == 10


async def test_two_replicas_give_the_same_answers(writable: tuple[House, Matching]) -> None:
    house, first = writable
    async with running(house.url) as (other, second):
        await execute(house.url, COPIES)
        await until_true(lambda: holds(first, "idea_copy40"))
        await until_true(lambda: hold_the_same(first, second))
        for text in ("Vogelstimmen", "Leichte Sprache für Bescheide", "plain notices", "Bescheide der Kommunen"):
            answer = await found(house, text)
            assert answer
            assert await found(other, text) == answer


async def test_changes_during_a_lost_connection_are_caught_up(
    writable: tuple[House, Matching], monkeypatch: pytest.MonkeyPatch
) -> None:
    house, matching = writable
    monkeypatch.setattr("services.marketplace.matching.refresh.TRY_AGAIN_AFTER", 0.05)
    kill = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE query LIKE 'LISTEN%' AND datname = current_database()"""
    await execute(house.url, kill)
    await execute(house.url, "UPDATE idea SET status = 'WITHDRAWN' WHERE id = 'idea_birds'")
    await until_true(lambda: left(matching, "idea_birds"))
    await execute(house.url, "UPDATE idea SET status = 'PUBLISHED' WHERE id = 'idea_birds'")
    await until_true(lambda: holds(matching, "idea_birds"))


async def test_without_a_model_everything_else_is_answered(template: str, fresh_database: FreshDatabase) -> None:
    def load() -> Embedder:
        raise EmbeddingError("no such model")

    async with running(await fresh_database(template), load) as (house, _):
        answer = await ask(
            house.app,
            """{ topic(slug: "birds") { slug } match(input: { text: "x" }) { totalCount }
                 search(query: "x") { totalCount } }""",
        )
        assert answer.data == {"topic": {"slug": "birds"}, "match": None, "search": None}
        assert answer.codes == [("MATCHING_NOT_READY", "match"), ("MATCHING_NOT_READY", "search")]
        health = await request(house.app, "GET", "/health")
        assert (health.status, health.json) == (200, {"status": "ok", "matching": "failed"})


async def test_a_new_idea_is_found_by_its_words_at_once(writable: tuple[House, Matching]) -> None:
    house, matching = writable
    await matching.close()  # the library hears of nothing any more
    await execute(house.url, "UPDATE idea SET status = 'PUBLISHED' WHERE id = 'idea_draft'")
    answer = await ask(house.app, '{ search(query: "Geheimer", first: 1) { nodes { target { ... on Idea { id } } } } }')
    assert answer.data["search"]["nodes"] == [{"target": {"id": "idea_draft"}}]

"""Every way in which a document stops being public, at every door of matching, from the moment of the commit on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from services.kit.database import open_connection
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.index import VectorIndex
from services.marketplace.matching.local_index import LocalIndex
from services.marketplace.matching.refresh import Matching
from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import LOCAL, SCHEMA, holds, left, running, until_true


@dataclass(frozen=True, slots=True)
class Way:
    """How a document is withdrawn, and a text that only it holds; how it comes back, None where it cannot."""

    document: str
    secret: str
    sql: str
    back: str | None = None


def moved(table: str, key: str, document: str, secret: str, column: str, normal: str, values: str) -> list[Way]:
    """A way for each value of a column."""
    change = f"UPDATE {table} SET {column} = '{{}}' WHERE {key} = '{{}}'"
    owner = "member_jo" if key == "actor_id" else document
    return [Way(document, secret, change.format(each, owner), change.format(normal, owner)) for each in values.split()]


def refused(purpose: str) -> Way:
    given = (
        f"INSERT INTO consent (actor_id, purpose, granted, text_version) VALUES ('member_jo', '{purpose}', {{}}, '9')"
    )
    return Way(*JO, given.format("false"), given.format("true"))


JO, BIRDS, NOTICES = ("profile_jo", "Ich übersetze"), ("idea_birds", "Mikrofone im Wald"), ("dataset_1", "Anonyme")
WORKSHOP, PILOT = ("workshop_1", "mit KI erkennen"), ("pilot_1", "Mikrofone hören")
DELETE = "DELETE FROM catalogue_entry WHERE entity_id = '{}'"
HIDING = "DRAFT IN_REVIEW PAUSED WITHDRAWN HIDDEN_BY_MODERATION ARCHIVED"
WAYS = [
    *moved("idea", "id", *BIRDS, "status", "PUBLISHED", HIDING),
    *moved("profile", "id", *JO, "status", "PUBLISHED", "DRAFT PAUSED ARCHIVED HIDDEN_BY_MODERATION"),
    *moved("profile", "id", *JO, "visibility", "PUBLIC", "CONTACTS PRIVATE"),
    *moved("member", "actor_id", *JO, "state", "ACTIVE", "GHOST UNCLAIMED"),
    refused("PROFILE_PUBLIC"),
    refused("MATCHING"),
    *moved("catalogue_entry", "entity_id", *WORKSHOP, "status", "OPEN", "CLOSED ENDED PAUSED"),
    *moved("catalogue_entry", "entity_id", *NOTICES, "status", "PUBLISHED", "WITHDRAWN DEPRECATED"),
    Way(*NOTICES, DELETE.format("dataset_1")),
    Way(*PILOT, DELETE.format("pilot_1")),
    Way(*JO, "DELETE FROM profile_skill; DELETE FROM profile WHERE id = 'profile_jo'"),
]
VIEWERS = {
    "nobody": {},
    "staff": bearer("member_ada", "marketplace:manage", "moderation"),
}
TEXT = "Vogelstimmen erkennen im Wald, Bescheide in Leichte Sprache übersetze, Anonyme Bescheide aus Halle, hören Vögel"
MATCHES = """{ totalCount nodes { id target { __typename ... on Idea { id } ... on Profile { id } ... on Dataset { id }
  ... on PilotProject { id } ... on Workshop { id } } explanation { passage inWords } } }"""
DOORS = f"""query ($text: String!, $pairs: [_Any!]!, $nouns: [_Any!]!) {{
  text: match(input: {{ text: $text }}, first: 100) {MATCHES}
  idea: match(input: {{ ideaId: "idea_plain" }}, first: 100) {MATCHES}
  search(query: $text, first: 100) {{ totalCount nodes {{ highlights target {{ __typename ... on Idea {{ id }}
    ... on Profile {{ id }} ... on Dataset {{ id }} ... on PilotProject {{ id }} ... on Workshop {{ id }} }} }} }}
  word: search(query: "Vogelstimmen Bescheide übersetze", first: 100) {{ totalCount nodes {{ highlights }} }}
  of: idea(id: "idea_plain") {{ matches(first: 100) {MATCHES} similarIdeas(first: 100) {{ id summary }} }}
  pairs: _entities(representations: $pairs) {{ ... on Match {{ id kind score
    target {{ __typename }} explanation {{ passage }} }} }}
  nouns: _entities(representations: $nouns) {{
    ... on Dataset {{ matchingIdeas(first: 100) {{ id summary }} }}
    ... on FundingCall {{ matchingIdeas(first: 100) {{ id summary }} }}
    ... on FundedProject {{ similarIdeas(first: 100) {{ id summary }} }} }}
}}"""
NOUNS = [
    {"__typename": name, "id": each}
    for name, each in (("Dataset", "dataset_1"), ("FundingCall", "call_1"), ("FundedProject", "project_f1"))
]


async def through_all_doors(house: House, document: str, headers: dict[str, str]) -> Any:
    """Everything that matching says, as text; asking for a match by its name does not say it."""
    pairs = [{"__typename": "Match", "id": f"match_idea_plain.{document}"}]
    answer = await ask(house.app, DOORS, {"text": TEXT, "pairs": pairs, "nouns": NOUNS}, headers)
    assert answer.errors == []
    return answer.data


def text_of(data: Any) -> str:
    return orjson.dumps(data).decode().replace("**", "")


def counts(data: Any) -> list[tuple[int, int]]:
    """What is counted and what is there."""
    lists = [data["text"], data["idea"], data["of"]["matches"], data["search"], data["word"]]
    return [(each["totalCount"], len(each["nodes"])) for each in lists]


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


async def is_shown(house: House, way: Way) -> None:
    said = text_of(await through_all_doors(house, way.document, VIEWERS["nobody"]))
    assert way.document in said
    assert way.secret in said


async def is_hidden(house: House, way: Way) -> None:
    for name, headers in VIEWERS.items():
        data = await through_all_doors(house, way.document, headers)
        assert way.document not in text_of(data), (name, way)
        assert way.secret not in text_of(data), (name, way)
        assert all(counted == given for counted, given in counts(data)), (name, way, counts(data))


async def test_what_is_withdrawn_is_behind_no_door_before_the_library_has_heard_of_it(
    service: tuple[House, Matching],
) -> None:
    house, matching = service
    await matching.close()  # it hears of nothing any more
    async with open_connection(house.url, schema=SCHEMA) as connection:
        for way in WAYS:
            await is_shown(house, way)
            await connection.execute(way.sql)
            await is_hidden(house, way)
            if way.back is not None:
                await connection.execute(way.back)


async def test_what_is_withdrawn_leaves_and_what_comes_back_is_found(writable: tuple[House, Matching]) -> None:
    house, matching = writable
    async with open_connection(house.url, schema=SCHEMA) as connection:
        for way in WAYS:
            await connection.execute(way.sql)
            await until_true(lambda: left(matching, way.document))  # noqa: B023 - waited for at once
            await is_hidden(house, way)
            if way.back is not None:
                await connection.execute(way.back)
                await until_true(lambda: holds(matching, way.document))  # noqa: B023 - as above
                await is_shown(house, way)

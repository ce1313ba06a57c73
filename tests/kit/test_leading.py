"""Fields that follow a relation: one, many, certain, counted; one trip a level, as resolvers by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import strawberry

from services.kit.context import Language, RequestContext
from services.kit.database import open_database
from services.kit.leading import class_of, how_many, leads_to
from services.kit.payloads import payload_of
from services.kit.relation import Loads, many, one
from services.kit.schema import subgraph
from services.kit.sql import Statement


@dataclass(frozen=True, slots=True)
class WordRow:
    id: str
    next_id: str | None


@dataclass(frozen=True, slots=True)
class LetterUnder:
    parent: str
    letter: str


@dataclass(frozen=True, slots=True)
class CountUnder:
    parent: str
    count: int


WORDS = one(
    WordRow, Statement("words", "WordRow", "SELECT k, nullif(left(k, -1), '') FROM unnest($1::text[]) k WHERE k <> 'n'")
)
LETTERS = many(
    LetterUnder,
    Statement(
        "letters",
        "LetterUnder",
        "SELECT k, c FROM unnest($1::text[]) k, unnest(string_to_array(k, NULL)) c WHERE c <> $2 LIMIT 50",
    ),
)
COUNTS = one(CountUnder, Statement("counts", "CountUnder", "SELECT k, length(k) FROM unnest($1::text[]) k"), "parent")


def without_x(context: RequestContext) -> tuple[str]:
    return ("x",)


@strawberry.type
class Letter:
    letter: str


WordType = Annotated["Word", strawberry.lazy("tests.kit.test_leading")]


@strawberry.type
class Word:
    row: strawberry.Private[WordRow]
    id: strawberry.ID
    next = leads_to(WordType | None, WORDS, by="row.next_id")
    same = leads_to(WordType, WORDS)
    letters = leads_to(list[Letter], LETTERS, further=without_x, description="Without x.")
    length = how_many(COUNTS)


def words() -> list[Word]:
    return [Word(row=WordRow(id_, id_[:-1] or None), id=strawberry.ID(id_)) for id_ in ("ax", "b", "n")]


@strawberry.type
class Query:
    words: list[Word] = strawberry.field(resolver=words)


def test_the_class_of_a_field() -> None:
    assert class_of(list[WordType] | None) is Word
    assert class_of(Letter) is Letter


async def test_each_level_is_one_trip_and_what_must_be_there_is_missed(kit_url: str) -> None:
    trips: list[str] = []
    async with open_database(kit_url, schema=None, observe=lambda statement: trips.append(statement.name)) as database:
        context = RequestContext(None, Language.DE, load=Loads(database))
        schema = subgraph(Query)
        asked = "{ words { id length letters { letter } next { id next { id } } } }"
        came = await schema.execute(asked, context_value=context)
        assert came.errors is None
        assert came.data == {
            "words": [
                {"id": "ax", "length": 2, "letters": [{"letter": "a"}], "next": {"id": "a", "next": None}},
                {"id": "b", "length": 1, "letters": [{"letter": "b"}], "next": None},
                {"id": "n", "length": 1, "letters": [{"letter": "n"}], "next": None},
            ]
        }
        assert sorted(trips) == ["counts", "letters", "words"]
        failed = await schema.execute("{ words { same { id } } }", context_value=context)
        assert failed.errors is not None
        assert failed.errors[0].path == ["words", 2, "same"]
    assert "letters: [Letter!]!" in schema.as_str()
    assert '"""Without x."""' in schema.as_str()


def test_a_payload_needs_a_type_of_the_schema() -> None:
    assert callable(payload_of(Word, WORDS, {}))

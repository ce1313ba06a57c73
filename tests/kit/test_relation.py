"""Relations: one trip for each level and each set of arguments, in the order of the keys."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from services.kit.database import open_database
from services.kit.relation import Loads, many, one
from services.kit.sql import Statement


@dataclass(frozen=True, slots=True)
class Word:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    parent: str
    letter: str


WORDS = one(Word, Statement("words", "Word", "SELECT k, k || $2 FROM unnest($1::text[]) k WHERE k <> 'no'"))
LETTERS = many(
    Letter,
    Statement(
        "letters", "Letter", "SELECT k, c FROM unnest($1::text[]) k, unnest(string_to_array(k, NULL)) c LIMIT 50"
    ),
)


async def test_a_level_is_one_trip_for_each_relation_and_its_arguments(kit_url: str) -> None:
    trips: list[str] = []
    async with open_database(kit_url, schema=None, observe=lambda statement: trips.append(statement.name)) as database:
        load = Loads(database)
        words, letters = await asyncio.gather(
            asyncio.gather(*(load(WORDS, *asked) for asked in (("b", "!"), ("no", "!"), ("a", "!"), ("a", "?")))),
            asyncio.gather(*(load(LETTERS, key) for key in ("xy", ""))),
        )
        assert words == [Word("b", "b!"), None, Word("a", "a!"), Word("a", "a?")]
        assert letters == [[Letter("xy", "x"), Letter("xy", "y")], []]
        assert sorted(trips) == ["letters", "words", "words"]
        await load(WORDS, "a", "!")
        assert len(trips) == 3, "within a request nothing is asked twice"
        load.forget()
        await load(WORDS, "a", "!")
        assert len(trips) == 4


async def test_whoever_waits_for_a_row_is_not_ended_with_somebody_else(kit_url: str) -> None:
    """A field that fails ends those beside it; what they waited for others may be waiting for, too."""
    async with open_database(kit_url, schema=None) as database:
        load = Loads(database)
        ended = asyncio.ensure_future(load(WORDS, "a", "!"))
        other = asyncio.ensure_future(load(WORDS, "a", "!"))
        await asyncio.sleep(0)
        ended.cancel()
        assert await asyncio.wait_for(other, 30) == Word("a", "a!")
        assert (await asyncio.gather(ended, return_exceptions=True))[0].__class__ is asyncio.CancelledError

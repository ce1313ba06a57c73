"""Named SQL, rows, and the check that statements fit their rows."""

from __future__ import annotations

import types
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.kit.database import open_connection, open_database
from services.kit.errors import BadInputError, StartError, UnavailableError
from services.kit.prepared import faults
from services.kit.sql import Queries, Statement, load_queries, parse_statements


@dataclass(frozen=True, slots=True)
class Pair:
    word: str
    number: int | None


ROWS = types.SimpleNamespace(Pair=Pair)


def statement(text: str, row: str = "Pair", name: str = "example") -> Statement:
    return Statement(name, row, text)


def queries(*statements: Statement) -> Queries:
    return Queries({one.name: one for one in statements})


def test_a_folder_is_read_into_named_statements(tmp_path: Path) -> None:
    (tmp_path / "words.sql").write_text(
        "-- Words.\n\n-- name: words\n-- row: Pair\nSELECT 1;\n\n-- name: no_words\n-- row: none\nDELETE FROM word;\n"
    )
    loaded = load_queries(tmp_path)
    assert loaded.words == Statement("words", "Pair", "SELECT 1")
    assert loaded.no_words == Statement("no_words", "none", "DELETE FROM word")
    with pytest.raises(AttributeError, match="called wrods"):
        loaded.wrods  # noqa: B018 - reading it is the test


def test_a_name_is_taken_once_and_every_file_has_one(tmp_path: Path) -> None:
    for name in ("a.sql", "b.sql"):
        (tmp_path / name).write_text("-- name: same\n-- row: int\nSELECT 1;\n")
    with pytest.raises(ValueError, match="same is defined twice"):
        load_queries(tmp_path)
    with pytest.raises(ValueError, match=r"c\.sql: no statement"):
        parse_statements("SELECT 1;", "c.sql")


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (statement("SELECT 'a' AS word"), "Pair has"),
        (statement("SELECT 1 AS number, 'a'::text AS word"), "Pair has"),
        (statement("SELECT 'a'::text AS word, 1.5::numeric AS number"), "Pair has"),
        (statement("SELECT 'a'::text AS word, NULL::inet AS number"), "inet"),
        (statement("SELECT nonsense"), "does not exist"),
        (statement("SELECT 1", row="Missing"), "no row class Missing"),
        (statement("SELECT 'a'::text", row="int"), "int has"),
    ],
)
async def test_a_statement_that_does_not_fit_is_named(kit_url: str, wrong: Statement, complaint: str) -> None:
    async with open_connection(kit_url) as connection:
        right = statement("SELECT 'a'::text AS word, 1 AS number", name="right")
        count = statement("SELECT count(*) FROM pg_class", row="int", name="count")
        (fault,) = await faults(connection, queries(right, wrong, count), ROWS)
    assert fault.startswith("example: ")
    assert complaint in fault


async def test_rows_values_and_transactions(kit_url: str, own_schema: str) -> None:
    trips: list[str] = []
    async with open_database(kit_url, schema=own_schema, observe=lambda one: trips.append(one.name)) as database:
        await database.do(statement(f"CREATE SCHEMA {own_schema}", name="schema"))
        await database.do(statement("CREATE TABLE word (word text, number int)", name="table"))
        inserted = statement(
            "INSERT INTO word SELECT word, length(word) FROM unnest($1::text[]) AS word", name="insert"
        )
        assert await database.do(inserted, ["eins", "zwei"]) == 2
        with pytest.raises(ZeroDivisionError):
            async with database.transaction() as transaction:
                await transaction.do(inserted, ["drei"])
                async with transaction.transaction() as inner:
                    assert await inner.value(statement("SELECT count(*) FROM word", name="count")) == 3
                raise ZeroDivisionError
        words = statement("SELECT word, number FROM word ORDER BY word", name="words")
        assert await database.rows(Pair, words) == [Pair("eins", 4), Pair("zwei", 4)]
        assert await database.row(Pair, words) == Pair("eins", 4)
        assert await database.row(Pair, statement("SELECT 'a', 1 WHERE false")) is None
    assert trips == ["schema", "table", "insert", "insert", "count", "words", "words", "example"]


async def test_json_columns_are_values(kit_url: str) -> None:
    async with open_database(kit_url) as database:
        assert await database.value(statement("SELECT $1::jsonb || '{\"b\": 2}'"), {"a": "ä"}) == {"a": "ä", "b": 2}


async def test_values_that_postgresql_cannot_hold_are_bad_input(kit_url: str) -> None:
    async with open_database(kit_url) as database:
        for text, argument in (("SELECT $1::text", "\0"), ("SELECT $1::integer", 2**40), ("SELECT $1::integer", "x")):
            with pytest.raises(BadInputError):
                await database.value(statement(text), argument)


async def test_a_database_that_is_away(kit_url: str) -> None:
    with pytest.raises(StartError, match="cannot be opened"):
        async with open_database("postgresql://nobody@127.0.0.1:1/nothing"):
            pass
    async with open_database(kit_url, pool_size=1) as database:
        gone = statement("SELECT pg_terminate_backend(pg_backend_pid())")
        with pytest.raises(UnavailableError):
            await database.value(gone)
        assert await database.value(statement("SELECT 1")) == 1


async def test_what_the_database_refuses_ends_a_command_with_one_sentence(kit_url: str) -> None:
    with pytest.raises(StartError, match="The database refused: division by zero"):
        async with open_connection(kit_url) as connection:
            await connection.execute("SELECT 1/0")

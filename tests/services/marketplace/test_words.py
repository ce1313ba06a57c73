"""Looking up words: what chooses candidates, what only scores them, and counts that never drift."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from services.kit.database import Connection, Database, open_connection, open_database
from services.marketplace.matching.documents import MatchKind
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.documents import (
    SELECTIVE,
    Held,
    documents,
    save_words,
    terms_found,
    words_ahead,
    words_found,
    words_settled,
)
from tests.conftest import FreshDatabase
from tests.services.conftest import House
from tests.services.marketplace.conftest import SCHEMA

PUT = """INSERT INTO document_terms AS t (entity_id, kind, terms)
  SELECT $1 || n, $2, sort(ARRAY(SELECT term_of_kind(term, $2) FROM unnest(terms_of($3)) term))
  FROM generate_series(1, $4::int) n
  ON CONFLICT (entity_id) DO UPDATE SET kind = excluded.kind, terms = excluded.terms"""
COUNTED = "SELECT term, kind, documents FROM term_count WHERE documents <> 0 ORDER BY term, kind"


@pytest.fixture
async def words(template: str, fresh_database: FreshDatabase) -> AsyncIterator[tuple[Connection, Database]]:
    """A database in which no document has words yet."""
    url = await fresh_database(template)
    async with open_connection(url, schema=SCHEMA) as connection, open_database(url, schema=SCHEMA) as database:
        yield connection, database


async def drift(connection: Connection) -> Sequence[object]:
    """How the counts that were kept differ from those made anew."""
    kept = {tuple(row) for row in await connection.fetch(COUNTED)}
    await connection.execute("SELECT count_terms_anew()")
    return sorted(kept ^ {tuple(row) for row in await connection.fetch(COUNTED)})


async def test_parts_of_compounds_are_terms_and_stop_words_are_none(words: tuple[Connection, Database]) -> None:
    connection, _ = words
    shared = "SELECT cardinality(terms_of($1) & terms_of($2))"
    assert await connection.fetchval(shared, "Hochwasser", "Hochwasserwarnung") == 6  # the runs of five letters
    assert await connection.fetchval(shared, "Bescheide", "Bescheid") == 5  # four runs, and the German stem
    assert await connection.fetchval("SELECT terms_of($1)", "der die das und the of") == []
    assert await connection.fetchval("SELECT terms_of($1)", "") == []
    assert await connection.fetchval("SELECT terms_of($1) = terms_of($2)", "Wald Wiese", "wiese, WALD, Wald!") is True


async def test_the_rarer_word_weighs_more(words: tuple[Connection, Database]) -> None:
    connection, database = words
    await connection.execute(PUT, "common_", "IDEA", "Wiese", 20)
    await connection.execute(PUT, "rare_", "IDEA", "Moor", 1)
    await connection.execute(PUT, "both_", "IDEA", "Moor und Wiese", 1)
    found = await terms_found(database, "Moor Wiese")
    assert sorted(found, key=lambda each: -found[each])[:2] == ["both_1", "rare_1"]  # all of it, and half
    assert found["both_1"] == pytest.approx(1.0)  # a share of the question, whatever else is found
    assert found["rare_1"] > 1.7 * found["common_1"]  # though "Wiese" is two terms, and "Moor" one


async def test_what_many_have_chooses_nobody_but_scores(words: tuple[Connection, Database]) -> None:
    connection, database = words
    await connection.execute(PUT, "idea_", "IDEA", "Wiese", SELECTIVE + 1)
    await connection.execute(PUT, "other_", "IDEA", "Moor", 1)
    assert await terms_found(database, "Wiese") == {}
    assert (await terms_found(database, "Wiese", among=["idea_7", "other_1", "nobody"])).keys() == {"idea_7"}
    assert (await terms_found(database, "Wiese Moor")).keys() == {"other_1"}


async def test_a_rare_kind_is_found_among_a_common_one(words: tuple[Connection, Database]) -> None:
    connection, database = words
    await connection.execute(PUT, "idea_", "IDEA", "Hochwasser", SELECTIVE + 1)
    await connection.execute(PUT, "dataset_", "DATASET", "Hochwasser", 1)
    assert (await terms_found(database, "Hochwasser", [MatchKind.DATASET])).keys() == {"dataset_1"}
    assert (await terms_found(database, "Hochwasser")).keys() == {"dataset_1"}
    assert await terms_found(database, "Hochwasser", [MatchKind.PROFILE]) == {}


async def test_words_that_nobody_has_find_nothing(words: tuple[Connection, Database]) -> None:
    _, database = words
    for nothing in ("", "   ", "?!", "der die das", "🦉", "你好", "мир", "سلام", "x" * 20_000):
        assert await terms_found(database, nothing) == {}


async def test_counts_follow_every_change(words: tuple[Connection, Database]) -> None:
    connection, _ = words
    await connection.execute(PUT, "a_", "IDEA", "Wiese und Moor", 3)
    await connection.execute(PUT, "b_", "PROFILE", "Moor", 2)
    await connection.execute(PUT, "a_", "IDEA", "Wiese und Wald", 5)  # three change, two are new
    await connection.execute(PUT, "b_", "DATASET", "Moor", 1)  # becomes something else
    await connection.execute("DELETE FROM document_terms WHERE entity_id IN ('a_2', 'b_2')")
    counted = {tuple(row) for row in await connection.fetch(COUNTED)}
    assert {(0, "IDEA", 4), (0, "DATASET", 1)} <= counted  # the term 0 counts the documents
    assert not any(kind == "PROFILE" for _, kind, _ in counted)
    assert await drift(connection) == []


async def test_two_replicas_that_write_the_same_count_it_once(own: House) -> None:
    async with open_database(own.url, schema=SCHEMA) as database, open_connection(own.url, schema=SCHEMA) as connection:
        ids = [row[0] for row in await connection.fetch("SELECT entity_id FROM document")]
        for _ in range(5):
            await connection.execute("DELETE FROM document_terms WHERE entity_id < 'm'")
            await asyncio.gather(*(save_words(database, order) for order in (ids, ids[::-1], ids[5:])))
        assert await connection.fetchval("SELECT count(*) FROM document_terms") == len(ids)
        assert await drift(connection) == []


async def test_words_that_are_written_together_are_those_that_each_has_alone(
    own: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what waited to be sorted into the index is in it in the end."""
    async with open_database(own.url, schema=SCHEMA) as database, open_connection(own.url, schema=SCHEMA) as connection:
        ids = [row[0] for row in await connection.fetch("SELECT entity_id FROM document")]
        await connection.execute("DELETE FROM document_terms")
        for each in ids:
            await save_words(database, [each])
        alone = await connection.fetch("SELECT * FROM document_terms ORDER BY entity_id")
        await connection.execute("DELETE FROM document_terms")
        assert await words_ahead(database, "none", ids) == {}  # so few are not worth it
        monkeypatch.setattr("services.marketplace.store.documents.MANY", len(ids))
        marks = await words_ahead(database, "none", ids)
        await words_settled(database)
        assert await connection.fetch("SELECT * FROM document_terms ORDER BY entity_id") == alone
        assert marks == {row.document.entity_id: row.text_hash for row in await documents(database, ids)}
        assert await drift(connection) == []
        assert await words_ahead(database, "none", ids[1:]) == {}


async def test_words_are_those_of_the_documents(own: House) -> None:
    async with open_database(own.url, schema=SCHEMA) as database:
        assert {"idea_birds", "pilot_1"} <= (await terms_found(database, "Vogelstimmen")).keys()
        assert "idea_birds" not in await terms_found(database, "Leichte Sprache")


async def test_what_too_many_hold_is_no_hit_by_words(own: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_database(own.url, schema=SCHEMA) as database:
        found = await words_found(database, Held("Bescheide", Viewer()))
        assert len(found) > 1
        monkeypatch.setattr("services.marketplace.store.documents.MOST_WORD_HITS", len(found))
        assert await words_found(database, Held("Bescheide", Viewer())) == found
        monkeypatch.setattr("services.marketplace.store.documents.MOST_WORD_HITS", len(found) - 1)
        assert await words_found(database, Held("Bescheide", Viewer())) == []


async def test_of_a_long_question_only_the_beginning_must_be_there(own: House) -> None:
    async with open_database(own.url, schema=SCHEMA) as database:
        found = await words_found(database, Held("Bescheide", Viewer()))
        assert await words_found(database, Held("Bescheide " * 2_000, Viewer())) == found
        assert await words_found(database, Held("Bescheide " * 100 + "unauffindbar " * 1_000, Viewer())) == found
        assert await words_found(database, Held("unauffindbar " * 1_000, Viewer())) == []


async def test_what_is_misspelt_is_found_by_its_sound(words: tuple[Connection, Database]) -> None:
    connection, database = words
    await connection.execute(
        """INSERT INTO document_terms (entity_id, kind, terms)
          SELECT id, 'IDEA', sort(ARRAY(
            SELECT term_of_kind(term, 'IDEA') FROM terms_of_texts(ARRAY[t]) n, unnest(n.terms) term))
          FROM (VALUES ('court', 'Schöffenwahl'), ('shop', 'Genossenschaft Dorfladen'), ('name', 'Ilsebill Tiedemann'),
            ('other', 'Moor')) d (id, t)"""
    )
    for text, meant in (("Schöfenwahl", "court"), ("Genosenschaft Dorfladn", "shop"), ("Ilsebil Tiedeman", "name")):
        found = await terms_found(database, text)
        assert max(found, key=lambda each: found[each]) == meant
        assert 0.6 < found[meant] < 1  # nearly said, and not quite
    assert await terms_found(database, "Mohr") == {}  # a short word sounds like many


async def test_words_around_a_need_lead_nowhere(words: tuple[Connection, Database]) -> None:
    connection, database = words
    await connection.execute(PUT, "idea_", "IDEA", "Ich brauche Hilfe beim Suchen", 1)
    await connection.execute(PUT, "tool_", "IDEA", "Leiter", 1)
    assert await terms_found(database, "Ich brauche eine Leiter") == {"tool_1": pytest.approx(1.0)}

"""The service alone, as its commands run it: over an empty database, and with the demo data."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.kit.cli import run_migrations
from services.kit.context import Language
from services.kit.database import open_connection
from services.kit.errors import StartError
from services.marketplace.__main__ import SERVICE
from services.marketplace.rules.notices import NOT_READY
from services.marketplace.settings import EMBEDDING_MODEL, from_environment
from tests.conftest import FreshDatabase
from tests.kit.asking import ask, request


async def test_it_opens_over_an_empty_database(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    settings = from_environment(
        {"DATABASE_URL": await fresh_database("template0"), "EMBEDDING_MODEL": str(tmp_path)}  # no model there
    )
    await run_migrations(SERVICE, settings)
    async with SERVICE.opened(settings) as app:
        health = (await request(app, "GET", "/health")).json
        assert health["status"] == "ok"
        assert health["matching"] in ("starting", "failed")
        answer = await ask(
            app,
            """{ ideas { totalCount nodes { id } facets(by: [TOPIC]) { values { count } } } profiles { totalCount }
                 supportOffers { totalCount } programmes { slug } anchorProjects { slug } topics { slug }
                 ministries { code } regions(level: STATE) { ars } idea(id: "idea_1") { id }
                 match(input: { text: "x" }) { totalCount } }""",
        )
        question = '{ match(input: { text: "x" }) { totalCount } }'
        said = {
            language: (await ask(app, question, headers={"accept-language": language})).errors[0]["message"]
            for language in ("de", "en", "de-simple")
        }
    assert answer.codes == [("MATCHING_NOT_READY", "match")]
    assert said == {
        "de": NOT_READY[Language.DE],
        "en": NOT_READY[Language.EN],
        "de-simple": NOT_READY[Language.DE_SIMPLE],
    }
    assert answer.data == {
        "ideas": {"totalCount": 0, "nodes": [], "facets": [{"values": []}]},
        "profiles": {"totalCount": 0},
        "supportOffers": {"totalCount": 0},
        "programmes": [],
        "anchorProjects": [],
        "topics": [],
        "ministries": [],
        "regions": [],
        "idea": None,
        "match": None,
    }


def test_settings_come_from_the_environment() -> None:
    assert from_environment({}).embedding_model == EMBEDDING_MODEL
    assert from_environment({"EMBEDDING_MODEL": "a", "MARKETPLACE_EMBEDDING_MODEL": "b"}).embedding_model == "b"
    assert from_environment({"MARKETPLACE_PORT": "4711"}).port == 4711
    with pytest.raises(StartError, match="MARKETPLACE_PORT"):
        from_environment({"MARKETPLACE_PORT": "a lot"})


async def test_without_a_database_the_error_says_what_to_set() -> None:
    with pytest.raises(StartError, match="MARKETPLACE_DATABASE_URL"):
        async with SERVICE.opened(from_environment({})):
            raise AssertionError("it must not open")


async def test_its_tables_are_in_its_own_schema(template: str, fresh_database: FreshDatabase) -> None:
    """Services may share a database: nothing of ours is in the schema "public" but extensions."""
    async with open_connection(await fresh_database(template)) as connection:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert tables == []

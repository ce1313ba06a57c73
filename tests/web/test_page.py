"""The page, its saved queries and its build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema
from starlette.applications import Starlette

from gateway.ground.errors import ConfigurationError
from gateway.making import judged_operations
from gateway.model.saved import SavedOperation
from gateway.web.pages.operations import read_operations
from gateway.web.pages.page import BUILD, page_routes

SOURCES = BUILD.parents[1] / "graphiql"


def source_files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name != "node_modules":
            yield from source_files(path) if path.is_dir() else (path,)


def test_the_committed_build_is_of_the_committed_sources() -> None:
    """What record.mjs wrote down at the build; if this fails, run ``make graphiql``."""
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(SOURCES).as_posix(), path) for path in source_files(SOURCES)):
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    assert (BUILD / "sources.sha256").read_text().strip() == digest.hexdigest()


def test_the_build_loads_nothing_from_elsewhere() -> None:
    page = (BUILD / "index.html").read_text()
    assert 'src="http' not in page
    assert 'href="http' not in page


@pytest.fixture
def application() -> Starlette:
    saved = SavedOperation("01", "One", "query", "{ a }")
    return Starlette(routes=page_routes("/graphql", lambda: (saved,), issuer=True))


@pytest.mark.parametrize("target", ["/", "/graphiql.json", "/operations.json", "/graphiql/mark.svg"])
async def test_everything_is_served_under_a_policy(ask: Any, application: Starlette, target: str) -> None:
    reply = await ask(application, "GET", target)
    assert reply.status == 200
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "http" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"


async def test_assets_may_be_kept_and_the_page_may_not(ask: Any, application: Starlette) -> None:
    asset = next((BUILD / "assets").glob("index-*.js")).name
    assert "immutable" in (await ask(application, "GET", f"/graphiql/assets/{asset}")).headers["cache-control"]
    assert (await ask(application, "GET", "/")).headers["cache-control"] == "no-cache"


async def test_the_page_learns_where_the_graph_is_and_what_is_saved(ask: Any, application: Starlette) -> None:
    assert (await ask(application, "GET", "/graphiql.json")).json == {"endpoint": "/graphql", "issuer": True}
    (saved,) = (await ask(application, "GET", "/operations.json")).json
    assert saved == {"id": "01", "title": "One", "kind": "query", "query": "{ a }", "problem": None, "group": ""}


@pytest.mark.parametrize("target", ["/graphiql/../page.py", "/graphiql/%2e%2e/page.py", "/graphiql/nothing"])
async def test_nothing_outside_the_build_is_served(ask: Any, application: Starlette, target: str) -> None:
    assert (await ask(application, "GET", target)).status == 404


def test_saved_queries_are_read_in_order_with_their_headings(tmp_path: Path) -> None:
    (tmp_path / "02_b.graphql").write_text("mutation Save { save }")
    (tmp_path / "01_a.graphql").write_text("\n# 01 - First (cip)\n# more\nquery A { a }")
    (tmp_path / "note.txt").write_text("not a query")
    first, second = read_operations(tmp_path)
    assert (first.id, first.title, first.kind) == ("01_a", "01 - First (cip)", "query")
    assert (second.title, second.kind) == ("Save", "mutation")
    assert read_operations(None) == ()


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("# 01 - First (cip)\n# Group: Look around\n# more\nquery A { a }", "Look around"),
        ("\ufeff\n# 01 - First\n\n#Group:  Look around \r\nquery A { a }", "Look around"),
        ("# 01 - First\n# Group:\nquery A { a }", ""),
        ("# 01 - First\nquery A {\n  # Group: of fields\n  a\n}", ""),
        ("query A { a }\n# Group: too late", ""),
        ("{ a }", ""),
    ],
)
def test_a_saved_query_names_its_group_above_its_operation(tmp_path: Path, text: str, group: str) -> None:
    (tmp_path / "01_a.graphql").write_text(text, encoding="utf-8", newline="")
    (saved,) = read_operations(tmp_path)
    assert saved.group == group


def test_saved_queries_that_cannot_be_read_are_all_named(tmp_path: Path) -> None:
    (tmp_path / "a.graphql").write_text("query {")
    (tmp_path / "b.graphql").write_text("fragment F on Q { a }")
    (tmp_path / "c.graphql").write_bytes(b"\xff")
    with pytest.raises(ConfigurationError) as caught:
        read_operations(tmp_path)
    assert len(caught.value.problems) == 3


def test_a_saved_query_that_this_graph_cannot_answer_says_why() -> None:
    """It is not hidden: a newcomer would look for number 2 and not find it."""
    api = build_schema("type Query { apple: String }")
    good, bad = judged_operations(
        (SavedOperation("01", "One", "query", "{ apple }"), SavedOperation("02", "Two", "query", "{ b c }")), api
    )
    assert good.problem is None
    assert bad.problem == "Cannot query field 'b' on type 'Query'. (1 more)"

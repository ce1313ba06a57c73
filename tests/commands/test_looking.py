"""``compose``, ``plan`` and ``show``: what they print and with which exit code they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gateway.commands.composing import in_words
from gateway.model.composition import CompositionError, CompositionFailed, CompositionHint, HintLevel


def test_compose_writes_the_supergraph(run: Any, listed: Path) -> None:
    ended = run("compose", listed)
    assert ended.code == 0
    assert "@join__graph" in ended.out
    target = listed.parent / "out.graphql"
    assert (run("compose", listed, "-o", target)).out == ""
    assert target.read_text() == ended.out
    as_json = json.loads((run("compose", listed, "--format", "json")).out)
    assert as_json == {"errors": [], "hints": [], "supergraph": ended.out}


def test_compose_says_hints_for_the_curious_only_when_asked(run: Any) -> None:
    ours = Path(__file__).parents[2] / "schema" / "supergraph.yaml"
    quiet, loud = run("compose", ours), run("compose", ours, "--debug")
    assert quiet.out == loud.out != ""
    assert "debug: " in loud.err
    assert "debug: " not in quiet.err
    assert "info: " in quiet.err


def test_compose_says_every_error(run: Any, listed: Path) -> None:
    books = listed.parent / "books.graphql"
    books.write_text(books.read_text() + 'type Extra @key(fields: "nothing") { id: ID }\ntype More { x: Unknown }\n')
    ended = run("compose", listed)
    assert (ended.code, ended.out) == (1, "")
    assert "error: " in ended.err
    assert "do not fit together" in ended.err
    as_json = run("compose", listed, "--format", "json")
    assert as_json.code == 1
    errors = json.loads(as_json.out)["errors"]
    assert all(error["code"] and error["message"] for error in errors)
    served = run("serve", "--subgraphs", listed)
    assert served.code == 2
    assert all(error["code"] in served.err for error in errors)


def test_errors_come_after_hints() -> None:
    """What has to be mended must not scroll away."""
    hint = CompositionHint("H", "a hint", HintLevel.WARN)
    failed = CompositionFailed((CompositionError("E", "an error"),), (hint,))
    assert [line.split(":")[0] for line in in_words(failed).splitlines()[:2]] == ["warn", "error"]


@pytest.mark.parametrize(
    "words", [(), ("compose",), ("nonsense",), ("plan", "x"), ("serve",), ("compose", "a", "--format", "xml")]
)
def test_a_wrong_command_line_shows_how_it_goes(run: Any, words: tuple[str, ...]) -> None:
    ended = run(*words)
    assert ended.code == 2
    assert ended.err.startswith("usage: ")


@pytest.fixture
def operation(listed: Path) -> Path:
    file = listed.parent / "operation.graphql"
    file.write_text(
        "query Q($more: Boolean = false) { ...Part }"
        " fragment Part on Query { books { title stars @include(if: $more) } }"
    )
    return file


PLANNED = """\
0 query books
  {
    books {
      title
      id
    }
  }

1 query reviews after 0
  at books[]
  send Book { id }
  {
    ... on Book {
      stars
    }
  }
"""


def test_plan_shows_every_fetch(run: Any, listed: Path, operation: Path) -> None:
    words = ("plan", "--subgraphs", listed, operation, "--variables", '{"more": true}')
    assert (ended := run(*words)).out == PLANNED, ended.err
    plan = json.loads(run(*words, "--format", "json").out)
    first, second = plan["node"]["nodes"]
    assert (first["serviceName"], second["node"]["serviceName"]) == ("books", "reviews")


def test_plan_needs_values_only_for_what_decides_conditions(run: Any, listed: Path) -> None:
    needy = "mutation Rate($id: ID!) { rate(id: $id) { stars } }"
    planned = run("plan", "--subgraphs", listed, "-", stdin=needy)
    assert planned.code == 0, planned.err
    assert "rate(id: $id)" in planned.out
    assert run("show", "fetches", "--subgraphs", listed, "-", stdin=needy).code == 0
    wrong = run("plan", "--subgraphs", listed, "-", "--variables", '{"id": [1]}', stdin=needy)
    assert (wrong.code, "BAD_USER_INPUT" in wrong.err) == (1, True)
    asked = "query Q($more: Boolean!) { books { title stars @include(if: $more) } }"
    missing = run("plan", "--subgraphs", listed, "-", stdin=asked)
    assert (missing.code, missing.out) == (1, "")
    assert "Variable '$more' decides @skip or @include and needs a value." in missing.err
    assert run("plan", "--subgraphs", listed, "-", "--variables", '{"more": true}', stdin=asked).code == 0


def test_plan_decides_conditions_by_the_variables(run: Any, listed: Path, operation: Path) -> None:
    assert "reviews" not in run("plan", "--subgraphs", listed, operation).out


@pytest.mark.parametrize(
    ("text", "words", "code", "said"),
    [
        ("{ __typename }", (), 0, ""),
        ("{ unknown }", (), 1, "GRAPHQL_VALIDATION_FAILED: Cannot query field 'unknown'"),
        ("{", (), 1, "GRAPHQL_PARSE_FAILED"),
        ("{ books { title } }", ("--variables", "[]"), 2, "--variables must be a JSON object"),
        ("query A { who } query B { who }", (), 1, ""),
        ("query A { who } query B { who }", ("--name", "B"), 0, ""),
    ],
)
def test_an_operation_is_refused_as_a_client_would_see_it(
    run: Any, listed: Path, text: str, words: tuple[str, ...], code: int, said: str
) -> None:
    ended = run("plan", "--subgraphs", listed, "-", *words, stdin=text)
    assert (ended.code, ended.code == 0) == (code, ended.out != "")
    assert said in ended.err


def test_show_prints_each_stage(run: Any, listed: Path, operation: Path) -> None:
    graph = run("show", "graph", "--subgraphs", listed)
    assert "=> Book@reviews by @key(id)" in graph.out
    api = run("show", "api", "--subgraphs", listed)
    assert "type Book {\n  id: ID!\n  title: String\n  stars: Int\n}" in api.out
    shown = run("show", "operation", "--subgraphs", listed, operation)
    assert shown.out == "query Q {\n  books {\n    title\n  }\n}\n"
    paths = run("show", "paths", "--subgraphs", listed, operation)
    assert paths.out == "leaf 0\n  Query@books .books .title\n"
    program = run("show", "program", "--subgraphs", listed, operation)
    assert "def collect(root):" in program.out
    assert "# the answer (structs fit this plan)" in program.out
    fetches = run("show", "fetches", "--subgraphs", listed, operation)
    assert fetches.out.startswith("# books\n")


def test_a_file_that_is_not_there_is_said(run: Any, tmp_path: Path) -> None:
    for words in (("compose", "no.yaml"), ("show", "api", "--supergraph", "no.graphql")):
        ended = run(*words)
        assert ended.code == 2
        assert "cannot be read" in ended.err


def test_what_is_no_supergraph_is_said(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "plain.graphql"
    for text in ("type Query { a: Int }", "not SDL {", ""):
        file.write_text(text)
        ended = run("serve", "--supergraph", file)
        assert ended.code == 2
        assert "cannot be served" in ended.err


def test_check_finds_what_would_break(run: Any, listed: Path) -> None:
    served = listed.parent / "served.graphql"
    run("compose", listed, "-o", served)
    operations = listed.parent / "operations"
    operations.mkdir()
    (operations / "stars.graphql").write_text("{ books { stars } }")
    (operations / "never.graphql").write_text("{ neverWas }")
    words = ("check", listed, "--against", served, "--operations", operations)
    same = run(*words)
    assert (same.code, same.out) == (0, "Passed: 0 breaking, 0 dangerous, 0 safe, 0 saved operations broken.\n")
    reviews = listed.parent / "reviews.graphql"
    reviews.write_text(reviews.read_text().replace("stars: Int", "rating: Int"))
    changed = run(*words)
    assert changed.code == 1
    assert changed.out.splitlines() == [
        "breaking: FIELD_REMOVED: Field Book.stars was removed.",
        "safe: FIELD_ADDED: Field Book.rating was added.",
        "breaking: operation stars: Cannot query field 'stars' on type 'Book'.",
        "Failed: 1 breaking, 0 dangerous, 1 safe, 1 saved operations broken.",
    ]
    assert "### Breaks clients" in run(*words, "--format", "markdown").out
    reviews.write_text("type Query {")
    assert run(*words).code == 1


def test_check_tells_what_a_saved_operation_would_cost_more(run: Any, listed: Path) -> None:
    served = listed.parent / "served.graphql"
    run("compose", listed, "-o", served)
    operations = listed.parent / "operations"
    operations.mkdir()
    (operations / "titles.graphql").write_text("{ books { title } }")
    books, reviews = listed.parent / "books.graphql", listed.parent / "reviews.graphql"
    books.write_text(books.read_text().replace(" title: String", ""))
    reviews.write_text(reviews.read_text().replace("stars: Int", "stars: Int title: String"))
    moved = run("check", listed, "--against", served, "--operations", operations)
    assert moved.code == 0
    assert "costs more: operation titles: 2 requests instead of 1" in moved.out.splitlines()


def test_explain_knows_the_codes_of_requests_and_of_composition(run: Any) -> None:
    assert "limit_body" in run("explain", "REQUEST_TOO_LARGE").out
    assert "To mend: " in run("explain", "satisfiability_error").out
    unknown = run("explain", "REQUEST_TO_LARGE")
    assert (unknown.code, unknown.out) == (2, "")
    assert "Did you mean REQUEST_TOO_LARGE?" in unknown.err

"""supergraph.yaml: where the subgraphs are and where their SDL comes from."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from gateway.ground.errors import ConfigurationError, SubgraphError
from gateway.model.composition import SubgraphSource, View
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.model.supergraph import Subgraph
from gateway.subgraphs.accountable import accountable
from gateway.subgraphs.listing import ListedSubgraph, read_listing, read_sources, read_view

LIST = """
federation_version: =2.9
subgraphs:
  cip:
    routing_url: http://cip.example/graphql
    schema: {file: subgraphs/cip.graphql}
    owner: BMAS
    contact: cip@example.org
  market:
    schema: {subgraph_url: "http://${env.MARKET}/graphql"}
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "supergraph.yaml"
    file.write_text(text)
    return file


def test_the_list_is_read_with_paths_relative_to_it(tmp_path: Path) -> None:
    cip, market = read_listing(write(tmp_path, LIST), {"MARKET": "market:4004"})
    assert cip == ListedSubgraph(
        "cip",
        "http://cip.example/graphql",
        tmp_path / "subgraphs/cip.graphql",
        owner="BMAS",
        contact="cip@example.org",
    )
    assert (market.url, market.ask) == ("http://market:4004/graphql", "http://market:4004/graphql")


async def test_the_sdl_comes_from_the_file_or_from_the_running_service(tmp_path: Path) -> None:
    asked: list[SubgraphRequest] = []

    async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
        asked.append(request)
        return SubgraphAnswer(200, orjson.dumps({"data": {"_service": {"sdl": "type Query { b: Int }"}}}))

    (tmp_path / "a.graphql").write_text("type Query { a: Int }")
    listed = (ListedSubgraph("a", "http://a", tmp_path / "a.graphql"), ListedSubgraph("b", "http://b", ask="http://b2"))
    assert await read_sources(listed, send) == (
        SubgraphSource("a", "http://a", "type Query { a: Int }"),
        SubgraphSource("b", "http://b", "type Query { b: Int }"),
    )
    assert [(request.url, orjson.loads(request.body)["query"]) for request in asked] == [
        ("http://b2", "{ _service { sdl } }")
    ]


async def test_every_sdl_that_cannot_be_had_is_named(tmp_path: Path) -> None:
    async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
        if request.subgraph == "gone":
            raise SubgraphError("gone", "The service 'gone' cannot be reached.")
        return SubgraphAnswer(200, b'{"data": {"_service": null}}')

    listed = (
        ListedSubgraph("file", "", tmp_path / "no.graphql"),
        ListedSubgraph("gone", "", ask="http://gone"),
        ListedSubgraph("odd", "", ask="http://odd"),
    )
    with pytest.raises(ConfigurationError) as caught:
        await read_sources(listed, send)
    file, gone, odd = caught.value.problems
    assert "No such file" in file
    assert gone == "The service 'gone' cannot be reached."
    assert odd.startswith("odd: it did not answer")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lists no subgraphs"),
        ("- a", "lists no subgraphs"),
        ("subgraphs: {}", "lists no subgraphs"),
        ("subgraphs: [", "is not YAML"),
        ("subgraphs: {2020-99-99: 1}", "is not YAML"),
        ('subgraphs: {a: !!int ""}', "is not YAML"),
        ("subgraphs: {a: !!bool x}", "is not YAML"),
        ("subgraphs: {a: !!timestamp x}", "is not YAML"),
        ("[" * 20_000, "nested too deeply"),
        ("{a: " * 5_000, "nested too deeply"),
        ("subgraphs:\n  a: {schema: {sdl: x}}\n  a: {schema: {sdl: y}}", "the name 'a' stands twice, again in line 3"),
        ("subgraphs: {a: {schema: {sdl: x, sdl: y}}}", "the name 'sdl' stands twice"),
        ("subgraphs: {a: {schema: {sdl: x}}}\nviews: 5", "needs a name for each view"),
        ("subgraphs: {a: {schema: {sdl: x}}}\nviews: {p: {exclude: 5}}", "the view 'p' takes lists of tags"),
        ("subgraphs: {a: {schema: {sdl: x}}}\nviews: {p: {exclude: null}}", "the view 'p' takes lists of tags"),
        ("subgraphs: {a: {schema: {sdl: x}}}\nviews: {p: 0}", "the view 'p' takes lists of tags"),
        ("subgraphs: {a: 1}", "needs `schema:`"),
        ("subgraphs: {a: {schema: x}}", "needs `schema:`"),
        ("subgraphs: {a: {schema: {}}}", "needs one of"),
        ("subgraphs: {a: {schema: {graphref: x@y, subgraph: z}}}", "needs one of"),
        ("subgraphs: {a: {schema: {file: 1}}}", "must be text"),
        ("subgraphs: {a: {schema: {file: x, subgraph_url: y}}}", "needs one of"),
        ("subgraphs: {a: {routing_url: [], schema: {file: x}}}", "must be text"),
        ('subgraphs: {a: {schema: {file: "${env.NOT_THERE}"}}}', "NOT_THERE is not set"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_listing(write(tmp_path, text), {})
    assert words in " ".join((caught.value.message, *caught.value.problems))


def test_a_missing_list_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_listing(tmp_path / "no.yaml", {})


def test_a_view_of_the_list_is_read_by_its_name(tmp_path: Path) -> None:
    file = write(
        tmp_path, LIST + "views:\n  public: {exclude: [internal]}\n  all:\n  odd: [a]\n  wrong: {without: [a]}\n"
    )
    assert read_view(file, "public", {}) == View(exclude=frozenset({"internal"}))
    assert read_view(file, "all", {}) == View()
    for name in ("odd", "wrong"):
        with pytest.raises(ConfigurationError, match="lists of tags"):
            read_view(file, name, {})
    with pytest.raises(ConfigurationError, match="there is: public, all, odd, wrong"):
        read_view(file, "nothing", {})


async def test_an_error_says_whose_service_failed_and_whom_to_call() -> None:
    async def failing(request: SubgraphRequest, /) -> SubgraphAnswer:
        raise SubgraphError(request.subgraph, "It is away.", extensions={"contact": "its own"})

    cip = Subgraph("CIP", "cip", "http://cip", owner="BMAS", contact="cip@example.org")
    send = accountable(failing, {"cip": cip, "lab": Subgraph("LAB", "lab", "http://lab")})
    with pytest.raises(SubgraphError) as caught:
        await send(SubgraphRequest("cip", "http://cip", OperationKind.QUERY, b""))
    assert caught.value.extensions == {"owner": "BMAS", "contact": "its own"}
    with pytest.raises(SubgraphError) as caught:
        await send(SubgraphRequest("lab", "http://lab", OperationKind.QUERY, b""))
    assert caught.value.extensions == {"contact": "its own"}

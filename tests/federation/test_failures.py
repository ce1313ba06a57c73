"""A failing ministry costs only its fields, and each cause has one error."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphRequest
from tests.federation.example import load
from tests.federation.federated import Spoil, ask

LIBRARY = load("library")
QUERY = LIBRARY.queries["Everything"]


def down(request: SubgraphRequest, _: dict[str, Any]) -> SubgraphError:
    return SubgraphError(request.subgraph, f"Service '{request.subgraph}' did not answer.")


def with_data(change: Any) -> Spoil:
    """Change the data of an honest answer."""

    def spoil(_: SubgraphRequest, answer: dict[str, Any]) -> bytes:
        return json.dumps({**answer, **change(answer["data"])}).encode()

    return spoil


def only_entities(change: Any) -> Spoil:
    """Change each list of entities of an honest answer."""
    return with_data(lambda data: {"data": {k: change(v) if k.startswith("_e") else v for k, v in data.items()}})


async def test_nullable_fields_of_a_dead_subgraph_are_null() -> None:
    got = await ask(LIBRARY, "{ books { title shippingCost shelf { room } } }", spoiled={"shelves": down})
    assert got["data"]["books"][0] == {"title": "Effi Briest", "shippingCost": None, "shelf": None}
    assert got["errors"] == [
        {
            "message": "Service 'shelves' did not answer.",
            "path": ["books", place, name],
            "extensions": {"code": "SUBREQUEST_HTTP_ERROR", "service": "shelves"},
        }
        for place in range(3)
        for name in ("shippingCost", "shelf")
    ]


async def test_a_non_null_field_of_a_dead_subgraph_moves_its_null_up_without_a_second_error() -> None:
    got = await ask(
        LIBRARY,
        '{ book(id: 1) { id } me { name } b: book(id: "b1") { title reviews { id } } }',
        spoiled={"reviews": down},
    )
    assert got["data"] == {"book": None, "me": {"name": "Ada"}, "b": None}
    assert [error["extensions"]["service"] for error in got["errors"]] == ["reviews"]


def unknown(entities: list[Any]) -> list[Any]:
    return [None] * len(entities)


async def test_an_entity_that_its_subgraph_does_not_show_is_null_without_an_error() -> None:
    got = await ask(
        LIBRARY,
        'query { book(id: "b1") { title reviews { id } } me { name } }',
        spoiled={"reviews": only_entities(unknown)},
    )
    assert got == {"data": {"book": None, "me": {"name": "Ada"}}}


async def test_nothing_is_null_without_an_error_where_null_may_not_stand() -> None:
    got = await ask(LIBRARY, "{ books { title reviews { id } } }", spoiled={"reviews": only_entities(unknown)})
    assert got["data"] is None or got["data"]["books"] is None
    assert {error["extensions"]["code"] for error in got["errors"]} == {"NULL_IN_NON_NULL_POSITION"}


async def test_what_the_subgraph_knows_and_leaves_out_is_an_error_still() -> None:
    def without(entities: list[Any]) -> list[Any]:
        return [dict.fromkeys(entity) for entity in entities]

    got = await ask(LIBRARY, 'query { book(id: "b1") { reviews { id } } }', spoiled={"reviews": only_entities(without)})
    assert got["data"] == {"book": None}
    assert [error["extensions"]["code"] for error in got["errors"]] == ["NULL_IN_NON_NULL_POSITION"]


async def test_a_dead_root_takes_a_non_null_root_with_it() -> None:
    got = await ask(LIBRARY, "{ books { id } me { name } }", spoiled={"catalogue": down})
    assert got["data"] is None
    assert len(got["errors"]) == 1


@pytest.mark.parametrize("dead", ["shelves", "reviews", "readers"])
async def test_one_dead_subgraph_is_one_error_for_each_place(dead: str) -> None:
    got = await ask(LIBRARY, QUERY, spoiled={dead: down})
    assert {error["extensions"]["service"] for error in got["errors"]} == {dead}
    assert len({tuple(error["path"]) for error in got["errors"]}) == len(got["errors"])
    assert all(set(error) == {"message", "path", "extensions"} for error in got["errors"])


@pytest.mark.parametrize("dead", list(LIBRARY.subgraphs))
@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{}", b'{"data": 1}', b'{"data": {}}', b"\xff", b'{"errors": [1, null]}']
)
async def test_no_answer_is_so_bad_that_ours_is_not_graphql(dead: str, body: bytes) -> None:
    got = await ask(LIBRARY, QUERY, spoiled={dead: lambda _request, _answer: body})
    assert set(got) == {"data", "errors"}
    assert all(isinstance(error["message"], str) and error["extensions"]["code"] for error in got["errors"])


async def test_an_entity_error_has_the_clients_path() -> None:
    def spoil(data: dict[str, Any]) -> dict[str, Any]:
        (alias,) = data
        data[alias][0]["r"] = None
        return {"data": data, "errors": [{"message": "no rating", "path": [alias, 0, "r"], "locations": []}]}

    got = await ask(
        LIBRARY,
        "{ x: books { r: rating } }",
        spoiled={"reviews": with_data(spoil)},
    )
    assert got["errors"][0]["path"] == ["x", 0, "r"]
    assert "locations" not in got["errors"][0]


@pytest.mark.parametrize(
    "change",
    [
        lambda items: items[:-1],
        lambda items: [*items, None],
        lambda items: "text",
        lambda items: None,
        lambda items: [1] * len(items),
    ],
    ids=["short", "long", "text", "null", "numbers"],
)
async def test_entities_of_the_wrong_shape_are_not_guessed_at(change: Any) -> None:
    got = await ask(LIBRARY, "{ books { title rating } }", spoiled={"reviews": only_entities(change)})
    assert [book["title"] for book in got["data"]["books"]] == ["Effi Briest", "Buch der Lieder", None]
    assert [book["rating"] for book in got["data"]["books"]] == [None, None, None]


async def test_a_wrong_type_from_a_subgraph_is_an_error_at_its_place() -> None:
    wrong = with_data(lambda data: {"data": {"books": [{**book, "title": {"a": 1}} for book in data["books"]]}})
    got = await ask(LIBRARY, "{ books(first: 1) { title } }", spoiled={"catalogue": wrong})
    assert got["data"] == {"books": [{"title": None}]}
    assert [error["path"] for error in got["errors"]] == [["books", 0, "title"]]
    assert got["errors"][0]["extensions"]["code"] == "INVALID_SUBGRAPH_VALUE"


async def test_a_type_that_the_graph_does_not_know_is_an_error() -> None:
    animals = load("interfaces")
    unknown = with_data(lambda data: {"data": {"animals": [{**a, "__typename": "Dragon"} for a in data["animals"]]}})
    got = await ask(animals, "{ zoo { star { name } } animals { name __typename } }", spoiled={"animals": unknown})
    assert got["data"] is None
    assert ["animals", 0] in [error["path"] for error in got["errors"]]


async def test_a_failed_mutation_does_not_stop_the_next() -> None:
    counting = load("mutations")
    got = await ask(
        counting, 'mutation { n: note(text: "x") { text } a: add(by: 1) { value } }', spoiled={"notes": down}
    )
    assert got["data"] == {"n": None, "a": {"value": 1}}
    assert [error["path"] for error in got["errors"]] == [["n"]]


async def test_a_missing_list_position_of_a_shared_root_is_no_guess() -> None:
    shared = load("shared")
    shorter = with_data(lambda data: {"data": {"home": {"links": data["home"]["links"][:1]}}})
    got = await ask(shared, "{ home { links { href text } } }", spoiled={"two": shorter})
    assert got["data"]["home"]["links"][0] in ({"href": "/a", "text": None}, {"href": None, "text": "A"})
    assert {error["extensions"]["code"] for error in got["errors"]} == {"SUBGRAPH_RESPONSE_MALFORMED"}

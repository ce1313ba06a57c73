"""Every null that a failure made has an error with its own path, and no error stands at a place that has its value."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from random import Random
from typing import Any

import pytest

from gateway.answering.answer import answer
from gateway.answering.graph import Graph
from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from gateway.model.operation import Field, Operation
from gateway.model.result import FieldError, Guarded
from gateway.projection.placing import is_under_null
from tests.federation.asking import random_operation
from tests.federation.example import Example, example_names, load
from tests.federation.federated import InProcess, graph_of
from tests.federation.subgraph import whole_schema
from tests.federation.test_examples import cases

Path = tuple[str | int, ...]
Ruin = Callable[[dict[str, Any]], bytes | None]


def silent(_: dict[str, Any]) -> None:
    """The service cannot be reached."""


def refused(_: dict[str, Any]) -> bytes:
    return b'{"data": null, "errors": [{"message": "no"}]}'


def without_entities(given: dict[str, Any]) -> bytes:
    """The entities are no objects; root fields are missing."""
    data = given["data"] or {}
    return json.dumps({"data": {key: [1] * len(data[key]) for key in data if key.startswith("_e")}}).encode()


def with_first_entity_refused(given: dict[str, Any]) -> bytes:
    """One entity is null with an error; root fields are null with one each."""
    data, errors = given["data"] or {}, []
    for key, value in data.items():
        if key.startswith("_e"):
            if not value:
                continue
            value[0] = None
            errors.append({"message": "no", "path": [key, 0]})
        else:
            data[key] = None
            errors.append({"message": "no", "path": [key]})
    return json.dumps({"data": data, "errors": errors or [{"message": "no"}]}).encode()


def with_first_field_refused(given: dict[str, Any]) -> bytes:
    """One field of the first entity is null with an error; root fields as before."""
    data, errors = given["data"] or {}, []
    for key, value in data.items():
        if key.startswith("_e") and value and value[0]:
            name = next(reversed(value[0]))
            value[0][name] = None
            errors.append({"message": "no", "path": [key, 0, name]})
        elif not key.startswith("_e"):
            data[key] = None
            errors.append({"message": "no", "path": [key]})
    return json.dumps({"data": data, "errors": errors or [{"message": "no"}]}).encode()


RUINS = (silent, refused, without_entities, with_first_entity_refused, with_first_field_refused)


@dataclass(slots=True)
class Ruined:
    """A filling of the Send seam in which one request goes wrong. ``seen``: all requests."""

    honest: InProcess
    wrong: tuple[str, bytes] | None
    ruin: Ruin
    seen: list[tuple[str, bytes]] = field(default_factory=list)

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        name = (request.subgraph, request.body)
        self.seen.append(name)
        given = await self.honest(request)
        if name != self.wrong:
            return given
        body = self.ruin(json.loads(given.body))
        if body is None:
            raise SubgraphError(request.subgraph, "It is away.")
        return SubgraphAnswer(200, body)


async def ask(graph: Graph, text: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    got: dict[str, Any] = json.loads((await answer(graph, GraphQLRequest(text, variables=variables))).body)
    return got


async def asked(
    example: Example,
    text: str,
    variables: Mapping[str, Any],
    wrong: tuple[str, bytes] | None,
    ruin: Ruin,
    structs: bool,
) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    honest = InProcess(example, example.store())
    send = Ruined(honest, wrong, ruin)
    return await ask(graph_of(example, send, structs), text, variables), send.seen


def new_nulls(before: Any, after: Any, path: Path = ()) -> Iterator[Path]:
    """The places that are null in ``after`` and were not before."""
    if after is None:
        if before is not None:
            yield path
    elif isinstance(after, dict) and isinstance(before, dict):
        for key, value in after.items():
            yield from new_nulls(before.get(key), value, (*path, key))
    elif isinstance(after, list) and isinstance(before, list):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from new_nulls(old, new, (*path, place))


async def check_places(example: Example, text: str, variables: Mapping[str, Any]) -> None:
    """For every fetch that the operation makes and every kind of failure, in both back ends."""
    whole, fetches = await asked(example, text, variables, None, silent, True)
    for wrong, ruin in product(fetches, RUINS):
        typed, _ = await asked(example, text, variables, wrong, ruin, True)
        plain, _ = await asked(example, text, variables, wrong, ruin, False)
        assert typed == plain, (ruin, text, wrong)
        check_errors(whole, plain, (ruin, text, wrong, plain))


def check_errors(whole: dict[str, Any], got: dict[str, Any], seen: Any) -> None:
    errors = got.get("errors", [])
    paths = {tuple(error["path"]) for error in errors if "path" in error}
    for place in new_nulls(whole["data"], got["data"]):
        assert any(path[: len(place)] == place for path in paths), (place, seen)
    assert all(is_under_null(got["data"], path) for path in paths), seen
    assert all(error["extensions"]["code"] for error in errors), seen
    assert errors, seen


@pytest.mark.parametrize(("name", "query"), cases())
async def test_every_failing_fetch_of_every_example(name: str, query: str) -> None:
    example = load(name)
    text = example.queries[query]
    await check_places(example, text, {"no": False} if "$no" in text else {})


@pytest.mark.parametrize("name", example_names())
async def test_every_failing_fetch_of_random_operations(name: str) -> None:
    example = load(name)
    for seed in range(100, 102):
        text = random_operation(whole_schema(example), Random(seed))
        await check_places(example, text, {})


MALFORMED = [
    b"", b"null", b"5", b"[]", b"{}", b"\xff", b"<html>", b'{"data": []}', b'{"data": 5}', b'{"data": null}',
    b'{"data": {}}', b'{"data": {}, "errors": {}}', b'{"data": {}, "errors": "no"}', b'{"data": {}, "errors": 0}',
    b'{"errors": []}', b'{"errors": [1, null]}', b'{"data": null, "errors": [{}]}',
]  # fmt: skip
ENTITIES: list[Callable[[list[Any]], Any]] = [
    lambda _: None, lambda _: "text", lambda _: 5, lambda _: {}, lambda _: [], lambda items: items[:-1],
    lambda items: [*items, *items], lambda items: [1] * len(items), lambda items: ["x"] * len(items),
    lambda items: [True] * len(items), lambda items: [[]] * len(items), lambda items: items[0],
    lambda items: {"data": items},
]  # fmt: skip
LIBRARY = load("library")
BOOKS = "{ books { title rating shelf { room } } me { name } }"


async def spoiled(dead: str, ruin: Ruin, structs: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    whole, fetches = await asked(LIBRARY, BOOKS, {}, None, ruin, structs)
    (wrong,) = {fetch for fetch in fetches if fetch[0] == dead}
    return whole, (await asked(LIBRARY, BOOKS, {}, wrong, ruin, structs))[0]


@pytest.mark.parametrize("structs", [True, False])
@pytest.mark.parametrize("body", MALFORMED)
@pytest.mark.parametrize("dead", ["catalogue", "reviews", "readers"])
async def test_every_malformed_answer_is_said_where_it_is_missed(dead: str, body: bytes, structs: bool) -> None:
    whole, got = await spoiled(dead, lambda _: body, structs)
    check_errors(whole, got, got)
    assert all(error["extensions"]["service"] == dead for error in got["errors"])


@pytest.mark.parametrize("structs", [True, False])
@pytest.mark.parametrize("number", range(len(ENTITIES)))
async def test_entities_of_every_wrong_form_are_said_where_they_are_missed(number: int, structs: bool) -> None:
    def ruin(given: dict[str, Any]) -> bytes:
        return json.dumps({"data": {key: ENTITIES[number](value) for key, value in given["data"].items()}}).encode()

    whole, got = await spoiled("reviews", ruin, structs)
    check_errors(whole, got, got)
    assert {error["extensions"]["code"] for error in got["errors"]} == {PublicCode.SUBGRAPH_RESPONSE_MALFORMED}


async def test_what_the_guard_refuses_keeps_its_path_beside_an_outage() -> None:
    """Its error stands for every position of a list, and no position has it all."""

    def guard(operation: Operation, _: GraphQLRequest) -> Guarded:
        (books,) = operation.selections
        assert isinstance(books, Field)
        left = tuple(each for each in books.selections if isinstance(each, Field) and each.name != "title")
        refusal = FieldError("no", PublicCode.FORBIDDEN, ("books", "@", "title"), covers=(("books", "title"),))
        return Guarded(replace(operation, selections=(replace(books, selections=left),)), (refusal,))

    for structs in (True, False):
        honest = InProcess(LIBRARY, LIBRARY.store(), {"reviews": lambda _, __: SubgraphError("reviews", "It is away.")})
        graph = replace(graph_of(LIBRARY, honest, structs), guard=guard)
        got = await ask(graph, "{ books { title rating } }", {})
        paths = [error["path"] for error in got["errors"]]
        assert paths[0] == ["books", "@", "title"]
        assert len(paths) == 1 + len(got["data"]["books"])


async def test_an_error_whose_place_has_its_value_is_said_without_one() -> None:
    """A field that nobody sees is null, and what the client asked for is there all the same."""
    example = load("interface_objects")
    whole, fetches = await asked(example, example.queries["BackTitle"], {}, None, silent, True)
    (wrong,) = [each for each in fetches if each[0] == "works"]
    got, _ = await asked(example, example.queries["BackTitle"], {}, wrong, with_first_field_refused, True)
    assert got["data"] == whole["data"]
    assert [error.get("path") for error in got["errors"]] == [None]

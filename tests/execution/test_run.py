"""The core without I/O: every arrival order, every failing fetch, and every kind of unusable answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway.execution import Call, Run
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer
from gateway.model.result import Result
from tests.execution.plans import REVIEWS, answered, arrival_orders, program, respond

PROGRAM = program()
ORDERS = list(arrival_orders(PROGRAM))

Answering = Callable[[Call], SubgraphAnswer | SubgraphError]


def honest(call: Call) -> SubgraphAnswer:
    return answered(respond(call))


def run_in(order: tuple[int, ...], answering: Answering = honest) -> Result:
    """``order``: preferred; a fetch that never becomes ready is passed over."""
    run = Run(PROGRAM, {})
    under_way = {call.fetch: call for call in run.ready()}
    while under_way:
        number = min(under_way, key=order.index)
        run.receive(number, answering(under_way.pop(number)))
        under_way |= {call.fetch: call for call in run.ready()}
    assert run.finished
    return run.result


def failing(number: int, with_what: SubgraphAnswer | SubgraphError) -> Answering:
    return lambda call: with_what if call.fetch == number else honest(call)


BOOK_1 = {
    "__typename": "Book",
    "id": "1",
    "isbn": "a",
    "weight": 97,
    "cost": 194,
    "reviews": [
        {"id": "x", "stars": 5, "author": {"__typename": "Reader", "id": "u", "name": "reader u"}},
        {"id": "y", "author": None},
    ],
}
BOOK_2 = {"__typename": "Book", "id": "2", "isbn": "b", "weight": 98, "cost": 196, "reviews": []}
WHOLE = {"books": [BOOK_1, BOOK_2, None, BOOK_1], "reader": {"name": "Ada"}}


def test_there_are_many_orders() -> None:
    assert len(ORDERS) == len(set(ORDERS)) > 20


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_of_arrival_gives_the_same_tree(order: tuple[int, ...]) -> None:
    assert run_in(order) == Result(WHOLE)


def test_equal_representations_are_sent_once_and_nulls_never() -> None:
    bodies: dict[int, Any] = {}

    def noting(call: Call) -> SubgraphAnswer:
        bodies[call.fetch] = json.loads(call.body)
        return honest(call)

    run_in(ORDERS[0], noting)
    assert bodies[3] == {
        "query": "fetch 3",
        "variables": {"representations": [{"__typename": "Book", "id": "1"}, {"__typename": "Book", "id": "2"}]},
    }
    assert bodies[4]["variables"]["representations"][0] == {"__typename": "Book", "isbn": "a", "weight": 97}


LOST: dict[int, Callable[[dict[str, Any]], None]] = {
    0: lambda tree: tree.pop("books"),
    1: lambda tree: tree.pop("reader"),
    2: lambda tree: _drop(tree, "weight", cost=None),
    3: lambda tree: _drop(tree, "reviews"),
    4: lambda tree: _drop(tree, "cost"),
    5: lambda tree: _drop_names(tree),
}


def _drop(tree: dict[str, Any], key: str, **changed: Any) -> None:
    for book in filter(None, tree["books"]):
        book.pop(key)
        book.update(changed)


def _drop_names(tree: dict[str, Any]) -> None:
    for book in filter(None, tree["books"]):
        for review in book["reviews"]:
            if review["author"]:
                review["author"].pop("name")


UNUSABLE: dict[str, SubgraphAnswer | SubgraphError] = {
    "no connection": SubgraphError("x", "no connection"),
    "no JSON": SubgraphAnswer(200, b"<html>"),
    "nothing": SubgraphAnswer(200, b""),
    "a number": SubgraphAnswer(200, b"5"),
    "a list": SubgraphAnswer(200, b"[]"),
    "no GraphQL": SubgraphAnswer(200, b'{"hello": 1}'),
    "wrong data": SubgraphAnswer(200, b'{"data": []}'),
    "null data": SubgraphAnswer(200, b'{"data": null}'),
    "wrong errors": SubgraphAnswer(200, b'{"data": {}, "errors": "no"}'),
    "status": SubgraphAnswer(503, b"busy"),
    "errors only": SubgraphAnswer(200, b'{"errors": [{"message": "no"}]}'),
    "invalid UTF-8": SubgraphAnswer(200, b'{"data": {"a": "\xff"}}'),
}


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("order", ORDERS)
def test_a_failing_fetch_costs_only_its_fields(number: int, order: tuple[int, ...]) -> None:
    expected = json.loads(json.dumps(WHOLE))
    LOST[number](expected)
    result = run_in(order, failing(number, SubgraphError("x", "no connection")))
    assert result.data == expected
    assert [(error.code, error.service) for error in result.errors] == [("SUBREQUEST_HTTP_ERROR", "x")]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("kind", UNUSABLE)
def test_whatever_is_no_answer_is_one_error(number: int, kind: str) -> None:
    expected = json.loads(json.dumps(WHOLE))
    LOST[number](expected)
    result = run_in(ORDERS[0], failing(number, UNUSABLE[kind]))
    assert result.data == expected
    assert len(result.errors) == 1
    assert "Traceback" not in result.errors[0].message


@pytest.mark.parametrize(
    "entities", [None, "text", {}, [], [{"weight": 1}], [{"weight": 1}] * 3], ids=lambda e: json.dumps(e)
)
def test_entities_of_the_wrong_number_are_not_guessed_at(entities: Any) -> None:
    result = run_in(ORDERS[0], failing(2, answered({"_entities": entities})))
    assert result.data is not None
    assert "weight" not in result.data["books"][0]
    assert [error.code for error in result.errors] == ["SUBGRAPH_RESPONSE_MALFORMED"]


def test_a_null_entity_is_no_error_of_the_fetch() -> None:
    result = run_in(ORDERS[0], failing(2, answered({"_entities": [None, {"weight": 1}]})))
    assert result.data is not None
    assert [book and book.get("weight") for book in result.data["books"]] == [None, 1, None, None]
    assert result.errors == ()


@pytest.mark.parametrize("books", ["text", 5, {"id": "1"}, [5, "x", [], True]], ids=lambda b: json.dumps(b))
def test_garbage_on_the_way_to_entities_is_passed_over(books: Any) -> None:
    result = run_in(ORDERS[0], failing(0, answered({"books": books})))
    assert result.data == {"books": books, "reader": {"name": "Ada"}}


def test_an_entity_error_stands_at_every_object_that_shares_the_representation() -> None:
    error = {"message": "no weight", "path": ["_entities", 0, "weight"], "extensions": {"code": "BROKEN", "hint": 1}}
    answer = answered({"_entities": [{"weight": None}, {"weight": 5}]}, errors=[error])
    result = run_in(ORDERS[0], failing(2, answer))
    assert [error.path for error in result.errors] == [("books", 0, "weight"), ("books", 3, "weight")]
    assert {(e.code, e.service, e.extensions["hint"]) for e in result.errors} == {("BROKEN", "weights", 1)}


def test_an_error_inside_an_entity_keeps_the_rest_of_its_path() -> None:
    error = {"message": "who?", "path": ["_entities", 0, "reviews", 1, "author"]}
    answer = answered({"_entities": [{"reviews": REVIEWS["1"]}, {"reviews": []}]}, errors=[error])
    result = run_in(ORDERS[0], failing(3, answer))
    assert result.errors[0].path == ("books", 0, "reviews", 1, "author")
    assert result.errors[0].code == "DOWNSTREAM_SERVICE_ERROR"


@pytest.mark.parametrize("path", [None, [], ["_entities"], ["_entities", 9, "x"], "books", [None], ["_entities", "x"]])
def test_an_error_that_names_no_place_is_that_of_all_that_the_fetch_should_bring(path: Any) -> None:
    answer = answered({"_entities": None}, errors=[{"message": "no", "path": path}])
    result = run_in(ORDERS[0], failing(2, answer))
    (error,) = result.errors
    assert error.path is None
    assert {place for place, cause in result.lost.items() if cause.message == error.message} >= {
        ("books", place, key) for place in (0, 1, 3) for key in ("weight", "cost")
    }


def test_root_errors_keep_their_path() -> None:
    answer = answered({"reader": None}, errors=[{"message": "no", "path": ["reader", "name"]}])
    assert [error.path for error in run_in(ORDERS[0], failing(1, answer)).errors] == [("reader", "name")]


def test_the_number_of_errors_is_bounded() -> None:
    errors = [{"message": "no", "path": ["_entities", 0, "weight"]}] * 5000
    result = run_in(ORDERS[0], failing(2, answered({"_entities": [None, None]}, errors=errors)))
    assert len(result.errors) < 500
    assert "4800 more" in result.errors[-1].message


def test_the_words_of_a_service_are_marked_as_such() -> None:
    run = Run(PROGRAM, {})
    calls = {call.fetch: call for call in run.ready()}
    answer = answered({"reader": None}, errors=[{"message": "password is 1234", "extensions": {"sql": "SELECT"}}])
    run.receive(calls[1].fetch, answer)
    (error,) = run.result.errors
    assert error.in_words_of_service

"""The struct back end gives what the dictionaries give, in every order of arrival and whatever comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway.execution import Call, RepeatableRun, Run, TypedRun, compile_typed
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer
from gateway.model.supergraph import Supergraph
from gateway.operations import DocumentLimits, pick_operation, read_document, specialise
from gateway.projection import build_shape, compile_answer, project
from tests.execution.plans import SCHEMA, SIX, answered, arrival_orders, program, respond
from tests.execution.test_run import UNUSABLE

SUPERGRAPH = Supergraph("", {}, SCHEMA, SCHEMA)
QUERY = "{ reader { name } books { cost reviews { author { name t: __typename } stars } weight } }"
ASKED = specialise(pick_operation(read_document(QUERY, SCHEMA, DocumentLimits()), None), SUPERGRAPH, ()).asked
SHAPE = build_shape(ASKED, SUPERGRAPH)
PROJECTION = compile_answer(SHAPE)
PLAIN = program()
TYPED = compile_typed(SIX, SHAPE, PLAIN)
ORDERS = list(arrival_orders(PLAIN))

Answering = Callable[[Call], SubgraphAnswer | SubgraphError]


def honest(call: Call) -> SubgraphAnswer:
    return answered(respond(call))


def both(order: tuple[int, ...], answering: Answering) -> tuple[bytes, bytes, bool]:
    """The answers of both back ends, and whether structs were enough."""
    assert TYPED is not None
    plain, typed = Run(PLAIN, {}), TypedRun(TYPED, {})
    sent = {"plain": drive(plain, order, answering), "typed": drive(typed, order, answering)}
    assert sent["plain"] == sent["typed"]
    encoded = typed.encoded()
    return (
        project(PROJECTION, plain.result),
        project(PROJECTION, typed.result) if encoded is None else b'{"data":' + encoded + b"}",
        encoded is not None,
    )


def drive(run: Run | TypedRun | RepeatableRun[Any], order: tuple[int, ...], answering: Answering) -> dict[int, bytes]:
    """Every request that was sent, by fetch; each exactly once."""
    sent: dict[int, bytes] = {}
    under_way: dict[int, Call] = {}

    def start() -> None:
        for call in run.ready():
            assert call.fetch not in sent
            sent[call.fetch] = call.body
            under_way[call.fetch] = call

    start()
    while under_way:
        number = min(under_way, key=order.index)
        run.receive(number, answering(under_way.pop(number)))
        start()
    return sent


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_of_arrival(order: tuple[int, ...]) -> None:
    plain, typed, regular = both(order, honest)
    assert json.loads(plain) == json.loads(typed)
    assert json.dumps(json.loads(plain)) == json.dumps(json.loads(typed)), "the same order of keys"
    assert regular


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("order", ORDERS[::5])
def test_every_failing_fetch(number: int, order: tuple[int, ...]) -> None:
    def failing(call: Call) -> SubgraphAnswer | SubgraphError:
        return SubgraphError("x", "no connection") if call.fetch == number else honest(call)

    plain, typed, regular = both(order, failing)
    assert json.loads(plain) == json.loads(typed)
    assert not regular


# Structs pass over fields that nobody asked for, whatever is in them; that is the one thing they are laxer about.
@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("kind", [kind for kind in UNUSABLE if kind != "invalid UTF-8"])
def test_every_unusable_answer(number: int, kind: str) -> None:
    plain, typed, _ = both(ORDERS[-1], lambda call: UNUSABLE[kind] if call.fetch == number else honest(call))
    assert json.loads(plain) == json.loads(typed)


SPOILED: list[tuple[int, Any]] = [
    (0, {"books": [{"__typename": "Book", "id": None, "isbn": "a"}, {"__typename": "Book", "isbn": "b"}]}),
    (0, {"books": "text"}),
    (0, {"books": None}),
    (0, {"books": [[]]}),
    (2, {"_entities": [None, {"weight": 1}]}),
    (2, {"_entities": [{"weight": "heavy"}, {"weight": 1}]}),
    (2, {"_entities": [{"weight": 1.0}, {"weight": 1}]}),
    (2, {"_entities": [{}, {"weight": True}]}),
    (2, {"_entities": [{"weight": 1}]}),
    (3, {"_entities": [{"reviews": [None, {"stars": 3}]}, {"reviews": {}}]}),
    (3, {"_entities": [{"reviews": None}, {"reviews": [{"author": {"id": "u"}}]}]}),
    (5, {"_entities": [{"name": 5}]}),
]


@pytest.mark.parametrize(("number", "data"), SPOILED)
@pytest.mark.parametrize("order", [ORDERS[0], ORDERS[-1]])
def test_what_is_not_as_expected(number: int, data: Any, order: tuple[int, ...]) -> None:
    def spoiling(call: Call) -> SubgraphAnswer:
        if call.fetch == number:
            return answered(data)
        try:
            return honest(call)
        except (KeyError, TypeError):
            return answered({"_entities": []})

    plain, typed, _ = both(order, spoiling)
    assert json.loads(plain) == json.loads(typed)


def test_invalid_text_in_a_field_that_was_asked_for() -> None:
    wrong = SubgraphAnswer(200, b'{"data": {"reader": {"name": "\xff"}}}')
    plain, typed, regular = both(ORDERS[0], lambda call: wrong if call.fetch == 1 else honest(call))
    assert json.loads(plain) == json.loads(typed)
    assert not regular

"""A run that follows a recording sends and gives what a run without one does, whatever comes and in whatever order."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.execution import Call, Recording, RepeatableRun, Run, TypedRun
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer
from gateway.projection import project
from tests.execution.plans import answered, respond
from tests.execution.test_run import UNUSABLE
from tests.execution.test_typed_run import ORDERS, PLAIN, PROJECTION, SPOILED, TYPED, Answering, drive, honest

Start = Callable[[], Run | TypedRun]


def start_plain() -> Run | TypedRun:
    return Run(PLAIN, {})


def start_typed() -> Run | TypedRun:
    assert TYPED is not None
    return TypedRun(TYPED, {})


def never() -> Run | TypedRun:
    raise AssertionError("nothing was to be worked out")


def body_of(run: Run | TypedRun) -> Any:
    encoded = run.encoded() if isinstance(run, TypedRun) else None
    return json.loads(project(PROJECTION, run.result) if encoded is None else b'{"data":' + encoded + b"}")


def record(start: Start, order: tuple[int, ...], answering: Answering) -> Recording | None:
    run = RepeatableRun(PLAIN, start)
    drive(run, order, answering)
    assert run.run is not None
    return run.record(json.dumps(body_of(run.run)).encode())


def fresh(start: Start, order: tuple[int, ...], answering: Answering) -> tuple[Any, dict[int, bytes]]:
    run = start()
    sent = drive(run, order, answering)
    return body_of(run), sent


def repeated(start: Start, recording: Recording, order: tuple[int, ...], answering: Answering) -> Any:
    run = RepeatableRun(PLAIN, start, recording)
    sent = drive(run, order, answering)
    return (json.loads(recording.body) if run.run is None else body_of(run.run)), sent


@pytest.mark.parametrize("order", ORDERS)
def test_equal_answers_in_any_order_need_no_work(order: tuple[int, ...]) -> None:
    recording = record(start_typed, ORDERS[0], honest)
    assert recording is not None
    assert repeated(never, recording, order, honest) == fresh(start_typed, order, honest)


def spoiling(number: int, data: Any) -> Answering:
    def answering(call: Call) -> SubgraphAnswer | SubgraphError:
        if call.fetch == number:
            return data if isinstance(data, SubgraphAnswer | SubgraphError) else answered(data)
        try:
            return honest(call)
        except (KeyError, TypeError):
            return answered({"_entities": []})

    return answering


ANSWERINGS: list[Answering] = [
    honest,
    *(spoiling(number, data) for number, data in SPOILED),
    *(spoiling(number, answer) for number in range(6) for answer in UNUSABLE.values()),
    lambda call: answered(respond(call), errors=[{"message": "more", "path": ["reader"]}]),
]


@given(
    start=st.sampled_from([start_plain, start_typed]),
    before=st.sampled_from(ANSWERINGS),
    now=st.sampled_from(ANSWERINGS),
    order_before=st.sampled_from(ORDERS),
    order=st.sampled_from(ORDERS),
)
def test_other_answers_are_worked_out_anew(
    start: Start, before: Answering, now: Answering, order_before: tuple[int, ...], order: tuple[int, ...]
) -> None:
    recording = record(start, order_before, before)
    if recording is not None:
        (body, sent), (expected, wanted) = repeated(start, recording, order, now), fresh(start, order, now)
        assert sent == wanted
        assert body.pop("data") == expected.pop("data")
        assert sorted(body.get("errors", ()), key=str) == sorted(expected.get("errors", ()), key=str)


def test_what_did_not_come_is_not_recorded() -> None:
    assert record(start_typed, ORDERS[0], spoiling(1, SubgraphError("x", "no connection"))) is None


def test_the_status_is_part_of_an_answer() -> None:
    """Of an answer that is no GraphQL the client is told the status."""
    busy, gone = (spoiling(1, SubgraphAnswer(status, b"{}")) for status in (503, 404))
    recording = record(start_plain, ORDERS[0], busy)
    assert recording is not None
    assert repeated(start_plain, recording, ORDERS[0], gone) == fresh(start_plain, ORDERS[0], gone)


def test_the_size_grows_with_what_is_kept() -> None:
    recording = record(start_typed, ORDERS[0], honest)
    assert recording is not None
    texts = [call.body for call in recording.calls.values()] + [each.body for each in recording.answers.values()]
    assert recording.size >= sum(map(len, texts)) + len(recording.body)

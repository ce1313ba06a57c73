"""A description of the schema, however large, is worked out beside the event loop; proved by who calls, not by time."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from typing import Any

import pytest
from graphql import get_introspection_query

from services.kit.app import application
from services.kit.context import RequestContext
from services.kit.execution import Execution
from services.kit.identity import Verifier
from services.kit.settings import Limits
from tests.kit.asking import ask
from tests.kit.test_app import SCHEMA

WHOLE = get_introspection_query()
SCHEMA_FIELD = "__schema { types { name fields { name args { name } type { name ofType { name } } } } }"
LARGE = {
    "the usual one": WHOLE,
    "several": f"{{ a: {SCHEMA_FIELD} b: {SCHEMA_FIELD} }}",
    "in a fragment": f"{{ ...F }} fragment F on Query {{ ... {{ {SCHEMA_FIELD} }} }}",
    "of one type": '{ __type(name: "Query") { fields { name args { name type { name } } } } }',
    "beside a field": f"{{ first: __typename forbidden {SCHEMA_FIELD} last: __typename }}",
}


async def ping() -> None:
    """The service is well."""


def app(**limits: int) -> Any:
    return application(SCHEMA, RequestContext, Verifier(None, None, None), ping, limits=Limits(**limits))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many objects were executed, on the loop's thread (MainThread) and beside it."""
    counted: Counter[str] = Counter()
    execute_fields = Execution.execute_fields

    def counting(self: Execution, *arguments: Any) -> Any:
        counted[threading.current_thread().name] += 1
        return execute_fields(self, *arguments)

    monkeypatch.setattr(Execution, "execute_fields", counting)
    return counted


@pytest.mark.parametrize("query", LARGE.values(), ids=LARGE.keys())
async def test_the_loop_executes_the_root_and_nothing_below(calls: Counter[str], query: str) -> None:
    answer = await ask(app(), query)
    assert answer.data
    assert calls.pop("MainThread") <= 2
    assert sum(calls.values()) > 3


async def test_fields_stand_as_they_were_asked_for(calls: Counter[str]) -> None:
    answer = await ask(app(), LARGE["beside a field"])
    assert list(answer.data) == ["first", "forbidden", "__schema", "last"]
    assert answer.codes == [("FORBIDDEN", "forbidden")]


async def test_one_is_worked_out_at_a_time(calls: Counter[str]) -> None:
    service = app()
    answers = await asyncio.gather(*(ask(service, WHOLE) for _ in range(5)))
    assert all(answer.data == answers[0].data for answer in answers)
    del calls["MainThread"]
    assert len(calls) == 1


async def test_a_description_counts_as_an_answer() -> None:
    service = app(values=300)
    answer = await ask(service, WHOLE)
    assert [code for code, _ in answer.codes] == ["LIMIT_EXCEEDED"]
    assert (await ask(service, "{ __schema { queryType { name } } }")).errors == []


async def test_a_fault_inside_keeps_its_place() -> None:
    answer = await ask(app(), '{ __type(name: "Nothing") { name } __schema { queryType { name } } }')
    assert answer.data == {"__type": None, "__schema": {"queryType": {"name": "Query"}}}

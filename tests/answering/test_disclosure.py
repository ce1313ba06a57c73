"""What clients learn of a service's own errors, and what stands in the log instead."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.answering.answer import answer
from gateway.answering.disclosure import Disclosure, disclosed
from gateway.ground.by_subgraph import BySubgraph, for_all
from gateway.ground.error_detail import ErrorDetail
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from gateway.model.result import FieldError, ResponsePath, Result
from tests.answering.test_once import World, ask

SECRET = {"message": "geheim", "extensions": {"debug": "stack"}}
BOTH = pytest.mark.parametrize("structs", [True, False])


@dataclass
class Telling(World):
    """Subgraph two reports errors instead of its data."""

    errors: tuple[Any, ...] = (SECRET,)

    async def send(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        given = await super().send(request)
        if request.subgraph != "two":
            return given
        return SubgraphAnswer(200, json.dumps({"data": None, "errors": self.errors}).encode())


def rules(detail: ErrorDetail, *extensions: str) -> Disclosure:
    return Disclosure(for_all(detail), extensions=frozenset(extensions))


@BOTH
async def test_the_words_of_a_masked_service_stay_hidden(structs: bool, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        got = await ask(Telling().graph(structs=structs), "{ a b things { name } }")
    text = json.dumps(got)
    assert "geheim" not in text
    assert "stack" not in text
    assert got["data"] == {"a": 1, "b": None, "things": None}
    for error in got["errors"]:
        reference = error["extensions"].pop("reference")
        assert error["message"] == "The service 'two' reported an error."
        assert error["extensions"] == {"code": "DOWNSTREAM_SERVICE_ERROR", "service": "two"}
        (line,) = [record.getMessage() for record in caplog.records if reference in record.getMessage()]
        assert "'geheim'" in line
        assert "{'debug': 'stack'}" in line


@BOTH
async def test_one_error_has_one_reference_at_all_its_places(structs: bool, caplog: pytest.LogCaptureFixture) -> None:
    graph = Telling().graph(structs=structs)
    got = await ask(graph, "{ x: b y: b z: b }")
    assert [error["path"] for error in got["errors"]] == [["x"], ["y"], ["z"]]
    assert len({error["extensions"]["reference"] for error in got["errors"]}) == 1
    assert len([record for record in caplog.records if "geheim" in record.getMessage()]) == 1


@BOTH
async def test_an_answer_with_a_reference_is_made_anew_each_time(structs: bool) -> None:
    graph = Telling().graph(structs=structs)
    references = {(await ask(graph, "{ b }"))["errors"][0]["extensions"]["reference"] for _ in range(3)}
    assert len(references) == 3
    assert len(graph.memory.recordings) == 0


@BOTH
async def test_an_answer_whose_errors_are_public_may_be_repeated(structs: bool) -> None:
    told = Telling(errors=({"message": "not for you", "extensions": {"code": "FORBIDDEN"}},))
    graph = told.graph(structs=structs)
    bodies = [(await answer(graph, GraphQLRequest("{ b }"))).body for _ in range(2)]
    assert bodies[0] is bodies[1]
    assert json.loads(bodies[0])["errors"] == [
        {"message": "not for you", "path": ["b"], "extensions": {"code": "FORBIDDEN", "service": "two"}}
    ]


async def test_each_level_tells_more() -> None:
    error = {"message": "m", "extensions": {"code": "BROKEN", "hint": 1, "stack": "s"}}

    async def told(**more: Any) -> Any:
        (shown,) = (await ask(Telling(errors=(error,)).graph(**more), "{ b }"))["errors"]
        has_reference = bool(shown["extensions"].pop("reference", None))
        return shown["message"], shown["extensions"], has_reference

    hidden = "The service 'two' reported an error."
    ours, theirs = {"service": "two", "code": "DOWNSTREAM_SERVICE_ERROR"}, {"service": "two", "code": "BROKEN"}
    assert await told() == (hidden, ours, True)
    assert await told(disclosure=rules(ErrorDetail.CODE, "hint")) == (hidden, {**ours, "hint": 1}, True)
    assert await told(disclosure=rules(ErrorDetail.MESSAGE, "hint")) == ("m", {**theirs, "hint": 1}, True)
    assert await told(disclosure=rules(ErrorDetail.MESSAGE, "hint", "stack")) == (
        *("m", {**theirs, "hint": 1, "stack": "s"}),
        False,
    )
    assert await told(disclosure=rules(ErrorDetail.ALL)) == ("m", {**theirs, "hint": 1, "stack": "s"}, False)
    public = Disclosure(public_codes=frozenset({"BROKEN"}))
    assert await told(disclosure=public) == ("m", theirs, True), "its text is public, its extensions are not"


async def test_subgraphs_may_differ() -> None:
    detail = BySubgraph({"all": ErrorDetail.CODE, "two": ErrorDetail.ALL})
    got = await ask(Telling().graph(disclosure=Disclosure(detail)), "{ b }")
    assert got["errors"][0]["message"] == "geheim"


ODD = (
    "geheim",
    {"message": {"geheim": 1}},
    {"message": "geheim", "extensions": "geheim"},
    {"message": "geheim", "path": ["geheim"]},
    {"message": "geheim", "path": ["b", "geheim", 0]},
    {"message": "m", "extensions": {"code": ["geheim"]}},
    {"message": "m", "extensions": {"code": "geheim", "service": "geheim", "owner": "geheim", "reference": "geheim"}},
    {"message": "m", "extensions": {"code": "INTERNAL_SERVER_ERROR", "reference": "geheim"}},
)


@BOTH
@pytest.mark.parametrize("error", ODD, ids=str)
async def test_no_odd_form_of_an_error_tells_more(structs: bool, error: Any) -> None:
    got = await ask(Telling(errors=(error, error)).graph(structs=structs), "{ a b }")
    assert got["data"] == {"a": 1, "b": None}
    assert "geheim" not in json.dumps(got)


async def test_what_is_nested_beyond_measure_is_withheld_like_the_rest() -> None:
    deep: Any = "geheim"
    for _ in range(400):
        deep = [deep]
    got = await ask(Telling(errors=({"message": "m", "extensions": {"deep": deep}},)).graph(), "{ b }")
    assert got["errors"][0]["extensions"]["code"] == "DOWNSTREAM_SERVICE_ERROR"


FOREIGN = st.builds(
    lambda message, code, path, extensions: FieldError(
        message, code, path, "two", extensions=extensions, in_words_of_service=True
    ),
    st.sampled_from(["secret a", "secret b"]),
    st.sampled_from(["secret_code", "FORBIDDEN", "DOWNSTREAM_SERVICE_ERROR"]),
    st.sampled_from([None, ("a",), ("b", 1)]),
    st.sampled_from([{}, {"secret": 1}, {"named": 2}, {"secret": 1, "named": 2}]),
)
OWN = st.builds(FieldError, st.just("own words"), st.just("SUBREQUEST_TIMEOUT"), st.sampled_from([None, ("a",)]))


@given(st.lists(FOREIGN | OWN, max_size=6), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=6))
def test_whatever_is_lost_by_an_error_is_lost_by_the_same_error_afterwards(
    errors: list[FieldError], lost: list[tuple[int, int]]
) -> None:
    causes: dict[ResponsePath, FieldError] = {
        ("place", place): errors[number % len(errors)] for number, place in lost if errors
    }
    given_result = Result({}, tuple(errors), causes)
    kept: list[FieldError] = []

    def refer(error: FieldError) -> str:
        kept.append(error)
        return f"r{len(kept)}"

    shown = disclosed(given_result, rules(ErrorDetail.CODE, "named"), refer)
    pairs = list(zip(errors, shown.errors, strict=True)) + [(causes[at], shown.lost[at]) for at in causes]
    assert len({(id(before), id(after)) for before, after in pairs}) == len({id(before) for before, _ in pairs})
    for before, after in pairs:
        assert (before.path, before.covers, before.service) == (after.path, after.covers, after.service)
        is_public = before.code == "FORBIDDEN" or not before.in_words_of_service
        assert (after.message == before.message) is is_public
        assert "secret" not in after.extensions
        assert after.extensions.get("named") == before.extensions.get("named")
    for number, error in enumerate(kept, start=1):
        found = {before.message for before, after in pairs if after.extensions.get("reference") == f"r{number}"}
        assert found == {error.message}
    assert (shown is given_result) is (not kept)

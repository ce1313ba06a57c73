"""What is found in one look-up is what step by step would have come to, whoever asks it, and in whatever order."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.answering.answer import answer
from gateway.answering.graph import Graph
from gateway.composition import compose
from gateway.ground.by_caller import for_everybody
from gateway.ground.cost_mode import CostMode
from gateway.ground.recent import Recent
from gateway.ground.unauthorised import Unauthorised
from gateway.making import graph_of, supergraph_of
from gateway.model.caller import ANONYMOUS, Caller
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest, Outcome, SubgraphAnswer, SubgraphRequest
from gateway.observe.events import Refused
from gateway.settings import Settings

IMPORTS = '["@key", "@authenticated", "@requiresScopes", "@policy", "@override", "@cost", "@listSize", "@shareable"]'
LINK = f'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: {IMPORTS})\n'
IDEAS = f"""{LINK}
type Query {{
  open: Int
  mine: Int @authenticated
  ideas(first: Int = 2): [Idea!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
  hits: [Hit!]!
  dear: Int @cost(weight: 900)
}}
type Mutation {{ change: Int, close: Int @requiresScopes(scopes: [["ideas:write"]]) }}
type Subscription {{ changed: Int }}
interface Hit {{ id: ID! }}
type Idea implements Hit @key(fields: "id") {{
  id: ID!
  title: String
  draft: String @requiresScopes(scopes: [["ideas:write"]])
  note: String @policy(policies: [["analyst"]])
}}
type Member implements Hit @key(fields: "id") {{ id: ID!, mail: String @authenticated }}
"""
FUNDS = f"""{LINK}
type Idea @key(fields: "id") {{ id: ID! funding: Int secret: Int @authenticated }}
"""
MOVING = f"""{LINK}
type Idea @key(fields: "id") {{ id: ID! title: String @override(from: "ideas", label: "moving") }}
"""
CALLERS = (
    ANONYMOUS,
    Caller("anna"),
    Caller("bert", frozenset({"ideas:write"})),
    Caller("carl", frozenset({"ideas:write"}), {"role": "analyst"}),
)
POLICIES = {"analyst": lambda caller: caller.claims.get("role") == "analyst"}
CONDITION = st.sampled_from(
    ("",) * 6 + ("@skip(if: $yes)", "@include(if: $yes)", "@include(if: true)", "@skip(if: true)")
)
ROOTS = (
    "open", "mine", "dear", "__typename", "again: open", "ideas { id title }", "ideas { id draft funding }",
    "ideas { note secret }", "ideas(first: $n) { title }", "ideas(first: 2000) { id }",
    "hits { id ... on Idea { draft } }",
    "hits { ... on Member { mail } __typename }", "__schema { queryType { name } }", '__type(name: "Idea") { name }',
    "...F", "nowhere",
)  # fmt: skip
FRAGMENTS = ("open", "mine", "ideas { draft }", "ideas(first: $n) { id }")


class World:
    """Services that answer everything they are asked, and what they were asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bytes, tuple[tuple[str, str], ...]]] = []
        self.refused: list[Refused] = []

    async def send(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        self.asked.append((request.subgraph, request.body, tuple(sorted(request.headers.items()))))
        body = json.loads(request.body)
        idea = {"__typename": "Idea", "id": "1", "title": "Wald", "draft": "d", "note": "n", "funding": 7, "secret": 8}
        member = {"__typename": "Member", "id": "2", "mail": "m"}
        entities = [idea for _ in body.get("variables", {}).get("representations", ())]
        data = dict.fromkeys(("open", "mine", "dear", "again", "change", "close"), 1)
        return SubgraphAnswer(
            200, json.dumps({"data": {**data, "ideas": [idea], "hits": [idea, member], "_entities": entities}}).encode()
        )

    def observe(self, event: object, /) -> None:
        if isinstance(event, Refused):
            self.refused.append(event)


@cache
def sdl(is_moving: bool) -> str:
    sources = {"ideas": IDEAS, "funds": FUNDS, **({"moving": MOVING} if is_moving else {})}
    composed = compose([SubgraphSource(name, f"http://{name}", text) for name, text in sources.items()])
    assert isinstance(composed, Composed), composed
    return composed.supergraph_sdl


@st.composite
def operations(draw: st.DrawFn) -> str:
    """A text of one or two operations; about half of them are valid."""
    texts = []
    for name in ("A", "B")[: draw(st.sampled_from((1, 1, 2)))]:
        kind = draw(st.sampled_from(("query",) * 5 + ("mutation", "mutation", "subscription")))
        chosen = draw(st.lists(st.sampled_from(ROOTS), min_size=1, max_size=3, unique=True))
        chosen = {"mutation": [draw(st.sampled_from(("change", "close")))], "subscription": ["changed"]}.get(
            kind, chosen
        )
        selections = []
        for each in chosen:
            field, brace, rest = each.partition(" {")
            selections.append(f"{field} {draw(CONDITION)}{brace}{rest}")
        body = " ".join(selections)
        fragment = draw(st.sampled_from(FRAGMENTS)) if "...F" in body else ""
        used = "".join(
            part
            for sign, part in (("$n", "$n: Int = 3 "), ("$yes", "$yes: Boolean = false "))
            if sign in body + fragment
        )
        texts.append(f"{kind} {name} {f'({used})' if used else ''} {{ {body} }}")
        if fragment:
            texts.append(f"fragment F on Query {{ {fragment} }}")
    return " ".join(texts)


VARIABLES = st.sampled_from(
    ({}, {}, {"n": 1}, {"n": 1001}, {"n": "x"}, {"n": None}, {"yes": True}, {"yes": 1}, {"z": 1})
)


@st.composite
def requests(draw: st.DrawFn) -> list[GraphQLRequest]:
    """The same few texts again and again, by everybody."""
    texts = draw(st.lists(operations(), min_size=1, max_size=2))
    one = st.builds(
        GraphQLRequest,
        st.sampled_from(texts),
        st.sampled_from((None, None, "", "A", "B", "C")),
        VARIABLES,
        caller=st.sampled_from(CALLERS),
        queries_only=st.booleans(),
        asks_cost=st.booleans(),
    )
    return draw(st.lists(one, min_size=4, max_size=14))


def roll_by_caller(request: GraphQLRequest) -> frozenset[str]:
    """As dice would fall, but the same each time."""
    return frozenset({"moving"} if len(request.caller.scopes) else ())


@cache
def both(mode: Unauthorised, cost: CostMode, is_moving: bool, by_caller: bool) -> tuple[World, Graph, Graph]:
    """One graph that forgets nothing, and one without the look-up."""
    said = Settings(unauthorised=mode, cost=cost, cost_max=for_everybody(500))
    world = World()
    supergraph = supergraph_of(sdl(is_moving), said)
    quick, slow = (graph_of(supergraph, said, world.send, policies=POLICIES, observe=world.observe) for _ in range(2))
    if by_caller:
        quick, slow = (replace(each, roll=roll_by_caller) for each in (quick, slow))
    return world, quick, replace(slow, memory=replace(slow.memory, usual=Recent(0)))


def seen(world: World, graph: Graph, request: GraphQLRequest) -> tuple[Any, ...]:
    """All that anybody learns of a request: the client, the services, who counts refusals."""
    world.asked.clear()
    world.refused.clear()
    got: GraphQLAnswer = asyncio.run(answer(graph, request))
    return got.outcome, got.body, dict(got.headers), got.cookies, sorted(world.asked), list(world.refused)


@pytest.mark.parametrize("is_moving", [False, True])
@pytest.mark.parametrize("mode", list(Unauthorised))
@pytest.mark.parametrize("cost", [CostMode.OFF, CostMode.ENFORCE])
@settings(max_examples=30, deadline=None)
@given(requests(), st.booleans())
def test_whoever_asks_gets_what_he_would_get_step_by_step(
    mode: Unauthorised, cost: CostMode, is_moving: bool, asked: list[GraphQLRequest], by_caller: bool
) -> None:
    world, quick, slow = both(mode, cost, is_moving, by_caller)
    for request in asked:
        assert seen(world, quick, request) == seen(world, slow, request)
    assert len(slow.memory.usual) == 0


@pytest.mark.parametrize("text", ["{ open }", "query A($n: Int = 3) { ideas(first: $n) { id title funding } }"])
def test_it_is_really_found_in_one_look_up(text: str) -> None:
    world, quick, _ = both(Unauthorised.FILTER, CostMode.ENFORCE, False, False)
    for caller in CALLERS:
        seen(world, quick, GraphQLRequest(text, caller=caller))
    assert quick.memory.usual.get((text, None)) is not None


@pytest.mark.parametrize(
    "text", ["{ mine }", "{ ideas { draft } }", "{ open @skip(if: false) mine }", "{ open __schema { __typename } }"]
)
def test_what_depends_on_who_asks_is_not(text: str) -> None:
    world, quick, _ = both(Unauthorised.FILTER, CostMode.ENFORCE, False, False)
    for caller in (*CALLERS[::-1], *CALLERS):
        seen(world, quick, GraphQLRequest(text, caller=caller))
    assert quick.memory.usual.get((text, None)) is None


async def test_what_was_posted_twice_is_still_no_query() -> None:
    world, quick, _ = both(Unauthorised.FILTER, CostMode.OFF, False, False)
    posted = GraphQLRequest("mutation { change }")
    for _ in range(3):
        assert (await answer(quick, posted)).body == b'{"data":{"change":1}}'
    world.asked.clear()
    got = await answer(quick, msgspec.structs.replace(posted, queries_only=True))
    assert got.outcome is Outcome.METHOD_NOT_ALLOWED
    assert world.asked == []


def test_each_throw_of_the_dice_has_its_own_plan() -> None:
    world, quick, slow = both(Unauthorised.FILTER, CostMode.OFF, True, True)
    for caller in CALLERS * 3:
        request = GraphQLRequest("{ ideas { title } }", caller=caller)
        got = seen(world, quick, request)
        assert got == seen(world, slow, request)
        assert [subgraph for subgraph, *_ in got[4]] == (["ideas", "moving"] if caller.scopes else ["ideas"])

"""One table says what may be done and what is offered."""

from __future__ import annotations

from enum import Enum

import pytest

from services.kit.changing import Fault, FaultCode
from services.kit.transitions import LifeCycle, deeds, moves, transitions


class State(Enum):
    DRAFT = "DRAFT"
    OUT = "OUT"
    GONE = "GONE"


class Role(Enum):
    OWNER = "OWNER"
    STAFF = "STAFF"


CYCLE = LifeCycle(
    "letter",
    transitions(
        ("send", {State.DRAFT}, State.OUT, {Role.OWNER}),
        ("withdraw", {State.DRAFT, State.OUT}, State.GONE, {Role.OWNER, Role.STAFF}),
    ),
    deeds(("read", {State.OUT}, {Role.STAFF})),
)


def test_what_is_offered_is_what_may_be_done() -> None:
    for state in State:
        for roles in ((), (Role.OWNER,), (Role.STAFF,), tuple(Role)):
            offered = CYCLE.actions(state, roles)
            for action in ("send", "withdraw"):
                assert isinstance(CYCLE.target(action, state, roles), State) is (action in offered)
            assert (CYCLE.refusal("read", state, roles) is None) is ("read" in offered)


@pytest.mark.parametrize(
    ("state", "roles", "code"),
    [
        (State.DRAFT, {Role.STAFF}, FaultCode.WRONG_STATE),
        (State.OUT, {Role.OWNER}, FaultCode.FORBIDDEN),
    ],
)
def test_a_deed_is_refused_as_a_transition_is(state: State, roles: set[Role], code: FaultCode) -> None:
    refused = CYCLE.refusal("read", state, roles)
    assert refused is not None
    assert refused.code is code


@pytest.mark.parametrize(
    ("state", "roles", "code"),
    [
        (State.OUT, {Role.OWNER}, FaultCode.WRONG_STATE),
        (State.OUT, {Role.STAFF}, FaultCode.FORBIDDEN),
        (State.DRAFT, set(), FaultCode.FORBIDDEN),
    ],
)
def test_a_refusal_says_why(state: State, roles: set[Role], code: FaultCode) -> None:
    refused = CYCLE.target("send", state, roles)
    assert isinstance(refused, Fault)
    assert refused.code is code


def test_where_a_state_leads() -> None:
    assert moves(CYCLE) == {State.DRAFT: {State.OUT, State.GONE}, State.OUT: {State.GONE}}

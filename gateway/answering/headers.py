"""Headers over both borders by the operator's rules: what goes on to a subgraph, what comes back to the client."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from gateway.execution import Call
from gateway.ground.errors import SubgraphError
from gateway.ground.header_rules import (
    HeaderRule,
    HeaderRules,
    Insert,
    Merge,
    Propagate,
    Remove,
    Ruled,
    matching,
    rules_for,
)
from gateway.model.exchange import SubgraphAnswer
from gateway.model.operation import OperationKind
from gateway.subgraphs.failures import StatusError

COOKIE = "set-cookie"

HandOn: TypeAlias = Callable[[str, Mapping[str, str]], Mapping[str, str]]
"""(subgraph, the client's headers) -> the headers that go to that subgraph."""

Lines: TypeAlias = dict[str, tuple[str, ...]]
"""The values of each header, and whence they are merged with others'."""


def all_alike(_: str, headers: Mapping[str, str]) -> Mapping[str, str]:
    """Every subgraph gets what the client said, as far as the web let it through."""
    return headers


def handing_on(forwarded: tuple[str, ...], rules: HeaderRules) -> HandOn:
    """``forwarded``: the names (or patterns) that go to all subgraphs; the rules come after them."""
    if not any(rules.to_subgraphs.values.values()):
        return all_alike
    first = tuple(Propagate(name) for name in forwarded)

    def hand_on(subgraph: str, headers: Mapping[str, str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for rule in (*first, *rules_for(rules.to_subgraphs, subgraph)):
            _apply(rule, headers, found)
        return found

    return hand_on


def _apply(rule: HeaderRule, came: Mapping[str, str], found: dict[str, str]) -> None:
    match rule:
        case Propagate(rename=None, default=None):
            found.update(matching(rule.name, came))
        case Propagate():
            value = came.get(rule.name, rule.default)
            if value is not None:
                found[rule.rename or rule.name] = value
        case Insert():
            found[rule.name] = rule.value
        case Remove():
            for name in _meant(rule, found):
                del found[name]


def _meant(rule: Remove, found: Mapping[str, object]) -> list[str]:
    """Here a pattern means credentials, too: to leave out too much does no harm."""
    return [name for name in found if name == rule.name or (rule.name[-1] == "*" and name.startswith(rule.name[:-1]))]


@dataclass(frozen=True, slots=True)
class Returned:
    """What comes back with an answer. ``cookies``: lines of Set-Cookie, which are no list (RFC 6265 3)."""

    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()


Received: TypeAlias = SubgraphAnswer | SubgraphError
Answered: TypeAlias = tuple[str, SubgraphAnswer]
"""A subgraph's name, and its answer."""


def answered_to_client(kind: OperationKind, exchanged: Iterable[tuple[Call, Received]]) -> Iterator[Answered]:
    """The answers whose headers may come back: of a mutation, only those of its own fetches."""
    for call, received in exchanged:
        answer = received.answer if isinstance(received, StatusError) else received
        if isinstance(answer, SubgraphAnswer) and (call.kind is kind or kind is not OperationKind.MUTATION):
            yield call.subgraph, answer


def returned(ruled: Ruled, answers: Iterable[Answered]) -> Returned:
    """What the rules let through of the answers, in the order of the plan."""
    found: Lines = {}
    for subgraph, answer in answers:
        for name, (values, merge) in _let_through(rules_for(ruled, subgraph), answer).items():
            found[name] = _merged(found.get(name, ()), values, merge)
    cookies = found.pop(COOKIE, ())
    return Returned({name: ", ".join(values) for name, values in found.items()}, cookies)


def _let_through(rules: tuple[HeaderRule, ...], answer: SubgraphAnswer) -> dict[str, tuple[tuple[str, ...], Merge]]:
    # RFC 9110 7.6.1: what Connection names belongs to that connection.
    own = {name.strip().lower() for name in answer.headers.get("connection", "").split(",")}
    came: Lines = {name: (value,) for name, value in answer.headers.items() if name not in own}
    if answer.cookies:
        came[COOKIE] = answer.cookies
    found: dict[str, tuple[tuple[str, ...], Merge]] = {}
    for rule in rules:
        match rule:
            case Propagate(rename=None, default=None):
                found.update({name: (values, rule.merge) for name, values in matching(rule.name, came).items()})
            case Propagate():
                values = came.get(rule.name, () if rule.default is None else (rule.default,))
                found.update({rule.rename or rule.name: (values, rule.merge)} if values else {})
            case Insert():
                found[rule.name] = ((rule.value,), Merge.LAST)
            case Remove():
                for name in _meant(rule, found):
                    del found[name]
    return found


def _merged(before: tuple[str, ...], values: tuple[str, ...], merge: Merge) -> tuple[str, ...]:
    match merge:
        case Merge.APPEND:
            return tuple(dict.fromkeys(before + values))
        case Merge.FIRST:
            return before or values
        case Merge.LAST:
            return values


def gives_cookies(ruled: Ruled, subgraph: str) -> bool:
    """Whether an answer of this subgraph may set a cookie at the client: such an answer is for one client alone."""
    return any(
        isinstance(rule, Propagate) and COOKIE in (rule.name, rule.rename) for rule in rules_for(ruled, subgraph)
    )

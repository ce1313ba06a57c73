"""How long an answer may be kept, and by whom: what HTTP caches are told (RFC 9111), from what the services say.

Nothing is kept here. An answer is worth keeping only as long as each answer that it was made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gateway.answering.headers import Answered, Received
from gateway.execution import Call
from gateway.ground.cache_words import directives, seconds_of
from gateway.ground.header_rules import HeaderRule, HeaderRules, Propagate, is_patterned, rules_for
from gateway.model.exchange import Caching, SubgraphAnswer
from gateway.model.operation import OperationKind

SAYING_WHO = ("authorization", "cookie")
FORBIDDING = ("no-store", "no-cache")

Named: TypeAlias = Callable[[str, str], tuple[str, ...]]
"""(subgraph, a header that was sent to it) -> the client's headers that it comes from."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """What one answer allows. ``seconds``: to everybody; ``shared``: to caches that serve many; None: the same."""

    seconds: int
    shared: int | None
    is_public: bool
    is_private: bool
    must_ask_again: bool


def lifetime(headers: Mapping[str, str]) -> Lifetime | None:
    """What an answer's headers allow; None if it may not be kept, which is so where it says nothing."""
    text = headers.get("cache-control")
    if text is None:
        return None
    said = directives(text)
    if any(word in said for word in FORBIDDING) or headers.get("vary", "").strip() == "*":
        return None
    # RFC 9111 5.1: so long it was kept elsewhere already.
    age = seconds_of(headers.get("age", "0"))
    own, shared = seconds_of(said.get("max-age")), seconds_of(said.get("s-maxage"))
    if age is None or (own is None and shared is None):
        return None
    return Lifetime(
        seconds=max(0, (own or 0) - age),
        shared=None if shared is None else max(0, shared - age),
        is_public="public" in said,
        is_private="private" in said,
        must_ask_again="must-revalidate" in said or "proxy-revalidate" in said,
    )


def caching(
    kind: OperationKind, exchanged: Iterable[tuple[Call, Received]], named: Named, *, is_personal: bool
) -> Caching | None:
    """What caches are told of an answer made of these; None: not to keep it. ``is_personal``: one said who asks."""
    if kind is not OperationKind.QUERY:
        return None
    answered: list[Answered] = []
    lifetimes: list[Lifetime] = []
    for call, received in exchanged:
        found = lifetime(received.headers) if isinstance(received, SubgraphAnswer) and not received.cookies else None
        if found is None or not isinstance(received, SubgraphAnswer):
            return None
        lifetimes.append(found)
        answered.append((call.subgraph, received))
    if not lifetimes:
        return None
    is_public = all(each.is_public and not each.is_private for each in lifetimes)
    control = _control(lifetimes, is_public=is_public, is_personal=is_personal)
    return Caching(control, _vary(answered, named, is_public=is_public))


def _control(lifetimes: list[Lifetime], *, is_public: bool, is_personal: bool) -> str:
    is_private = any(each.is_private for each in lifetimes) or (is_personal and not is_public)
    seconds = min(each.seconds for each in lifetimes)
    shared = min(each.seconds if each.shared is None else each.shared for each in lifetimes)
    words = ["private"] if is_private else ["public"] if is_public else []
    words.append(f"max-age={seconds}")
    if not is_private and shared != seconds:
        words.append(f"s-maxage={shared}")
    if any(each.must_ask_again for each in lifetimes):
        words.append("must-revalidate")
    return ", ".join(words)


def _vary(answered: list[Answered], named: Named, *, is_public: bool) -> tuple[str, ...]:
    # A cache that has the answer for nobody would give it to somebody: RFC 9111 4.1 looks at nothing else.
    always = () if is_public else SAYING_WHO
    found: dict[str, None] = {}
    for subgraph, answer in answered:
        for name in (*always, *answer.headers.get("vary", "").split(",")):
            found |= dict.fromkeys(named(subgraph, name.strip().lower()))
    return tuple(found)


def naming(forwarded: tuple[str, ...], rules: HeaderRules) -> Named:
    """Which of the client's headers become a header to a subgraph; none, if it is ours or goes to nobody."""

    def named(subgraph: str, header: str) -> tuple[str, ...]:
        everything = (*(Propagate(name) for name in forwarded), *rules_for(rules.to_subgraphs, subgraph))
        return tuple(dict.fromkeys(name for rule in everything for name in _source(rule, header)))

    return named


def _source(rule: HeaderRule, header: str) -> tuple[str, ...]:
    match rule:
        case Propagate(rename=None) if rule.name == header:
            return (header,)
        case Propagate(rename=None) if rule.name.endswith("*"):
            return (header,) if header.startswith(rule.name[:-1]) and is_patterned(header) else ()
        case Propagate() if rule.rename == header:
            return (rule.name,)
        case _:
            return ()


def says_who(headers: Mapping[str, str]) -> bool:
    """Whether something goes on that tells who asks."""
    return not headers.keys().isdisjoint(SAYING_WHO)

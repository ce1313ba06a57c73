"""Rules for headers between clients and subgraphs: which go on, which come back, what is put in and left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from gateway.ground.by_subgraph import ALL, BySubgraph, for_all
from gateway.ground.yaml_text import read_yaml

# RFC 9110 7.6.1 (hop-by-hop) and what a client library sets itself: handing one of these on breaks the next message.
NEVER_FORWARDED = frozenset(
    (
        *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer"),
        *("transfer-encoding", "upgrade", "host", "accept", "accept-encoding", "expect", "user-agent"),
    )
)
# What the gateway works out of all answers, or says of its own.
NEVER_RETURNED = frozenset(("cache-control", "vary", "etag", "age", "date", "server"))
CREDENTIALS = frozenset(("authorization", "cookie", "set-cookie"))
"""What is never meant by a pattern, only by name."""
NAME = re.compile(r"[a-z0-9!#$%&'^_`|~.+-]+\*?")
VALUE = re.compile(r"[\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")
"""RFC 9110 5.5, without the empty one."""


class Merge(StrEnum):
    """What becomes of a header that several subgraphs' answers have; in the order of the plan."""

    APPEND = "append"
    """A list of all; of ``set-cookie``, a line for each."""
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Propagate:
    """A header goes on as it came. ``name`` may end in ``*``. ``default``: for when it did not come."""

    name: str
    rename: str | None = None
    default: str | None = None
    merge: Merge = Merge.APPEND


@dataclass(frozen=True, slots=True)
class Insert:
    """A header that the operator says himself."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Remove:
    """What rules before have said of a header is forgotten. ``name`` may end in ``*``."""

    name: str


HeaderRule: TypeAlias = Propagate | Insert | Remove
Ruled: TypeAlias = BySubgraph[tuple[HeaderRule, ...]]
V = TypeVar("V")


def no_rules() -> Ruled:
    return for_all(())


@dataclass(frozen=True, slots=True)
class HeaderRules:
    """``to_subgraphs``: from the client's request to theirs; ``to_client``: from their answers to the client's."""

    to_subgraphs: Ruled = field(default_factory=no_rules)
    to_client: Ruled = field(default_factory=no_rules)

    @property
    def names(self) -> tuple[str, ...]:
        """The subgraphs that have rules of their own."""
        return tuple(dict.fromkeys(self.to_subgraphs.names + self.to_client.names))

    @property
    def wanted(self) -> tuple[str, ...]:
        """The client's headers that some rule hands on; patterns among them."""
        rules = (rule for each in self.to_subgraphs.values.values() for rule in each)
        return tuple(dict.fromkeys(rule.name for rule in rules if isinstance(rule, Propagate)))


def rules_for(ruled: Ruled, subgraph: str) -> tuple[HeaderRule, ...]:
    """Those for all, then those for this one: later rules win."""
    return (*ruled.values.get(ALL, ()), *ruled.values.get(subgraph, ()))


def matching(pattern: str, headers: Mapping[str, V]) -> dict[str, V]:
    """The headers that a name means: itself, or what begins so, but for what is never handed on by a pattern.

    >>> matching("x-*", {"x-a": "1", "y": "2"}), matching("c*", {"cookie": "1", "content-type": "a", "c": "2"})
    ({'x-a': '1'}, {'c': '2'})
    """
    if not pattern.endswith("*"):
        return {pattern: headers[pattern]} if pattern in headers else {}
    beginning = pattern[:-1]
    return {name: value for name, value in headers.items() if name.startswith(beginning) and is_patterned(name)}


def is_patterned(name: str) -> bool:
    """Whether a pattern may mean this header."""
    return not is_never_forwarded(name) and name not in CREDENTIALS


def is_never_forwarded(name: str) -> bool:
    return name in NEVER_FORWARDED or name.startswith("content-")


def problem_of_name(name: str, *, returned: bool = False) -> str | None:
    """Why no rule may hand this header on; None if one may."""
    if is_never_forwarded(name) or name == "*":
        return f"{name!r} belongs to one connection and is never handed on."
    if not NAME.fullmatch(name):
        return f"{name!r} is not the name of a header."
    if returned and name in NEVER_RETURNED:
        return f"{name!r} is said by the gateway itself."
    return None


def header_rules(raw: Any) -> HeaderRules:
    """The rules in their written form: a mapping, or its YAML as text. Raises ValueError with every problem."""
    given = read_yaml(raw) if isinstance(raw, str) else raw
    if not isinstance(given, dict) or not given.keys() <= {"to_subgraphs", "to_client"}:
        raise ValueError(f"{raw!r} is not a mapping of to_subgraphs and to_client.")
    problems: list[str] = []
    ruled = [_ruled(given.get(way, {}), way, problems) for way in ("to_subgraphs", "to_client")]
    if problems:
        raise ValueError(*problems)
    return HeaderRules(*ruled)


def _ruled(raw: Any, way: str, problems: list[str]) -> Ruled:
    if not isinstance(raw, dict) or not all(isinstance(name, str) for name in raw):
        problems.append(f"{way}: {raw!r} does not name a list of rules for `all` or for a subgraph.")
        return no_rules()
    found: dict[str, tuple[HeaderRule, ...]] = {ALL: ()}
    for name, rules in raw.items():
        if isinstance(rules, list):
            read = [_rule(rule, f"{way}.{name}", way == "to_client", problems) for rule in rules]
            found[name.strip()] = tuple(rule for rule in read if rule is not None)
        else:
            problems.append(f"{way}.{name}: {rules!r} is not a list of rules.")
    return BySubgraph(found)


FORMS: Mapping[str, tuple[frozenset[str], type[Propagate] | type[Insert] | type[Remove]]] = {
    "propagate": (frozenset(("rename", "default")), Propagate),
    "insert": (frozenset(("value",)), Insert),
    "remove": (frozenset(), Remove),
}


def _rule(raw: Any, place: str, returned: bool, problems: list[str]) -> HeaderRule | None:
    verb = next((verb for verb in FORMS if isinstance(raw, dict) and verb in raw), None)
    if verb is None or not all(isinstance(key, str) and isinstance(value, str) for key, value in raw.items()):
        problems.append(f"{place}: {raw!r} is none of propagate, insert, remove, with texts as values.")
        return None
    more, kind = FORMS[verb]
    allowed = more | ({"merge"} if returned and verb == "propagate" else frozenset())
    given = {key: value for key, value in raw.items() if key != verb}
    name = raw[verb].strip().lower()
    found = list(_problems(verb, name, given, allowed, returned))
    problems += [f"{place}: {each}" for each in found]
    if found:
        return None
    if "rename" in given:
        given["rename"] = given["rename"].strip().lower()
    if "merge" in given:
        given["merge"] = Merge(given["merge"])
    return kind(name, **given)


def _problems(verb: str, name: str, given: Mapping[str, str], allowed: Iterable[str], returned: bool) -> Iterable[str]:
    names = [name] if verb != "remove" or name != "*" else []
    names += [given["rename"].strip().lower()] if "rename" in given else []
    yield from filter(None, (problem_of_name(each, returned=returned) for each in names))
    yield from (f"{verb} has no {key!r}." for key in given if key not in allowed)
    if verb == "insert" and "value" not in given:
        yield f"insert {name!r} needs a value."
    patterns = {"insert": True, "propagate": "rename" in given or "default" in given}.get(verb, False)
    if (patterns and name.endswith("*")) or given.get("rename", "").endswith("*"):
        yield f"{name!r}: only one header can be inserted, renamed or have a default."
    values = (given[key] for key in ("value", "default") if key in given)
    yield from (
        f"{name!r}: {value!r} cannot be the value of a header." for value in values if not VALUE.fullmatch(value)
    )
    if "merge" in given and given["merge"] not in set(Merge):
        yield f"{given['merge']!r} is none of {', '.join(Merge)}."

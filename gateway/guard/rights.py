"""What a caller may see: ``@authenticated``, ``@requiresScopes`` and ``@policy`` decided for one caller.

Directive definitions: https://specs.apollo.dev/authenticated/v0.1, requiresScopes/v0.1, policy/v0.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from gateway.ground.codes import PublicCode
from gateway.model.caller import Caller
from gateway.model.supergraph import AuthRequirement

Alternatives: TypeAlias = tuple[tuple[str, ...], ...]
"""Scopes and policies: any one of the outer, all of the inner, as ``@requiresScopes`` and ``@policy`` write them."""
Policy: TypeAlias = Callable[[Caller], bool]
"""Whether the caller meets the policy; a plain function that never waits."""
Policies: TypeAlias = Mapping[str, Policy]
MOST_ALTERNATIVES = 64
"""That a refusal names: behind an interface of many types their products grow fast; each that is named suffices."""


class Verdict(Enum):
    """The word is the public code of the error."""

    ALLOWED = None
    UNAUTHENTICATED = PublicCode.UNAUTHENTICATED
    FORBIDDEN = PublicCode.FORBIDDEN


@dataclass(frozen=True, slots=True)
class Rights:
    """All of a caller that the requirements of one supergraph ask about: equal rights see the same graph."""

    is_authenticated: bool
    scopes: frozenset[str]
    policies: frozenset[str]

    def verdict(self, requirement: AuthRequirement) -> Verdict:
        """All the directives at one place must be met; inside one, any of the outer lists, all of an inner one.

        An empty outer list allows nobody: it names no alternative.
        """
        met = (
            (self.is_authenticated or not requirement.authenticated)
            and _any_of(requirement.scopes, self.scopes)
            and _any_of(requirement.policies, self.policies)
        )
        if met:
            return Verdict.ALLOWED
        return Verdict.FORBIDDEN if self.is_authenticated else Verdict.UNAUTHENTICATED

    def unmet(self, requirement: AuthRequirement) -> list[Alternatives]:
        """The lists of the directives at one place that are not met, as the schema has them.

        >>> ben = Rights(True, frozenset({"audit:read"}), frozenset())
        >>> ben.unmet(AuthRequirement(scopes=(("a", "b"), ("c",)), policies=(("analyst",),)))
        [(('a', 'b'), ('c',)), (('analyst',),)]
        """
        lists = ((requirement.scopes, self.scopes), (requirement.policies, self.policies))
        return [each for each, held in lists if each is not None and not _any_of(each, held)]


def together(lists: Iterable[Alternatives]) -> Alternatives:
    """One list that is met where all of them are; none lacks a scope twice.

    >>> together([(("a",), ("b", "c")), (("p",),), (("p",),)])
    (('a', 'p'), ('b', 'c', 'p'))
    """
    found: Alternatives = ((),)
    for each in dict.fromkeys(lists):
        products = dict.fromkeys(tuple(dict.fromkeys((*one, *other))) for one in found for other in each)
        found = tuple(products)[:MOST_ALTERNATIVES]
    return found


def _any_of(alternatives: Alternatives | None, held: frozenset[str]) -> bool:
    return alternatives is None or any(held.issuperset(every) for every in alternatives)


@dataclass(frozen=True, slots=True)
class Asked:
    """The scopes and policies that any requirement of the supergraph names."""

    scopes: frozenset[str]
    policies: frozenset[str]


def asked_by(auth: Mapping[str, AuthRequirement]) -> Asked:
    requirements = auth.values()
    return Asked(
        frozenset(word for each in requirements for inner in each.scopes or () for word in inner),
        frozenset(word for each in requirements for inner in each.policies or () for word in inner),
    )


def rights_of(caller: Caller, asked: Asked, policies: Policies) -> Rights:
    """The rights of a caller. A policy without a function is met by nobody: what is not known is closed."""
    granted = frozenset(name for name in asked.policies if name in policies and policies[name](caller) is True)
    return Rights(caller.is_authenticated, caller.scopes & asked.scopes, granted)

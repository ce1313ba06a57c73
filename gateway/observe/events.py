"""Events: what happened to a request, a plan, a call. Frozen, and without personal data.

No variables, literals, tokens, addresses or subjects: nothing of an event tells who asked or for what values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from gateway.ground.codes import PublicCode
from gateway.model.operation import OperationKind


@dataclass(frozen=True, slots=True)
class Answered:
    """A request was executed; parts of the answer may have failed."""

    kind: OperationKind


@dataclass(frozen=True, slots=True)
class Refused:
    """A request was not executed."""

    code: PublicCode


@dataclass(frozen=True, slots=True)
class Abandoned:
    """A request was given up before its answer, since nobody waited for it any more."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A request has its plan. ``is_known``: from an earlier one."""

    is_known: bool


@dataclass(frozen=True, slots=True)
class Fetched:
    """A subgraph was called. ``code``: how the call failed; None if an answer came, whatever it says."""

    subgraph: str
    code: PublicCode | None = None


@dataclass(frozen=True, slots=True)
class Costed:
    """What a request that was executed cost, in points: as it was estimated, and as it was."""

    kind: OperationKind
    estimated: int
    actual: int


Event: TypeAlias = Answered | Refused | Abandoned | Planned | Fetched | Costed

Observe: TypeAlias = Callable[[Event], None]
"""Hears of an event. Returns at once and raises nothing: who tells it is in the middle of a request."""


def nobody_hears(_: Event) -> None:
    """The default."""


ANSWERED = {kind: Answered(kind) for kind in OperationKind}
ABANDONED = Abandoned()
KNOWN, MADE = Planned(is_known=True), Planned(is_known=False)

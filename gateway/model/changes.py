"""What a change of the subgraphs would change for clients and for the other ministries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gateway.model.composition import CompositionError, CompositionHint


class ChangeLevel(Enum):
    """How a change can hurt: BREAKING breaks some requests, DANGEROUS can surprise, SAFE does neither."""

    BREAKING = "BREAKING"
    DANGEROUS = "DANGEROUS"
    SAFE = "SAFE"


@dataclass(frozen=True, slots=True)
class Change:
    """One change in words. ``kind``: of graphql-core's change finder, or our own (``ENTITY_KEY_REMOVED``, ...)."""

    level: ChangeLevel
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class BrokenOperation:
    """A saved operation that was valid and would be no longer; ``messages`` says why."""

    name: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What the check found. With ``errors``, nothing composed and there is nothing to compare."""

    errors: tuple[CompositionError, ...] = ()
    hints: tuple[CompositionHint, ...] = ()
    changes: tuple[Change, ...] = ()
    operations: tuple[BrokenOperation, ...] = ()

    @property
    def is_passed(self) -> bool:
        """Whether the change may go out: it composes and breaks neither the API nor a saved operation."""
        breaking = any(change.level is ChangeLevel.BREAKING for change in self.changes)
        return not self.errors and not self.operations and not breaking

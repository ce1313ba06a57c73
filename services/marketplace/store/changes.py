"""How a change ends: with the id of the thing, or with the faults that stopped it and nothing written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.marketplace.rules.faults import Fault


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a change: the id of the thing, or the faults that stopped it."""

    entity_id: str | None
    faults: Sequence[Fault] = ()


class RefusedError(Exception):
    """Rolls a transaction back with its faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


def refuse(faults: Sequence[Fault]) -> None:
    """Ends the transaction when there are faults."""
    if faults:
        raise RefusedError(faults)

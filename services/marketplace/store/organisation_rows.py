"""The rows of lists of organisations."""

from __future__ import annotations

from dataclasses import dataclass

from services.marketplace.store.rows.actors import ActorRow


@dataclass(frozen=True, slots=True)
class ListedOrganisationRow(ActorRow):
    """``place``: what the list is sorted by."""

    place: str

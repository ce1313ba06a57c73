"""Who looks: the row rules of the database get exactly this."""

from __future__ import annotations

from dataclasses import dataclass

STAFF_SCOPES = frozenset({"marketplace:manage", "moderation"})


@dataclass(frozen=True, slots=True)
class Viewer:
    """``member_id`` is None for anonymous requests and for machines; staff also sees drafts and hidden content."""

    member_id: str | None = None
    is_staff: bool = False

    @property
    def sees(self) -> tuple[str | None, bool]:
        """What statements about things that not everybody may see take of the viewer."""
        return self.member_id, self.is_staff


def viewer_of(actor_id: str | None, scopes: frozenset[str]) -> Viewer:
    return Viewer(actor_id, not scopes.isdisjoint(STAFF_SCOPES))

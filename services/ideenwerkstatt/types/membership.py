"""Whether the viewer is a member of the network, by the copy: to others nothing is offered that only members do."""

from __future__ import annotations

from services.ideenwerkstatt.store import personal
from services.ideenwerkstatt.types.context import Info


async def is_member(info: Info) -> bool:
    """A token alone makes nobody one; who registered a second ago is one when the copy knows."""
    actor = info.context.viewer.actor_id
    return actor is not None and await info.context.load(personal.members_by_ids, actor) is not None

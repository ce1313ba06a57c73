"""What speaks against every offer: the programme is over, or the viewer is no member. ``viewerActions`` asks it."""

from __future__ import annotations

from services.ideenwerkstatt.store import personal
from services.ideenwerkstatt.types.context import Info

OURS = "programme"
"""A key for what the house has one of."""


async def is_over(info: Info) -> bool:
    """Whether the programme has ended: every verb gives PROGRAMME_ENDED then. To nobody nothing is offered anyway."""
    context = info.context
    if context.viewer.actor_id is None and not context.viewer.is_staff:
        return True
    return await context.load(personal.programme_over, OURS, context.moment) is not None


async def is_member(info: Info) -> bool:
    """By the copy. A token alone makes nobody one; who registered a second ago is one when the copy knows."""
    actor = info.context.viewer.actor_id
    return actor is not None and await info.context.load(personal.members_by_ids, actor) is not None

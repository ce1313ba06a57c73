"""What the marketplace lets people change, put together: each kind of thing has verbs in a file of its own."""

from __future__ import annotations

import strawberry

from services.marketplace.schema.idea_verbs import IdeaVerbs
from services.marketplace.schema.profile_verbs import ProfileVerbs


@strawberry.type
class Mutation(IdeaVerbs, ProfileVerbs):
    pass

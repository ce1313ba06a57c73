"""What the marketplace lets people change, put together: each kind of thing has verbs in a file of its own."""

from __future__ import annotations

import strawberry

from services.marketplace.schema.contact_verbs import ContactVerbs
from services.marketplace.schema.event_verbs import EventVerbs
from services.marketplace.schema.idea_verbs import IdeaVerbs
from services.marketplace.schema.moderation_verbs import ModerationVerbs
from services.marketplace.schema.people_verbs import PeopleVerbs
from services.marketplace.schema.profile_verbs import ProfileVerbs
from services.marketplace.schema.rights_verbs import RightsVerbs
from services.marketplace.schema.search_verbs import SearchVerbs
from services.marketplace.schema.together_verbs import TogetherVerbs


@strawberry.type
class Mutation(
    IdeaVerbs,
    TogetherVerbs,
    ProfileVerbs,
    PeopleVerbs,
    ContactVerbs,
    SearchVerbs,
    ModerationVerbs,
    RightsVerbs,
    EventVerbs,
):
    pass

"""The Profilmarkt: what an actor offers and seeks."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, federation

from services.kit.civic import URL, LocalizedText
from services.kit.context import Language
from services.kit.field import field, sliced
from services.kit.finding import found_by, reads
from services.kit.guard import authenticated, needing
from services.kit.leading import leads_to
from services.kit.paging import page_request
from services.kit.relation import there
from services.marketplace.matching.documents import MatchKind, Wanted
from services.marketplace.rules.profile_life import ProfileAction, profile_actions
from services.marketplace.rules.vocabulary import ContributionKind, ProfileStatus, Visibility
from services.marketplace.store.profiles import own_profiles, profiles_by_ids, skills_of_profiles
from services.marketplace.types import actors as actor_types
from services.marketplace.types import matches as match_types
from services.marketplace.types.context import Info, seen
from services.marketplace.types.displayed import Displayable, Displayed
from services.marketplace.types.references import ActorType, MatchConnectionType


@strawberry.type
class Skill:
    slug: ID
    label: LocalizedText
    esco_uri: URL | None


@federation.type(
    keys=["id"],
    description="A listing on the Profilmarkt: what an actor offers and seeks (bietet / sucht).",
)
class Profile(Displayable):
    id: ID
    status: ProfileStatus
    visibility: Visibility
    headline: str
    about: str
    language: Language
    offers: list[ContributionKind]
    seeks: list[ContributionKind]
    availability_hours_per_month: int | None
    published_at: datetime | None
    owner_id: strawberry.Private[str]

    async def displayed(self, info: Info) -> Displayed:
        return Displayed(self.headline, self.about, self.language, MatchKind.PROFILE.value)

    @field()
    async def owner(self, info: Info) -> ActorType:
        return there(await actor_types.actor_by_id(info, self.owner_id))

    skills = leads_to(list[Skill], skills_of_profiles)

    @field(
        description="Ideas that fit this profile; only for its owner and with matching consent.",
        guard=authenticated(),
        cost=20,
        list_size=sliced(sized=("nodes", "edges")),
    )
    async def matches(
        self, info: Info, first: int | None = 10, after: str | None = None, kinds: list[MatchKind] | None = None
    ) -> MatchConnectionType | None:
        request = page_request(info, first, after, match_types.MATCH_CURSOR)
        info.context.allowance.question(request.first)
        wanted = Wanted(frozenset(kinds or ()), all_of_it=match_types.wants_all(info, request))
        found = await match_types.suggested_for_profile(info, self.id, wanted)
        return await match_types.match_listing(info, found, request)

    @field(
        offers=needing("profile:write"),
        description="What the caller may do with the profile now; nothing with those of others.",
    )
    async def viewer_actions(self, info: Info) -> list[ProfileAction]:
        return profile_actions(self.status, is_owner=await info.context.is_the_viewers(own_profiles, self.id))

    resolve_reference = found_by(profiles_by_ids, further=seen)


profile_by_id = reads(Profile, profiles_by_ids, seen)

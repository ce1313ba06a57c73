"""What somebody was told of: for its recipient alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, Union

import strawberry
from strawberry import ID, federation

from services.kit.civic import LocalizedText, UserError
from services.kit.connections import PersonalListing, Total, personal_listing
from services.kit.field import field, sliced
from services.kit.finding import found_by
from services.kit.ordering import NewestOrder
from services.kit.paging import Page, SortKey
from services.kit.under import listed_under
from services.marketplace.rules.notifications import WORDINGS
from services.marketplace.rules.wording import NotificationKind
from services.marketplace.store import notifying as store
from services.marketplace.store.notification_rows import NotificationRow, NotificationUnder
from services.marketplace.types import actors, idea_amendments, idea_comments, idea_team, ideas, profiles
from services.marketplace.types.contact import (
    ContactRequest,
    Conversation,
    contact_request_by_id,
    conversation_by_id,
    who,
)
from services.marketplace.types.context import Info
from services.marketplace.types.cuts import NOTIFICATIONS
from services.marketplace.types.foreign import DATASETS, OFFERS, PERSONAL, PROJECTS
from services.marketplace.types.moderation import ModerationCase, case_by_id
from services.marketplace.types.own_offers import CommunityEvent, event_by_id
from services.marketplace.types.references import AmendmentType, CommentType, IdeaType, ProfileType, TeamRequestType
from services.marketplace.types.rights import DataExport, ErasureRequest, erasure_by_id, export_by_id
from services.marketplace.types.saved_searches import SavedSearch, saved_search_by_id

PAGED = sliced(sized=("nodes", "edges"))
FOREIGN = {**OFFERS, **PROJECTS, **DATASETS, **PERSONAL}
"""Subjects of other houses. Of what is personal there its house shows nothing to whoever may not see it any more."""
if TYPE_CHECKING:
    NotificationSubject: TypeAlias = object
else:
    SUBJECTS = (
        *(IdeaType, AmendmentType, CommentType, TeamRequestType, ContactRequest, Conversation, ModerationCase),
        *(DataExport, ErasureRequest, CommunityEvent, SavedSearch, ProfileType, actors.Organisation),
    )
    NotificationSubject = Annotated[
        Union[(*SUBJECTS, *FOREIGN.values())],
        strawberry.union(name="NotificationSubject"),
    ]
OWN: Mapping[str, Callable[[Info, str], Awaitable[Any]]] = {
    "Idea": ideas.idea_by_id,
    "Amendment": idea_amendments.amendment_by_id,
    "Comment": idea_comments.comment_by_id,
    "TeamRequest": idea_team.team_request_by_id,
    "ContactRequest": contact_request_by_id,
    "Conversation": conversation_by_id,
    "ModerationCase": case_by_id,
    "DataExport": export_by_id,
    "ErasureRequest": erasure_by_id,
    "CommunityEvent": event_by_id,
    "Profile": profiles.profile_by_id,
    "Organisation": actors.organisation_by_id,
    "SavedSearch": saved_search_by_id,
}


@federation.type(
    keys=["id"],
    authenticated=True,
    tags=["personal"],
    description="Something that the caller is told of (Benachrichtigung); kept for 180 days.",
)
class Notification:
    id: ID
    created_at: datetime
    read_at: datetime | None
    row: strawberry.Private[NotificationRow]

    @field()
    def kind(self) -> NotificationKind:
        return WORDINGS[self.row.kind].kind

    @field(description="One sentence in the language of the request.")
    def text(self) -> LocalizedText:
        words = WORDINGS[self.row.kind]
        return LocalizedText(de=words.de, en=words.en, de_simple=words.simple)

    @field(description="Null where it is gone, or not for the caller any more.")
    async def subject(self, info: Info) -> NotificationSubject | None:
        by_id, foreign = OWN.get(self.row.subject_type), FOREIGN.get(self.row.subject_type)
        if by_id is not None:
            found: NotificationSubject | None = await by_id(info, self.row.subject_id)
            return found
        return None if foreign is None else foreign(**{"id": ID(self.row.subject_id)})

    resolve_reference = found_by(store.notifications_by_ids, further=who)


@federation.type(name="NotificationConnection", authenticated=True, tags=["personal"])
class NotificationListing(PersonalListing[Notification]):
    @field()
    async def unread_count(self, info: Info) -> int:
        return await unread_of_viewer(info)


def notification_listing(
    page: Page[NotificationUnder],
    node_of: Callable[[NotificationUnder], Notification],
    sort_key: Callable[[NotificationUnder], SortKey],
    total: Total,
) -> NotificationListing:
    """A page of notifications, which says how many are unread, too."""
    plain = personal_listing(page, node_of, sort_key, total)
    return NotificationListing(nodes=plain.nodes, edges=plain.edges, page_info=plain.page_info, total=plain.total)


@federation.type(tags=["personal"])
class NotificationsPayload:
    unread_count: int | None = strawberry.field(description="How many are left; null when refused.")
    errors: list[UserError]


async def unread_of_viewer(info: Info) -> int:
    member = info.context.viewer.member_id or ""
    return await info.context.load.counted(store.count_notifications, member, True, None, None)


@strawberry.type
class NotificationLists:
    """The field of ``Viewer`` that is about notifications."""

    notifications: NotificationListing = listed_under(
        Notification, store.notifications_of_viewers, NewestOrder, NOTIFICATIONS, pages=notification_listing
    )

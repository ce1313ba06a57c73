"""Comments on ideas, with one level of answers."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, federation

from services.kit.connections import Listing, listing
from services.kit.context import Language
from services.kit.field import field
from services.kit.finding import found_by, reads
from services.kit.guard import needing
from services.kit.leading import leads_to
from services.kit.making import made
from services.kit.relation import there
from services.kit.under import listed_under
from services.marketplace.rules.comments import CommentAction, CommentNow, comment_actions
from services.marketplace.rules.idea_life import IdeaAction
from services.marketplace.rules.vocabulary import CommentOrder
from services.marketplace.store.idea_rows import CommentRow
from services.marketplace.store.idea_together import comments_by_ids, replies_of_comments
from services.marketplace.store.moderation_reading import cases_of_comments
from services.marketplace.types import actors as actor_types
from services.marketplace.types import ideas as idea_types
from services.marketplace.types import moderation
from services.marketplace.types.context import Info, seen
from services.marketplace.types.cuts import IN_TIME
from services.marketplace.types.references import ActorType, CommentType, IdeaType, ModerationCaseType

strawberry.enum(CommentAction, description="What somebody may do with a comment.")


@federation.type(keys=["id"], description="A comment on an idea (Kommentar); one level of answers.")
class Comment:
    id: ID
    language: Language
    created_at: datetime
    edited_at: datetime | None
    is_hidden: bool
    row: strawberry.Private[CommentRow]

    @field(description="Null when it was deleted, or hidden by moderation: that only its author reads, and staff.")
    async def body(self, info: Info) -> str | None:
        if not self.row.is_hidden:
            return self.row.body
        row = await info.context.load(comments_by_ids, self.row.id, *info.context.viewer.sees)
        return None if row is None else row.body

    @field(description="To its author: the case in which moderation hid it or warned of it, with decision and appeal.")
    async def moderation_case(self, info: Info) -> ModerationCaseType | None:
        member = info.context.viewer.member_id
        if member is None or self.row.author_id != member:
            return None
        rows = await info.context.load(cases_of_comments, self.row.id, member)
        return made(moderation.ModerationCase, rows[0]) if rows else None

    @field()
    async def idea(self, info: Info) -> IdeaType:
        return there(await idea_types.idea_by_id(info, self.row.idea_id))

    @field(description="Null when it was deleted.")
    async def author(self, info: Info) -> ActorType | None:
        author = self.row.author_id
        return None if author is None else await actor_types.actor_by_id(info, author)

    reply_to = leads_to(CommentType | None, comments_by_ids, by="row.reply_to_id", further=seen)

    @field(offers=needing("ideas:write"), description="What the caller may do with the comment now.")
    async def viewer_actions(self, info: Info) -> list[CommentAction]:
        row, viewer = self.row, info.context.viewer.member_id
        idea = there(await idea_types.idea_by_id(info, row.idea_id))
        is_author = viewer is not None and row.author_id == viewer
        now = CommentNow(is_author, row.is_hidden, row.author_id is None, row.created_at)
        may_comment = IdeaAction.COMMENT in await idea.viewer_actions(info)
        return comment_actions(
            now, info.context.clock.now(), may_comment=may_comment, is_answer=row.reply_to_id is not None
        )

    replies: Listing[CommentType] = listed_under(
        CommentType, replies_of_comments, CommentOrder, IN_TIME, pages=listing, description="The oldest first."
    )

    resolve_reference = found_by(comments_by_ids, further=seen)


comment_by_id = reads(Comment, comments_by_ids, seen)

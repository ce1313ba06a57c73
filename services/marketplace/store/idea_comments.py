"""Comments on ideas: written, changed for a day, deleted. Each change is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.kit.changing import Fault, FaultCode, RefusedError, first_time, refuse, request, transacted
from services.kit.database import Database
from services.marketplace.rules.comments import (
    LONGEST_BODY,
    CommentNow,
    CommentStatus,
    faults_of_edit,
    faults_of_rate,
    no_comment,
)
from services.marketplace.rules.faults import faults_of_note
from services.marketplace.rules.idea_life import faults_of_deed
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.idea_ground import Change, lock_idea, noted, seen, tell_them
from services.marketplace.store.idea_rows import LockedCommentRow
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.reading import QUERIES

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Said:
    """What a new comment says, and where. ``reply_to``: the comment that it answers."""

    idea_id: str
    body: str
    language: str
    reply_to: str | None


@transacted
async def add_comment(inside: Database, viewer: Viewer, at: datetime, said: Said, key: str | None) -> str:
    """A comment of the viewer on an idea that they see, or an answer to one."""
    change, made = Change(inside, viewer, at), new_id("comment")
    asked = {"ideaId": said.idea_id, "body": said.body, "language": said.language, "replyTo": said.reply_to}
    await first_time(inside, request(change.member_id, key, "addComment", asked, at), made)
    refuse(faults_of_deed(seen(await lock_idea(change, said.idea_id), viewer), "comment"))
    refuse(faults_of_note("body", said.body, LONGEST_BODY))
    parent = await _answered(inside, said)
    await inside.value(QUERIES.take_turn_of_author, change.member_id)
    refuse(faults_of_rate(await inside.value(QUERIES.comments_since, change.member_id, at - HOUR)))
    columns = (made, said.idea_id, change.member_id, said.reply_to, said.body, said.language, at)
    await inside.do(QUERIES.make_comment, *columns)
    await noted(change, ("Comment", made), "add", None, CommentStatus.SHOWN.value)
    concerned = await inside.rows(str, QUERIES.team_of_idea, said.idea_id)
    concerned += [] if parent is None else [parent.author_id]
    told = {"ideaId": said.idea_id, "replyTo": said.reply_to}
    await tell_them(change, "comment.added", ("Comment", made), concerned, **told)
    return made


async def _answered(inside: Database, said: Said) -> LockedCommentRow | None:
    """The comment that is answered, locked: it is not deleted meanwhile."""
    if said.reply_to is None:
        return None
    parent = await inside.row(LockedCommentRow, QUERIES.lock_comment, said.reply_to)
    if parent is None or parent.idea_id != said.idea_id:
        raise RefusedError([no_comment("replyTo")])
    if parent.reply_to_id is not None:
        message = "An answer is not answered: there is one level of them."
        raise RefusedError([Fault(FaultCode.INVALID, message, ("replyTo",))])
    return parent


@transacted
async def edit_comment(inside: Database, viewer: Viewer, at: datetime, comment_id: str, body: str | None) -> str:
    """Another text; None deletes the comment, or empties it where there are answers."""
    change = Change(inside, viewer, at)
    idea_id = await inside.value(QUERIES.idea_of_comment, comment_id)
    now = None if idea_id is None else seen(await lock_idea(change, idea_id), viewer)
    row = await inside.row(LockedCommentRow, QUERIES.lock_comment, comment_id)
    if row is None or now is None or not now.is_visible:
        raise RefusedError([no_comment()])
    is_author = row.author_id == viewer.member_id
    comment = CommentNow(is_author, row.is_hidden, row.body is None, row.created_at)
    refuse(faults_of_edit(comment, at, deletes=body is None))
    if body is not None:
        refuse(faults_of_note("body", body, LONGEST_BODY))
        await inside.do(QUERIES.edit_comment, comment_id, body, at)
    elif row.has_replies:
        await inside.do(QUERIES.edit_comment, comment_id, None, at)
    else:
        await inside.do(QUERIES.delete_comment, comment_id)
    after = CommentStatus.DELETED if body is None else CommentStatus.SHOWN
    await noted(
        change, ("Comment", comment_id), "edit" if body is not None else "delete", comment.status.value, after.value
    )
    return comment_id

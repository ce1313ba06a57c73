"""Comments on ideas: their length, how many, and for how long they may be changed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from services.kit.changing import Fault, FaultCode

LONGEST_BODY = 5_000
MOST_AN_HOUR = 30
EDITED_WITHIN = timedelta(hours=24)


class CommentAction(Enum):
    """What may be offered."""

    EDIT = "EDIT"
    DELETE = "DELETE"
    REPLY = "REPLY"


@dataclass(frozen=True, slots=True)
class CommentNow:
    """A comment as the guards see it."""

    is_author: bool
    is_hidden: bool
    is_deleted: bool
    created_at: datetime


def no_comment(path: str = "id") -> Fault:
    return Fault(FaultCode.NOT_FOUND, "There is no such comment, or you may not see it.", (path,))


def not_said() -> Fault:
    return Fault(FaultCode.INVALID, "body is a text, or null to delete the comment.", ("body",))


def faults_of_rate(in_the_last_hour: int) -> list[Fault]:
    if in_the_last_hour < MOST_AN_HOUR:
        return []
    message = "You may write {most} comments an hour; try again later."
    return [Fault(FaultCode.LIMIT_EXCEEDED, message, (), {"most": MOST_AN_HOUR})]


def faults_of_edit(now: CommentNow, at: datetime, *, deletes: bool) -> list[Fault]:
    """Why the caller may not change the comment. One's own may be deleted at any time, changed for a day."""
    if not now.is_author:
        return [Fault(FaultCode.FORBIDDEN, "Only its author changes a comment.")]
    if now.is_hidden or (now.is_deleted and not deletes):
        return [Fault(FaultCode.WRONG_STATE, "This comment was deleted or hidden.")]
    if not deletes and at > now.created_at + EDITED_WITHIN:
        return [Fault(FaultCode.DEADLINE_PASSED, "A comment may be changed for 24 hours.")]
    return []


def comment_actions(now: CommentNow, at: datetime, *, may_comment: bool, is_answer: bool) -> list[CommentAction]:
    """What the caller may do with a comment of a visible idea. ``may_comment``: on its idea."""
    offered = {
        CommentAction.EDIT: not now.is_deleted and not faults_of_edit(now, at, deletes=False),
        CommentAction.DELETE: not now.is_deleted and not faults_of_edit(now, at, deletes=True),
        CommentAction.REPLY: may_comment and not is_answer,
    }
    return [action for action, is_offered in offered.items() if is_offered]

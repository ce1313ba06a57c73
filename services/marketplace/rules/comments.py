"""Comments on ideas: their life cycle, length, how many, and for how long they may be changed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from services.kit.changing import Fault, FaultCode
from services.kit.transitions import LifeCycle, deeds, transitions

LONGEST_BODY = 5_000
MOST_AN_HOUR = 30
EDITED_WITHIN = timedelta(hours=24)


class CommentAction(Enum):
    """What may be offered."""

    EDIT = "EDIT"
    DELETE = "DELETE"
    REPLY = "REPLY"


class CommentStatus(Enum):
    """What a row says of a comment: DELETED is the place-holder that answers hang on."""

    SHOWN = "SHOWN"
    HIDDEN = "HIDDEN"
    DELETED = "DELETED"


class CommentRole(Enum):
    """What somebody is to a comment."""

    AUTHOR = "AUTHOR"
    TALKS = "TALKS"  # may comment on its idea now, and it is itself no answer
    MODERATION = "MODERATION"


Status = CommentStatus
LIFE = LifeCycle(
    "comment",
    transitions(
        ("delete", {Status.SHOWN}, Status.DELETED, {CommentRole.AUTHOR}),
        ("hide", {Status.SHOWN}, Status.HIDDEN, {CommentRole.MODERATION}),
        ("uphold", {Status.HIDDEN}, Status.SHOWN, {CommentRole.MODERATION}),
    ),
    deeds(
        ("edit", {Status.SHOWN}, {CommentRole.AUTHOR}),
        # What was hidden or deleted keeps its answers, and those who talk there may go on.
        ("reply", Status, {CommentRole.TALKS}),
    ),
)


@dataclass(frozen=True, slots=True)
class CommentNow:
    """A comment as the guards see it."""

    is_author: bool
    is_hidden: bool
    is_deleted: bool
    created_at: datetime

    @property
    def status(self) -> CommentStatus:
        if self.is_deleted:
            return CommentStatus.DELETED
        return CommentStatus.HIDDEN if self.is_hidden else CommentStatus.SHOWN


def no_comment(path: str = "id") -> Fault:
    return Fault(FaultCode.NOT_FOUND, "There is no such comment, or you may not see it.", (path,))


def not_said() -> Fault:
    return Fault(FaultCode.INVALID, "A comment is a text; without one it is deleted.", ("body",))


def faults_of_rate(in_the_last_hour: int) -> list[Fault]:
    if in_the_last_hour < MOST_AN_HOUR:
        return []
    message = "You may write {most} comments an hour; try again later."
    return [Fault(FaultCode.LIMIT_EXCEEDED, message, (), {"most": MOST_AN_HOUR})]


def faults_of_edit(now: CommentNow, at: datetime, *, deletes: bool) -> list[Fault]:
    """Why the caller may not change the comment. One's own may be deleted at any time, changed for a day."""
    if not now.is_author:
        return [Fault(FaultCode.FORBIDDEN, "Only its author changes a comment.")]
    if deletes and now.status is CommentStatus.DELETED:
        return []  # said again, it is as it was
    if now.status is not CommentStatus.SHOWN:
        return [Fault(FaultCode.WRONG_STATE, "This comment was deleted or hidden.")]
    if not deletes and at > now.created_at + EDITED_WITHIN:
        return [Fault(FaultCode.DEADLINE_PASSED, "A comment may be changed for 24 hours.")]
    return []


def comment_actions(now: CommentNow, at: datetime, *, may_comment: bool, is_answer: bool) -> list[CommentAction]:
    """What the caller may do with a comment of a visible idea. ``may_comment``: on its idea."""
    held = {CommentRole.AUTHOR: now.is_author, CommentRole.TALKS: may_comment and not is_answer}
    found = set(LIFE.actions(now.status, [role for role, is_held in held.items() if is_held]))
    if at > now.created_at + EDITED_WITHIN:
        found.discard("edit")
    return [action for action in CommentAction if action.value.lower() in found]

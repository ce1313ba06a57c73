"""The life cycle of an idea and the guards of its changes, pure.

Who has published before goes from DRAFT to PUBLISHED directly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from services.kit.changing import Fault, FaultCode
from services.kit.transitions import LifeCycle, moves, transitions
from services.marketplace.rules.faults import invalid, is_seen, too_long, too_many, unwritten
from services.marketplace.rules.vocabulary import IdeaStatus

LONGEST_TITLE = 200
LONGEST_SUMMARY = 1_000
LONGEST_TEXT = 10_000
MOST_LIST_ITEMS = 20


class IdeaRole(Enum):
    """What somebody is to an idea, as far as its life cycle asks."""

    OWNER = "OWNER"
    REVIEWER = "REVIEWER"
    TIME = "TIME"  # background work


OWNER, REVIEWER = frozenset({IdeaRole.OWNER}), frozenset({IdeaRole.REVIEWER})
LIVING = frozenset(IdeaStatus) - {IdeaStatus.WITHDRAWN, IdeaStatus.HIDDEN_BY_MODERATION, IdeaStatus.ARCHIVED}
LIFE = LifeCycle(
    "idea",
    transitions(
        ("submit", {IdeaStatus.DRAFT}, IdeaStatus.IN_REVIEW, OWNER),
        ("publish", {IdeaStatus.DRAFT}, IdeaStatus.PUBLISHED, OWNER),
        ("return", {IdeaStatus.IN_REVIEW}, IdeaStatus.DRAFT, REVIEWER),
        ("approve", {IdeaStatus.IN_REVIEW}, IdeaStatus.PUBLISHED, REVIEWER),
        ("pause", {IdeaStatus.PUBLISHED}, IdeaStatus.PAUSED, OWNER),
        ("resume", {IdeaStatus.PAUSED}, IdeaStatus.PUBLISHED, OWNER),
        ("implement", {IdeaStatus.PUBLISHED}, IdeaStatus.IN_IMPLEMENTATION, OWNER),
        ("complete", {IdeaStatus.IN_IMPLEMENTATION}, IdeaStatus.COMPLETED, OWNER),
        ("withdraw", LIVING, IdeaStatus.WITHDRAWN, OWNER),
        ("archive", {IdeaStatus.COMPLETED, IdeaStatus.WITHDRAWN}, IdeaStatus.ARCHIVED, {IdeaRole.TIME}),
    ),
)
"""Where an idea may go; hiding by moderation stands beside the life cycle and leads back to where it came from."""
MOVES = moves(LIFE)
SUBMISSIONS = {each.target: each.action for each in LIFE.transitions if IdeaStatus.DRAFT in each.sources}
"""By where a draft is to go: the action that leads there."""

EDITABLE = frozenset(
    {
        IdeaStatus.DRAFT,
        IdeaStatus.IN_REVIEW,
        IdeaStatus.PUBLISHED,
        IdeaStatus.PAUSED,
        IdeaStatus.IN_IMPLEMENTATION,
    }
)


@dataclass(frozen=True, slots=True)
class IdeaText:
    """What a client writes about an idea (IdeaInput), with names of enum values as texts."""

    title: str
    summary: str
    problem: str
    solution: str
    common_good_benefit: str
    target_groups: tuple[str, ...]
    language: str
    maturity: str
    ai_methods: tuple[str, ...]
    expected_users: int | None
    data_needs: str | None
    topic_slugs: tuple[str, ...]
    sdgs: tuple[int, ...]
    region_ars: str | None


class Publishable(Protocol):
    """What publication asks for, of a text or a row."""

    @property
    def title(self) -> str: ...
    @property
    def problem(self) -> str: ...
    @property
    def solution(self) -> str: ...
    @property
    def common_good_benefit(self) -> str: ...
    @property
    def topic_slugs(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class IdeaNow:
    """An idea as the guards see it, with what the caller is to it."""

    status: IdeaStatus
    version: int
    is_visible: bool
    is_editor: bool
    is_owner: bool

    @property
    def roles(self) -> frozenset[IdeaRole]:
        return OWNER if self.is_owner else frozenset()


def faults_of_text(text: IdeaText) -> list[Fault]:
    """What is wrong with a text in itself; a draft needs a title only."""
    found = unwritten({"title": text.title})
    found += too_long({"title": text.title}, LONGEST_TITLE) + too_long({"summary": text.summary}, LONGEST_SUMMARY)
    long_texts = {
        "problem": text.problem,
        "solution": text.solution,
        "commonGoodBenefit": text.common_good_benefit,
        "dataNeeds": text.data_needs,
    }
    found += too_long(long_texts, LONGEST_TEXT)
    lists: dict[str, Sequence[object]] = {
        "targetGroups": text.target_groups,
        "topicSlugs": text.topic_slugs,
        "sdgs": text.sdgs,
        "aiMethods": text.ai_methods,
    }
    found += too_many(lists, MOST_LIST_ITEMS)
    if any(not is_seen(group) or len(group) > LONGEST_TITLE for group in text.target_groups):
        found.append(invalid("targetGroups", f"need 1 to {LONGEST_TITLE} characters each"))
    if any(not 1 <= number <= 17 for number in text.sdgs):
        found.append(invalid("sdgs", "are the goals 1 to 17"))
    if text.expected_users is not None and text.expected_users < 0:
        found.append(invalid("expectedUsers", "must not be negative"))
    return found


def faults_before_publishing(text: Publishable) -> list[Fault]:
    """What an idea still lacks for publication. The language is always there."""
    needed = {"title": text.title, "problem": text.problem, "solution": text.solution}
    found = unwritten({**needed, "commonGoodBenefit": text.common_good_benefit})
    return found if text.topic_slugs else [*found, invalid("topicSlugs", "needs at least one topic")]


def faults_of_update(now: IdeaNow | None, expected_version: int) -> list[Fault]:
    """Why the caller may not change the idea now; None and an invisible idea are the same to the caller."""
    if now is None or not now.is_visible:
        return [not_found()]
    if not now.is_editor:
        return [Fault(FaultCode.FORBIDDEN, "Only owners and co-authors change an idea.")]
    if now.status not in EDITABLE:
        return [Fault(FaultCode.WRONG_STATE, f"An idea in the state {now.status.value} is not changed any more.")]
    if now.version != expected_version:
        message = f"The idea is at version {now.version}, not {expected_version}: read it again and repeat the change."
        return [Fault(FaultCode.CONFLICT_VERSION, message, ("expectedVersion",))]
    return []


def faults_of_submission(now: IdeaNow | None, target: IdeaStatus) -> list[Fault]:
    """Why the caller may not submit the idea now."""
    if now is None or not now.is_visible:
        return [not_found()]
    came = LIFE.target(SUBMISSIONS.get(target, ""), now.status, now.roles)
    if isinstance(came, Fault):
        return [came]
    return [] if now.status is IdeaStatus.DRAFT else [Fault(FaultCode.WRONG_STATE, "Only drafts are submitted.")]


def not_found() -> Fault:
    return Fault(FaultCode.NOT_FOUND, "There is no such idea, or you may not see it.", ("id",))


def submitted_to(has_published_before: bool) -> IdeaStatus:
    """Where a submission leads: known authors publish directly, new ones are read first."""
    return IdeaStatus.PUBLISHED if has_published_before else IdeaStatus.IN_REVIEW


def may_edit(status: IdeaStatus, is_editor: bool) -> bool:
    return is_editor and status in EDITABLE


def is_public(status: IdeaStatus) -> bool:
    """Whether a change must keep what publication needs."""
    return status not in (IdeaStatus.DRAFT, IdeaStatus.IN_REVIEW)

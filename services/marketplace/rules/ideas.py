"""The life cycle of an idea and the guards of its changes, pure.

DRAFT -> IN_REVIEW -> PUBLISHED <-> PAUSED, PUBLISHED -> IN_IMPLEMENTATION -> COMPLETED, withdrawal from everywhere.
Who has published before goes from DRAFT to PUBLISHED directly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.marketplace.rules.faults import Fault, FaultCode, invalid, too_long, unwritten
from services.marketplace.rules.vocabulary import IdeaStatus

LONGEST_TITLE = 200
LONGEST_SUMMARY = 1_000
LONGEST_TEXT = 10_000
MOST_LIST_ITEMS = 20

MOVES: Mapping[IdeaStatus, frozenset[IdeaStatus]] = {
    IdeaStatus.DRAFT: frozenset({IdeaStatus.IN_REVIEW, IdeaStatus.PUBLISHED, IdeaStatus.WITHDRAWN}),
    IdeaStatus.IN_REVIEW: frozenset({IdeaStatus.DRAFT, IdeaStatus.PUBLISHED, IdeaStatus.WITHDRAWN}),
    IdeaStatus.PUBLISHED: frozenset({IdeaStatus.PAUSED, IdeaStatus.IN_IMPLEMENTATION, IdeaStatus.WITHDRAWN}),
    IdeaStatus.PAUSED: frozenset({IdeaStatus.PUBLISHED, IdeaStatus.WITHDRAWN}),
    IdeaStatus.IN_IMPLEMENTATION: frozenset({IdeaStatus.COMPLETED, IdeaStatus.WITHDRAWN}),
    IdeaStatus.COMPLETED: frozenset({IdeaStatus.ARCHIVED, IdeaStatus.WITHDRAWN}),
    IdeaStatus.WITHDRAWN: frozenset({IdeaStatus.ARCHIVED}),
}
"""Where an idea may go; hiding by moderation stands beside the life cycle and leads back to where it came from."""

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


@dataclass(frozen=True, slots=True)
class IdeaNow:
    """An idea as the guards see it, with what the caller is to it."""

    status: IdeaStatus
    version: int
    is_visible: bool
    is_editor: bool
    is_owner: bool


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
    }
    found += [
        invalid(name, f"may have {MOST_LIST_ITEMS} items")
        for name, items in lists.items()
        if len(items) > MOST_LIST_ITEMS
    ]
    if any(not group.strip() or len(group) > LONGEST_TITLE for group in text.target_groups):
        found.append(invalid("targetGroups", f"need 1 to {LONGEST_TITLE} characters each"))
    if any(not 1 <= number <= 17 for number in text.sdgs):
        found.append(invalid("sdgs", "are the goals 1 to 17"))
    if text.expected_users is not None and text.expected_users < 0:
        found.append(invalid("expectedUsers", "must not be negative"))
    return found


def faults_before_publishing(
    title: str, problem: str, solution: str, common_good_benefit: str, topics: Sequence[str]
) -> list[Fault]:
    """What an idea still lacks for publication. The language is always there."""
    needed = {"title": title, "problem": problem, "solution": solution, "commonGoodBenefit": common_good_benefit}
    found = unwritten(needed)
    return found if topics else [*found, invalid("topicSlugs", "needs at least one topic")]


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
    if not now.is_owner:
        return [Fault(FaultCode.FORBIDDEN, "Only the owner submits an idea.")]
    if now.status is not IdeaStatus.DRAFT or target not in MOVES[now.status]:
        return [Fault(FaultCode.WRONG_STATE, f"Only drafts are submitted; this idea is {now.status.value}.")]
    return []


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

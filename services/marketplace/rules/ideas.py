"""The text of an idea: its limits, and what publication asks of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.kit.changing import Fault
from services.marketplace.rules.faults import invalid, is_seen, too_long, too_many, unwritten

LONGEST_TITLE = 200
LONGEST_SUMMARY = 1_000
LONGEST_TEXT = 10_000
MOST_LIST_ITEMS = 20


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
        found.append(invalid("targetGroups", "need 1 to {most} characters each", most=LONGEST_TITLE))
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

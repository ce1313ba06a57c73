"""Which ideas went to the competition, in which round, and which of them were awarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from demo import chance
from demo.steps.drafts import Draft

AWARDS = {1: 25, 2: 12, 3: 27}
ENTRIES = {1: 105, 2: 95, 3: 140}
QUOTA = {
    "KNOWLEDGE_AND_LEARNING": 18,
    "ADMINISTRATION_AND_DEMOCRACY": 15,
    "INCLUSION_AND_DIVERSITY": 16,
    "WORK_AND_PARTICIPATION": 15,
}
WITH_IDEA = 150
STORY_AWARD, STORY_WITHDRAWN = 1, 10


@dataclass(frozen=True, slots=True)
class Career:
    """One entry of an idea (``draft``), or of an idea that nobody migrated (null)."""

    round: int
    awarded: bool
    draft: Draft | None


def build_careers(drafts: Sequence[Draft]) -> tuple[Career, ...]:
    """340 careers, 64 of them with an award; the story's idea failed in round 2 and won in round 3."""
    winners = awarded_drafts(drafts)
    rounds = [3, *chance.spread({**AWARDS, 3: AWARDS[3] - 1}, "award rounds")]
    won = [Career(number, True, draft) for number, draft in zip(rounds, winners, strict=True)]
    return (*won, *others(drafts, {draft.number for draft in winners}))


def awarded_drafts(drafts: Sequence[Draft]) -> list[Draft]:
    """By category: what has come far first, and of that what is in implementation; the story's idea leads."""
    order = {"IN_IMPLEMENTATION": 0, "COMPLETED": 0, "PUBLISHED": 1}
    early = {"IDEA": 1, "CONCEPT": 1}
    free = [draft for draft in drafts if not draft.planted and draft.status in order]

    def rank(draft: Draft) -> tuple[int, int, float]:
        return early.get(draft.maturity, 0), order[draft.status], chance.number("award", draft.number)

    ranked = sorted(free, key=rank)
    chosen = [drafts[STORY_AWARD - 1]]
    for category, count in QUOTA.items():
        taken = 1 if category == chosen[0].category else 0
        chosen += [draft for draft in ranked if draft.category == category][: count - taken]
    return chosen


def others(drafts: Sequence[Draft], winners: set[int]) -> list[Career]:
    """Entries without an award: the story's first try, the withdrawn idea, 150 more ideas, the rest without an idea."""
    settled = {"PUBLISHED", "PAUSED", "ARCHIVED", "WITHDRAWN", "COMPLETED"}
    free = [one for one in drafts if not one.planted and one.status in settled and one.number not in winners]
    entered = [drafts[STORY_WITHDRAWN - 1], *chance.sample(free, WITH_IDEA, "entered")]
    left = {number: ENTRIES[number] - AWARDS[number] for number in ENTRIES}
    left[2] -= 1
    rounds = chance.spread(left, "entry rounds")
    tries: list[Draft | None] = [*entered, *([None] * (len(rounds) - len(entered)))]
    first_try = Career(2, False, drafts[STORY_AWARD - 1])
    return [first_try, *(Career(number, False, draft) for number, draft in zip(rounds, tries, strict=True))]

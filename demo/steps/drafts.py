"""What each idea is about, before it has a date, a team or a career."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from demo import chance
from demo.nouns.hubs import Region, Topic
from demo.nouns.market import IdeaText
from demo.steps.idea_texts import english, german, in_sentence, long_text, place_of
from demo.texts import read

IDEAS, ENGLISH = 460, 46
STATUS = {
    "PUBLISHED": 280,
    "IN_IMPLEMENTATION": 60,
    "COMPLETED": 35,
    "PAUSED": 20,
    "DRAFT": 35,
    "IN_REVIEW": 12,
    "WITHDRAWN": 8,
    "HIDDEN_BY_MODERATION": 4,
    "ARCHIVED": 6,
}
MATURITY = {"IDEA": 207, "CONCEPT": 124, "PROTOTYPE": 74, "PILOT": 37, "IN_USE": 18}
# How far ideas of a state tend to have come.
LEAD = {"COMPLETED": 1.6, "IN_IMPLEMENTATION": 1.3, "ARCHIVED": 0.6, "PUBLISHED": 0.5, "PAUSED": 0.4}
FAVOURITES = {
    "biodiversity": 6,
    "plain-language": 4,
    "nursing-care": 4,
    "citizen-participation": 3,
    "accessible-mobility": 3,
    "heat-adaptation": 3,
    "open-data": 3,
    "volunteering": 3,
    "ageing-well": 3,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """``origin`` and ``team`` are given for the planted stories only."""

    number: int
    text: IdeaText
    label: str
    topics: tuple[str, ...]
    sdgs: tuple[int, ...]
    category: str
    region: str | None
    status: str
    maturity: str
    planted: bool = False
    origin: str | None = None
    team: tuple[str, ...] = ()
    developed_from: int | None = None


def build_drafts(topics: Sequence[Topic], regions: Sequence[Region]) -> tuple[Draft, ...]:
    """460 drafts; the first ones are the planted stories. All titles differ."""
    stories = [story(number, entry, topics) for number, entry in enumerate(read("stories"), start=1)]
    free = list(composed(len(stories) + 1, topics, regions))
    statuses = chance.spread(less(STATUS, [one.status for one in stories]), "status")
    drafts = [replace(draft, status=status) for draft, status in zip(free, statuses, strict=True)]
    return (*stories, *with_maturity(drafts, less(MATURITY, [one.maturity for one in stories])))


def less(counts: dict[str, int], used: Sequence[str]) -> dict[str, int]:
    return {value: count - used.count(value) for value, count in counts.items()}


def story(number: int, entry: dict[str, Any], topics: Sequence[Topic]) -> Draft:
    by_slug = {topic.slug: topic for topic in topics}
    own = [by_slug[slug] for slug in entry["topics"]]
    text = IdeaText(
        title=entry["title"],
        summary=entry["summary"],
        problem=entry["problem"],
        solution=long_text() if entry["solution"] == "long" else entry["solution"],
        benefit=entry["benefit"],
        target_groups=tuple(entry["target_groups"]),
        data_needs=entry.get("data"),
        methods=tuple(entry["methods"]),
        language="DE",
    )
    return Draft(
        number=number,
        text=text,
        label=own[0].label.de,
        topics=tuple(entry["topics"]),
        sdgs=tuple(sorted({sdg for topic in own for sdg in topic.sdgs})),
        category=own[0].category,
        region=entry.get("region"),
        status=entry["status"],
        maturity=entry["maturity"],
        planted=True,
        origin=entry["origin"],
        team=tuple(entry["team"]),
        developed_from=entry.get("developed_from"),
    )


def composed(first: int, topics: Sequence[Topic], regions: Sequence[Region]) -> Iterator[Draft]:
    subs = [topic for topic in topics if topic.parent]
    counts = {topic.slug: 8 + FAVOURITES.get(topic.slug, 0) for topic in subs}
    by_slug = {topic.slug: topic for topic in subs}
    writes_english = set(chance.sample(range(first, IDEAS + 1), ENGLISH, "english"))
    used: dict[str, int] = {}
    titles = {entry["title"] for entry in read("stories")}
    for number, slug in enumerate(chance.spread(counts, "idea topics"), start=first):
        variant = used.get(slug, 0)
        used[slug] = variant + 1
        draft = compose(number, by_slug[slug], variant, regions, number in writes_english)
        draft = draft if draft.text.title not in titles else renamed(draft, by_slug[slug])
        titles.add(draft.text.title)
        yield draft


def compose(number: int, topic: Topic, variant: int, regions: Sequence[Region], in_english: bool) -> Draft:
    home = None
    if chance.holds(0.9, "idea has region", number):
        home = chance.weighted(regions, [region.weight for region in regions], "idea region", number)
    text = (english if in_english else german)(topic, variant, place_of(home))
    return Draft(
        number=number,
        text=text,
        label=topic.label.de,
        topics=tuple(slug for slug in (topic.slug, topic.parent) if slug),
        sdgs=topic.sdgs,
        category=topic.category,
        region=home.ars if home else None,
        status="PUBLISHED",
        maturity="IDEA",
    )


def renamed(draft: Draft, topic: Topic) -> Draft:
    """Two ideas with the same title are told apart by whom they are for."""
    in_english = draft.text.language == "EN"
    suffix = (
        f"{draft.text.title} ({topic.slug})"
        if in_english
        else f"{draft.text.title}, gedacht für {in_sentence(draft.text.target_groups[0])}"
    )
    return replace(draft, text=replace(draft.text, title=suffix))


def with_maturity(drafts: Sequence[Draft], counts: dict[str, int]) -> list[Draft]:
    """Few ideas get far, and those that get far are in implementation or completed."""
    order = sorted(drafts, key=lambda one: LEAD.get(one.status, 0.0) + chance.number("maturity", one.number))
    steps = [maturity for maturity, count in counts.items() for _ in range(count)]
    reached = {draft.number: step for draft, step in zip(order, steps, strict=True)}
    return [replace(draft, maturity=reached[draft.number]) for draft in drafts]

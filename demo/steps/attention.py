"""Who follows, supports and bookmarks what: few things get most of it (a power law)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from demo import chance
from demo.nouns.market import Attention, Idea
from demo.nouns.offers import Offer
from demo.nouns.words import TODAY, moment

SHOWN = {"PUBLISHED", "IN_IMPLEMENTATION", "COMPLETED", "PAUSED"}
PROGRAMME_FOLLOWERS = {
    "civic-coding": 214,
    "civic-innovation-platform": 187,
    "civic-data-lab": 142,
    "ki-ideenwerkstatt": 118,
}
STORIES_FIRST = ("idea_0001", "idea_0002", "idea_0005")


def build_follows(ideas: Sequence[Idea], projects: Sequence[str], people: Sequence[str]) -> tuple[Attention, ...]:
    """Followers of programmes, ideas and projects."""
    made = [row for slug, count in PROGRAMME_FOLLOWERS.items() for row in crowd("follow", slug, count, people)]
    for rank, identity in enumerate(ranked(ideas)):
        made += crowd("follow", identity, power(120, rank), people)
    for rank, identity in enumerate(chance.shuffled(list(projects), "project rank")):
        made += crowd("follow", identity, power(60, rank), people)
    return tuple(made)


def build_support(ideas: Sequence[Idea], people: Sequence[str]) -> tuple[Attention, ...]:
    """Support falls like the number of followers does, but other ideas lead."""
    order = [
        *STORIES_FIRST,
        *chance.shuffled([one for one in ranked(ideas) if one not in STORIES_FIRST], "support rank"),
    ]
    return tuple(
        row for rank, identity in enumerate(order) for row in crowd("support", identity, power(150, rank), people)
    )


def build_bookmarks(offers: Sequence[Offer], people: Sequence[str]) -> tuple[Attention, ...]:
    """Open offers are bookmarked most."""
    order = sorted(
        offers, key=lambda one: (one.status not in {"OPEN", "ANNOUNCED"}, chance.number("bookmark rank", one.id))
    )
    return tuple(row for rank, one in enumerate(order) for row in crowd("bookmark", one.id, power(90, rank), people))


def ranked(ideas: Sequence[Idea]) -> list[str]:
    """The planted stories lead, the others come by chance."""
    shown = [one.id for one in ideas if one.status in SHOWN and one.id not in STORIES_FIRST]
    return [*STORIES_FIRST, *chance.shuffled(shown, "idea rank")]


def power(most: int, rank: int) -> int:
    """
    >>> power(120, 0), power(120, 9), power(120, 99)
    (120, 28, 6)
    """
    return int(most / (rank + 1) ** 0.62)


def crowd(kind: str, subject: str, count: int, people: Sequence[str]) -> list[Attention]:
    chosen = sorted(chance.sample(people, count, kind, subject))
    return [
        Attention(one, subject, moment(chance.day(date(2024, 1, 8), TODAY, kind, subject, one), 8 + place % 12))
        for place, one in enumerate(chosen)
    ]

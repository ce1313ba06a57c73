"""Members of the marketplace, and the former CIP community."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product

from demo import chance
from demo.nouns.hubs import LegacyMember, Member, Region, Topic
from demo.nouns.words import FICTIONAL, numbered, slug_of
from demo.texts import read

MEMBERS, MIGRATED, PENDING, GHOSTS, DECLINED = 640, 205, 85, 35, 10
ACTIVE = MEMBERS - PENDING - GHOSTS
SECTORS = {
    "CIVIL_SOCIETY": 243,
    "SCIENCE": 102,
    "BUSINESS": 64,
    "STARTUP": 45,
    "PUBLIC_ADMINISTRATION": 46,
    "MUNICIPALITY": 44,
    "WELFARE": 64,
    "PRIVATE_PERSON": 32,
}
# Names that stories and edge cases need; the right-to-left one tests display and sorting.
NAMED = {
    1: "Mira Lampenwald",
    2: "Jonas Kieselbach",
    3: "Aylin Wolkenhain",
    19: "ليلى Sternenfeld",
    20: "Çiğdem Groß-Zuckerhütl",
}


def build_members(regions: Sequence[Region], topics: Sequence[Topic]) -> tuple[Member, ...]:
    """640 members: first the active ones (of whom 205 came from CIP), then the unclaimed, then the ghosts."""
    names = full_names(MEMBERS)
    sectors = chance.spread(SECTORS, "member sectors")
    from_cip = set(chance.sample(range(21, ACTIVE + 1), MIGRATED - 3, "migrated")) | {1, 3, 6}
    subs = [topic for topic in topics if topic.parent]
    return tuple(
        member(number, NAMED.get(number, names[number - 1]), sectors[number - 1], number in from_cip, regions, subs)
        for number in range(1, MEMBERS + 1)
    )


def full_names(count: int) -> list[str]:
    """Different surnames of two parts that no one is called."""
    words = read("world/names")
    tails = product(words["surname_head"], words["surname_tail"])
    surnames = [head + tail for head, tail in tails if head + tail not in {"Lampenwald", "Kieselbach", "Wolkenhain"}]
    ordered = chance.shuffled(surnames, "surnames")
    return [f"{chance.pick(words['first'], 'first', place)} {ordered[place % len(ordered)]}" for place in range(count)]


def member(
    number: int, name: str, sector: str, from_cip: bool, regions: Sequence[Region], subs: Sequence[Topic]
) -> Member:
    state = "ACTIVE" if number <= ACTIVE else "UNCLAIMED" if number <= ACTIVE + PENDING else "GHOST"
    cip = from_cip or state == "UNCLAIMED"
    first = date(2020, 9, 15) if cip else date(2021, 6, 1)
    shown, handle = shown_as(number, name, state)
    home = chance.weighted(regions, [region.weight for region in regions], "home", number)
    return Member(
        id=numbered("member", number),
        name=f"{name} {FICTIONAL}",
        display_name=shown,
        handle=handle,
        state=state,
        sector=sector,
        region=home.ars,
        topics=tuple(
            topic.slug for topic in chance.sample(subs, chance.between(1, 4, "interests", number), "likes", number)
        ),
        since=chance.day(first, date(2023, 2, 10) if cip else date(2025, 6, 5), "since", number),
        cip_number=cip_number(number) if cip else None,
    )


def shown_as(number: int, name: str, state: str) -> tuple[str, str]:
    """Display name and handle. Nobody's name is shown before the claim or after the erasure."""
    match state:
        case "UNCLAIMED":
            return f"Ehemaliges CIP-Mitglied {FICTIONAL}", f"demo-cip-{number:04}"
        case "GHOST":
            return f"Gelöschtes Konto {FICTIONAL}", f"demo-ghost-{number:04}"
        case _:
            return f"{name} {FICTIONAL}", f"demo-{slug_of(name)}"


def cip_number(number: int) -> str:
    return f"CIP-{10_000 + number * 7}"


def build_legacy(members: Sequence[Member]) -> tuple[LegacyMember, ...]:
    """300 former CIP members: 205 claimed their account, 85 have not answered, 10 declined."""
    known = [
        LegacyMember(one.cip_number, one.name, one.since, one.id if one.state == "ACTIVE" else None)
        for one in members
        if one.cip_number
    ]
    return (*known, *(declined(place) for place in range(DECLINED)))


def declined(place: int) -> LegacyMember:
    """Whoever declines loses the name in CIP; the number stays until the entries' retention ends."""
    since = chance.day(date(2020, 10, 1), date(2022, 12, 1), "declined", place)
    return LegacyMember(cip_number(MEMBERS + 1 + place), f"Ehemaliges CIP-Mitglied {FICTIONAL}", since, None)

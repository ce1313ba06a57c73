"""Entries, pitches, awards and tranches of the idea competition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from demo import chance
from demo.nouns.hubs import LegacyMember, Member, Organisation, Topic
from demo.nouns.market import Idea
from demo.nouns.projects import Award, Entry, EntryMember, Tranche
from demo.nouns.words import Text, moment, numbered, text_of
from demo.steps.careers import STORY_AWARD, Career
from demo.steps.idea_texts import NOWHERE, german
from demo.steps.ideas import ROUND_CLOSE, ROUND_OPEN
from demo.texts import read

PITCH = {1: date(2021, 2, 8), 2: date(2021, 11, 10), 3: date(2023, 4, 24)}
AWARDED = {1: date(2021, 3, 10), 2: date(2021, 12, 2), 3: date(2023, 6, 5)}
FORFEITED = 6
LOST = {"FORMALLY_REJECTED": 38, "WITHDRAWN": 9, "PITCHED": 88, "NOT_SELECTED": 141}


class Registry:
    """Looks up who stands behind an id."""

    def __init__(
        self, members: Sequence[Member], organisations: Sequence[Organisation], legacy: Sequence[LegacyMember]
    ) -> None:
        self.members = {one.id: one for one in members}
        self.organisations = {one.id: one for one in organisations}
        self.legacy = tuple(legacy)
        self.partners = [one for one in organisations if one.sector in {"SCIENCE", "MUNICIPALITY"}]


def build_entries(
    careers: Sequence[Career], ideas: Mapping[int, Idea], topics: Sequence[Topic], registry: Registry
) -> tuple[Entry, ...]:
    """340 entries, numbered by round; the awards among them are numbered too."""
    lost = iter(chance.spread(LOST, "lost"))
    fates = {id(one): "AWARDED" if one.awarded else fate_of(one, next(lost)) for one in careers}
    ordered = sorted(careers, key=lambda one: (one.round, not planted(one), chance.number("entry", careers.index(one))))
    winners = [one for one in ordered if one.awarded]
    places: dict[int, int] = {}
    made = []
    for number, career in enumerate(ordered, start=1):
        places[career.round] = places.get(career.round, 0) + 1
        award = winners.index(career) + 1 if career.awarded else None
        made.append(entry(number, places[career.round], career, fates[id(career)], award, ideas, topics, registry))
    return tuple(made)


def fate_of(career: Career, drawn: str) -> str:
    """The planted ideas reached the pitch and were not selected."""
    return "PITCHED" if planted(career) else drawn


def planted(career: Career) -> bool:
    return career.draft is not None and career.draft.planted


def entry(
    number: int,
    place: int,
    career: Career,
    fate: str,
    award_number: int | None,
    ideas: Mapping[int, Idea],
    topics: Sequence[Topic],
    registry: Registry,
) -> Entry:
    idea = ideas[career.draft.number] if career.draft else None
    first = max(idea.created.date(), ROUND_OPEN[career.round]) if idea else ROUND_OPEN[career.round]
    submitted = moment(
        chance.day(first + timedelta(days=1), ROUND_CLOSE[career.round] + timedelta(days=4), "submitted", number),
        15,
        number % 60,
    )
    topic = chance.pick([one for one in topics if one.parent], "lost topic", number)
    text = german(topic, number % 12, NOWHERE)
    version = max([one.number for one in idea.versions if one.created <= submitted], default=1) if idea else 1
    rejected = fate == "FORMALLY_REJECTED"
    return Entry(
        id=numbered("entry", number),
        reference=f"R{career.round}-{place:03}",
        round=numbered("round", career.round),
        idea=idea.id if idea else None,
        idea_version=version,
        category=career.draft.category if career.draft else topic.category,
        status="NOT_SELECTED" if fate == "PITCHED" else fate,
        title=idea.text.title if idea else text.title,
        abstract=idea.text.summary if idea else text.summary,
        submitted=None if fate == "WITHDRAWN" and number % 2 else submitted,
        team=tuple(team_of(number, idea, registry, rejected)),
        pitch=pitch_at(career.round, place) if fate in {"PITCHED", "AWARDED"} else None,
        award=award(award_number, career) if award_number else None,
    )


def pitch_at(round_number: int, place: int) -> datetime:
    """Twelve minutes a team, up to thirty teams a day."""
    return moment(PITCH[round_number] + timedelta(days=place // 30), 9) + timedelta(minutes=15 * (place % 30))


def team_of(number: int, idea: Idea | None, registry: Registry, rejected: bool) -> list[EntryMember]:
    """Those of the idea's team who were there; without an idea, people of the former community.

    Whoever was not formally rejected has two sectors: a condition of the competition.
    """
    if idea:
        lines = [line(one.actor, registry) for one in idea.team]
    else:
        people = chance.sample(registry.legacy, chance.between(1, 3, "old team", number), "old team", number)
        lines = [legacy_line(one, number) for one in people]
    if not rejected and len({one.sector for one in lines}) < 2:
        others = [one for one in registry.partners if one.sector != lines[0].sector]
        lines.append(line(chance.pick(others, "partner", number).id, registry))
    return lines


def line(actor: str, registry: Registry) -> EntryMember:
    if actor in registry.organisations:
        found = registry.organisations[actor]
        return EntryMember(None, None, actor, found.sector, found.display_name)
    person = registry.members[actor]
    claimed = person.state != "UNCLAIMED"
    return EntryMember(actor if claimed else None, person.cip_number, None, person.sector, person.name)


def legacy_line(one: LegacyMember, number: int) -> EntryMember:
    sector = chance.pick(("CIVIL_SOCIETY", "SCIENCE", "BUSINESS", "WELFARE"), "old sector", number, one.cip_number)
    return EntryMember(one.member, one.cip_number, None, sector, one.name)


def award(number: int, career: Career) -> Award:
    story = career.draft is not None and career.draft.number == STORY_AWARD
    prize = 20_000 if story else 8_000 + 500 * chance.between(0, 24, "prize", number)
    loses = number in chance.sample(range(1, 64), FORFEITED, "forfeited") and not story
    amounts = (prize * 4 // 10, prize * 3 // 10, prize - prize * 4 // 10 - prize * 3 // 10)
    on = AWARDED[career.round]
    return Award(
        id=numbered("award", number),
        prize=prize,
        laudation=praise(number),
        awarded=on,
        tranches=tuple(
            tranche(place, amount, on, loses and place == 3) for place, amount in enumerate(amounts, start=1)
        ),
    )


def praise(number: int) -> Text:
    """Two sentences of the jury; each pair of them once before any comes again."""
    sentences = read("projects/phrases")["laudation"]
    first, step = divmod(number - 1, len(sentences) - 1)
    one, other = (sentences[(first + each) % len(sentences)] for each in (0, step + 1))
    return text_of({language: f"{one[language]} {other[language]}" for language in ("de", "en")})


def tranche(place: int, amount: int, awarded: date, forfeited: bool) -> Tranche:
    if forfeited:
        return Tranche(place, amount, "FORFEITED", None)
    return Tranche(place, amount, "PAID", awarded + timedelta(days=30 + 120 * (place - 1)))

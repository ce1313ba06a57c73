"""Ideas with everything that hangs on them: dates, teams, open roles, versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from demo import chance
from demo.nouns.market import Idea, IdeaText, IdeaVersion, OpenRole, TeamMember
from demo.nouns.words import TODAY, moment, numbered, slug_of
from demo.steps.drafts import Draft
from demo.steps.idea_texts import first_sentences
from demo.steps.teams import People, author_and_team
from demo.texts import read

ROUND_OPEN = {1: date(2020, 9, 20), 2: date(2021, 7, 20), 3: date(2022, 11, 20)}
ROUND_CLOSE = {1: date(2020, 12, 8), 2: date(2021, 10, 1), 3: date(2023, 2, 6)}
UNPUBLISHED = {"DRAFT", "IN_REVIEW"}
SEEKING = {"PUBLISHED", "IN_IMPLEMENTATION", "DRAFT", "IN_REVIEW"}
CIP, WORKSHOP, LAB, UMBRELLA = "civic-innovation-platform", "ki-ideenwerkstatt", "civic-data-lab", "civic-coding"


@dataclass(frozen=True, slots=True)
class Start:
    """What a career says of an idea: the first round that it entered, and whether it was awarded."""

    first_round: int | None
    awarded: bool


def build_ideas(drafts: Sequence[Draft], starts: Mapping[int, Start], people: People) -> tuple[Idea, ...]:
    """All ideas, in the order of their numbers."""
    return tuple(idea(draft, starts.get(draft.number, Start(None, False)), people) for draft in drafts)


def idea(draft: Draft, start: Start, people: People) -> Idea:
    created = moment(created_on(draft, start.first_round), 8 + draft.number % 10, draft.number % 60)
    published = (
        None if draft.status in UNPUBLISHED else created + timedelta(days=chance.between(2, 25, "review", draft.number))
    )
    published = min(published, moment(TODAY)) if published else None
    team = tuple(dated(author_and_team(draft, start.awarded, people), created, draft.number))
    versions = tuple(history(draft, created, [one.actor for one in team if one.role in {"OWNER", "CO_AUTHOR"}]))
    return Idea(
        id=numbered("idea", draft.number),
        slug=slug_of(draft.text.title),
        text=draft.text,
        status=draft.status,
        maturity=draft.maturity,
        topics=draft.topics,
        sdgs=draft.sdgs,
        region=draft.region,
        origin=origin(draft, start),
        author=team[0].actor,
        team=team,
        roles=tuple(open_roles(draft)),
        versions=versions,
        expected_users=None if chance.holds(0.12, "users unknown", draft.number) else users(draft.number),
        developed_from=numbered("idea", draft.developed_from) if draft.developed_from else None,
        created=created,
        published=published,
        updated=max(versions[-1].created, published or created),
    )


def created_on(draft: Draft, first_round: int | None) -> date:
    """Before the deadline of the first round that it entered; the fork after the ideas that it merges."""
    if first_round:
        return chance.day(ROUND_OPEN[first_round], ROUND_CLOSE[first_round], "created", draft.number)
    if draft.developed_from:
        return date(2025, 4, 8)
    if draft.status in UNPUBLISHED:
        return chance.day(date(2025, 2, 3), date(2025, 5, 20), "created", draft.number)  # there on the demo's day
    late = date(2023, 3, 1) if draft.status in {"COMPLETED", "ARCHIVED"} else date(2025, 5, 16)
    return chance.day(date(2021, 8, 1), late, "created", draft.number)


def origin(draft: Draft, start: Start) -> str | None:
    if draft.planted:
        return draft.origin
    if start.first_round:
        return CIP
    green = bool({"environment", "climate"} & set(draft.topics))
    options = (WORKSHOP, LAB, UMBRELLA, None)
    return chance.weighted(options, (5, 1, 3, 1) if green else (0, 3, 6, 1), "origin", draft.number)


def users(number: int) -> int:
    """Round numbers between 20 and 200,000."""
    return chance.pick((20, 50, 120, 300, 800, 2000, 5000, 12000, 40000, 200000), "users", number)


def dated(team: Sequence[tuple[str, str]], created: datetime, number: int) -> list[TeamMember]:
    """The owner from the first day, the others within four months."""
    days = [0, *(chance.between(1, 120, "joined", number, place) for place in range(1, len(team)))]
    end = max(moment(TODAY), created)
    return [
        TeamMember(actor, role, min(created + timedelta(days=later), end))
        for (actor, role), later in zip(team, days, strict=True)
    ]


def open_roles(draft: Draft) -> list[OpenRole]:
    if draft.status not in SEEKING:
        return []
    roles = read("fragments/people")["role"]
    kinds = chance.sample(list(roles), chance.between(0, 3, "roles", draft.number), "role kinds", draft.number)
    return [
        OpenRole(
            id=f"role_{draft.number:04}_{place}",
            kind=kind,
            description=chance.pick(roles[kind], "role text", draft.number, kind).format(label=draft.label),
            hours=chance.pick((None, 4, 6, 8, 10, 16, 20), "role hours", draft.number, kind),
            filled=chance.holds(0.35, "role filled", draft.number, kind),
        )
        for place, kind in enumerate(kinds, start=1)
    ]


def history(draft: Draft, created: datetime, editors: Sequence[str]) -> list[IdeaVersion]:
    """Earlier versions say less: the text grew with every change."""
    most, within = (2, 20) if draft.status in UNPUBLISHED else (5, 400)
    count = 3 if draft.planted else chance.between(1, most, "versions", draft.number)
    notes = chance.sample(read("fragments/ideas")["change_note"], count, "notes", draft.number)
    room = max((moment(TODAY) - created).days - 1, 0)
    days = sorted(
        chance.between(1, max(min(room, within), 1), "version day", draft.number, place) for place in range(count - 1)
    )
    return [
        IdeaVersion(
            number=place + 1,
            editor=editors[0] if place == 0 else chance.pick(editors, "editor", draft.number, place),
            created=created if place == 0 else created + timedelta(days=days[place - 1], minutes=place),
            note=None if place == 0 else notes[place],
            text=earlier(draft.text, count - 1 - place),
            maturity=draft.maturity if place == count - 1 else "IDEA",
        )
        for place in range(count)
    ]


def earlier(text: IdeaText, steps_back: int) -> IdeaText:
    """The text as it was some versions ago."""
    if steps_back == 0:
        return text
    shorter = replace(text, solution=first_sentences(text.solution, 2), data_needs=None)
    if steps_back == 1:
        return shorter
    return replace(shorter, benefit=first_sentences(text.benefit, 1), problem=first_sentences(text.problem, 1))

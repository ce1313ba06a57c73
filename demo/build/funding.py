"""Funded joint projects of the Civic Innovation Platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from demo import chance
from demo.build.places import HALLE
from demo.build.project_parts import abstract, project_title, repository
from demo.nouns.hubs import Organisation, Topic
from demo.nouns.market import Idea
from demo.nouns.projects import Entry, FundedProject, Partner, Project
from demo.nouns.words import TODAY, Text, numbered, text_of
from demo.texts import read

PROJECTS = 22
FROM_AWARDS = {
    "INCLUSION_AND_DIVERSITY": 6,
    "ADMINISTRATION_AND_DEMOCRACY": 3,
    "WORK_AND_PARTICIPATION": 3,
    "KNOWLEDGE_AND_LEARNING": 2,
}
STORY = {
    1: (
        "Bescheide verstehen: Leichte Sprache im Amt",
        ("org_0007", "org_0012", "org_0009", "org_0014"),
        date(2023, 11, 1),
        36,
    ),
    2: (
        "Auenstimmen: offene Daten für den Vogelschutz",
        ("org_0003", "org_0007", "org_0012", "org_0009"),
        date(2025, 1, 1),
        24,
    ),
}


def build_funded(
    entries: Sequence[Entry],
    ideas: Mapping[str, Idea],
    organisations: Sequence[Organisation],
    topics: Mapping[str, Topic],
) -> tuple[FundedProject, ...]:
    """22 projects: the two stories, 14 from awarded ideas, three from other ideas, three without an idea."""
    chosen: list[Idea | None] = [ideas["idea_0001"], ideas["idea_0002"], *awarded(entries, ideas)]
    taken = {one.id for one in chosen if one}
    free = [
        one
        for one in ideas.values()
        if one.status == "IN_IMPLEMENTATION" and one.id not in taken and one.text.language == "DE"
    ]
    chosen += chance.sample(free[5:], PROJECTS - 3 - len(chosen), "more funded")
    chosen += [None] * 3
    return tuple(funded(number, idea, organisations, topics) for number, idea in enumerate(chosen, start=1))


def awarded(entries: Sequence[Entry], ideas: Mapping[str, Idea]) -> list[Idea]:
    """Awarded ideas of every category; the story's idea has its project already."""
    chosen: list[Idea] = []
    for category, count in FROM_AWARDS.items():
        won = [
            one.idea
            for one in entries
            if one.award and one.category == category and one.idea not in {None, "idea_0001"}
        ]
        german = [identity for identity in won if identity and ideas[identity].text.language == "DE"]
        chosen += [ideas[identity] for identity in chance.sample(german, count, "funded", category)]
    return chosen


def funded(
    number: int, idea: Idea | None, organisations: Sequence[Organisation], topics: Mapping[str, Topic]
) -> FundedProject:
    identity = numbered("funded", number)
    title, given, start, months = STORY.get(
        number,
        (
            None,
            (),
            chance.day(date(2023, 10, 1), date(2024, 6, 1), "starts", number).replace(day=1),
            chance.pick((18, 24, 30, 36), "months", number),
        ),
    )
    topic = chance.pick([one for one in topics.values() if one.parent], "free topic", number)
    own = idea.topics if idea else tuple(slug for slug in (topic.slug, topic.parent) if slug)
    partners = partners_of(number, own, given, organisations)
    until = end_of(start, months)
    address, license_name = (
        repository(identity, 0.7) if number > 2 else (f"https://code.example.org/{identity}", "EUPL-1.2")
    )
    shares = funding_shares(number, len(partners), start, until)
    sectors = len({one.sector for one in partners})
    de = f"Im Verbund arbeiten {len(partners)} Partner aus {sectors} gesellschaftlichen Bereichen zusammen."
    en = f"A consortium of {len(partners)} partners from several sectors develops and tests it."
    return FundedProject(
        project=Project(
            id=identity,
            type_name="FundedProject",
            programme="civic-innovation-platform",
            title=title
            or (project_title(idea, number) if idea else f"Verbundprojekt {topic.solutions[number % 4].title}"),
            abstract=abstract(idea, topics, de, en)
            if idea
            else Text(f"{topic.solutions[number % 4].does} {de}", f"{topic.english} {en}"),
            status=status_of(number, start, until),
            maturity=idea.maturity if idea and idea.maturity != "IDEA" else "PROTOTYPE",
            runs_from=start,
            runs_until=until,
            idea=idea.id if idea else None,
            topics=own,
            region=HALLE if number <= 2 else (idea.region if idea else None) or partners[0].region,
            repository=address,
            license=license_name,
        ),
        call="call_0001",
        grant_number=f"CI-{start.year}-{100 + number}",
        consortium=f"Verbund {(title or topic.label.de).split(':')[0]}"
        if number <= 2 or not idea
        else f"Verbund {idea.text.title.split(':')[0]}",
        partners=tuple(
            Partner(
                one.id, role(place, number), one.sector, shares[place] if role(place, number) != "ASSOCIATED" else ()
            )
            for place, one in enumerate(partners)
        ),
        continues=("PilotProject", "pilot_0001") if number == 2 else None,
        milestones=tuple(milestones(start, until)),
    )


def status_of(number: int, start: date, until: date) -> str:
    if number in {9, 17}:
        return "PAUSED" if number == 9 else "DISCONTINUED"
    return "PLANNED" if start > TODAY else "COMPLETED" if until < TODAY else "RUNNING"


def end_of(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    return date(start.year + years, month + 1, 1) - timedelta(days=1)


def partners_of(
    number: int, own: Sequence[str], given: Sequence[str], organisations: Sequence[Organisation]
) -> list[Organisation]:
    """Three to six partners of different sectors, the coordinator a non-profit one that works on the topic."""
    by_id = {one.id: one for one in organisations}
    if given:
        return [by_id[identity] for identity in given]
    related = [one for one in organisations if set(one.topics) & set(own) and one.is_non_profit]
    first = chance.pick(related, "coordinator", number)
    count = chance.between(3, 6, "partners", number)
    near = [one for one in organisations if set(one.topics) & set(own) and one.id != first.id]
    others = [one for one in organisations if one.sector != first.sector and one.id != first.id]
    mixed = [*chance.sample(others, 2, "other sector", number), *chance.sample(near, count, "near partner", number)]
    return [first, *list({one.id: one for one in mixed if one.id != first.id}.values())[: count - 1]]


def role(place: int, number: int) -> str:
    if place == 0:
        return "COORDINATOR"
    return "ASSOCIATED" if place >= 4 and number % 3 == 0 else "PARTNER"


def funding_shares(number: int, count: int, start: date, until: date) -> list[tuple[tuple[int, int], ...]]:
    """The grant by partner and year, in steps of 1,000 EUR; the sum stays within 180,000 and 500,000."""
    total = 1_000 * chance.between(200, 480, "grant", number)
    weights = [2.0 if place == 0 else 0.6 + chance.number("share", number, place) for place in range(count)]
    years = range(start.year, until.year + 1)
    made = []
    for weight in weights:
        whole = round(total * weight / sum(weights) / 1_000) * 1_000
        yearly = whole // len(years) // 100 * 100
        amounts = [yearly] * (len(years) - 1)
        made.append(tuple(zip(years, [*amounts, whole - sum(amounts)], strict=True)))
    return made


def milestones(start: date, until: date) -> list[tuple[Text, date, date | None]]:
    said = read("projects/phrases")["milestone"]
    step = (until - start) / (len(said) + 1)
    due = [start + step * (place + 1) for place in range(len(said))]
    return [
        (text_of(entry), day, day + timedelta(days=9) if day + timedelta(days=9) < TODAY else None)
        for entry, day in zip(said, due, strict=True)
    ]

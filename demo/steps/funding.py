"""Funded joint projects of the Civic Innovation Platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from demo import chance
from demo.nouns.hubs import Organisation, Topic
from demo.nouns.market import Idea
from demo.nouns.projects import Entry, FundedProject, Partner, Project
from demo.nouns.words import TODAY, Text, numbered
from demo.steps.consortia import end_of, funding_shares, milestones, partners_of, role
from demo.steps.places import HALLE
from demo.steps.project_parts import Subject, abstract, in_german, repository, subject_of

PROJECTS, WITHOUT_IDEA = 22, 3
FROM_AWARDS = {
    "INCLUSION_AND_DIVERSITY": 6,
    "ADMINISTRATION_AND_DEMOCRACY": 3,
    "WORK_AND_PARTICIPATION": 3,
    "KNOWLEDGE_AND_LEARNING": 2,
}
TITLES = (
    "Verbundprojekt «{}»",
    "«{}» im Praxistest",
    "«{}»: vom Prototyp zum Angebot",
    "«{}»: gemeinsam in den Alltag",
)
PAUSED, DISCONTINUED = 9, 17


@dataclass(frozen=True, slots=True)
class Frame:
    """Title, partners and time of a project."""

    title: str
    partners: tuple[str, ...]
    start: date
    months: int


STORY = {
    1: Frame(
        "Bescheide verstehen: Leichte Sprache im Amt",
        ("org_0007", "org_0012", "org_0009", "org_0014"),
        date(2023, 11, 1),
        36,
    ),
    2: Frame(
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
    # The other planted ideas stay without funding, else their stories would not hold.
    free = [one for one in list(ideas.values())[12:] if one.status == "IN_IMPLEMENTATION" and one.id not in taken]
    others = [one for one in free if in_german(one)]
    chosen += chance.sample(others, PROJECTS - WITHOUT_IDEA - len(chosen), "more funded")
    chosen += [None] * WITHOUT_IDEA
    return tuple(
        funded(number, subject_of(idea, topics, "funded", number), organisations)
        for number, idea in enumerate(chosen, start=1)
    )


def awarded(entries: Sequence[Entry], ideas: Mapping[str, Idea]) -> list[Idea]:
    """Awarded ideas of every category; the story's idea has its project already."""
    chosen: list[Idea] = []
    for category, count in FROM_AWARDS.items():
        won = [ideas[one.idea] for one in entries if one.award and one.idea and one.category == category]
        free = [one for one in won if one.id != "idea_0001" and in_german(one)]
        far = [one for one in free if one.status == "IN_IMPLEMENTATION"]
        chosen += [*chance.sample(far, count, "funded", category), *(one for one in free if one not in far)][:count]
    return chosen


def frame_of(number: int, subject: Subject) -> Frame:
    start = chance.day(date(2023, 10, 1), date(2024, 6, 1), "starts", number).replace(day=1)
    title = chance.pick(TITLES, "project title", number).format(subject.title)
    return Frame(title, (), start, chance.pick((18, 24, 30, 36), "months", number))


def funded(number: int, subject: Subject, organisations: Sequence[Organisation]) -> FundedProject:
    frame = STORY.get(number) or frame_of(number, subject)
    partners = partners_of(number, subject.topics, frame.partners, organisations)
    until = end_of(frame.start, frame.months)
    roles = [role(place, number) for place in range(len(partners))]
    shares = funding_shares(number, roles, frame.start, until)
    return FundedProject(
        project=project(number, subject, frame, until, partners),
        call="call_0001",
        grant_number=f"CI-{frame.start.year}-{100 + number}",
        consortium=f"Verbund {frame.title.split(':')[0]}" if number in STORY else f"Verbund «{subject.title}»",
        partners=tuple(
            Partner(one.id, what, one.sector, share) for one, what, share in zip(partners, roles, shares, strict=True)
        ),
        continues=("PilotProject", "pilot_0001") if number == 2 else None,
        milestones=tuple(milestones(frame.start, until)),
    )


def project(number: int, subject: Subject, frame: Frame, until: date, partners: Sequence[Organisation]) -> Project:
    identity = numbered("funded", number)
    sectors = len({one.sector for one in partners})
    more = Text(
        f"Im Verbund arbeiten {len(partners)} Partner aus {sectors} gesellschaftlichen Bereichen zusammen.",
        f"A consortium of {len(partners)} partners from {sectors} sectors develops and tests it.",
    )
    address, license_name = repository(identity, 1.0 if number in STORY else 0.7)
    return Project(
        id=identity,
        type_name="FundedProject",
        programme="civic-innovation-platform",
        title=frame.title,
        abstract=abstract(subject, more),
        status=status_of(number, frame.start, until),
        maturity="PROTOTYPE" if subject.maturity == "IDEA" else subject.maturity,
        runs_from=frame.start,
        runs_until=until,
        idea=subject.idea,
        topics=subject.topics,
        region=HALLE if number in STORY else subject.region or partners[0].region,
        repository=address,
        license=license_name,
    )


def status_of(number: int, start: date, until: date) -> str:
    if number in {PAUSED, DISCONTINUED}:
        return "PAUSED" if number == PAUSED else "DISCONTINUED"
    return "PLANNED" if start > TODAY else "COMPLETED" if until < TODAY else "RUNNING"

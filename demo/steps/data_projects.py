"""Data projects of the Civic Data Lab and the stages that they went through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from demo import chance
from demo.nouns.hubs import Member, Organisation, Topic
from demo.nouns.market import Idea
from demo.nouns.projects import DataProject, Project
from demo.nouns.words import TODAY, Text, moment, numbered, text_of
from demo.steps.places import HALLE
from demo.steps.project_parts import Subject, abstract, in_german, repository, subject_of
from demo.texts import read

WAY = (
    "SKETCH",
    "SCREENING",
    "SCOPING",
    "CAPACITY_CHECK",
    "TENDER",
    "KICKOFF",
    "IMPLEMENTATION",
    "TESTING",
    "PUBLISHED",
    "HANDED_OVER",
)
LEFT = "NOT_CONTINUED"
ACCOMPANIED = {"HANDED_OVER": 4, "PUBLISHED": 4, "TESTING": 2, "IMPLEMENTATION": 3, "KICKOFF": 2, LEFT: 1}
SKETCHES = {"SKETCH": 12, "SCREENING": 6, "SCOPING": 4, "CAPACITY_CHECK": 3, "TENDER": 2, LEFT: 3}
METHODS = (
    "Umfrage",
    "Karte",
    "Crowdsourcing",
    "Dashboard",
    "Sensorik",
    "Textanalyse",
    "Datenmodell",
    "Vorhersage",
    "Datenbank",
)
MAY_APPLY = {"CIVIL_SOCIETY", "WELFARE", "SCIENCE", "PRIVATE_PERSON"}
DONE = {"PUBLISHED", "HANDED_OVER"}
ACCOMPANIMENT = Text(
    "Das Civic Data Lab begleitet das Vorhaben von der Skizze bis zur Veröffentlichung der Daten.",
    "The Civic Data Lab accompanies the project from the sketch to the publication of the data.",
)
Stages = tuple[tuple[str, datetime, str | None], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What is fixed of a planted project."""

    title: str
    idea: str
    applicant: str
    participants: tuple[str, ...]
    begun: date


@dataclass(frozen=True, slots=True)
class Applicants:
    """Who may apply (state bodies and businesses may not), and who implements."""

    organisations: tuple[str, ...]
    persons: tuple[str, ...]
    providers: tuple[str, ...]


STORY = {
    1: Frame(
        "Datenlandkarte Halle: Wege, Bordsteine, Bäume",
        "idea_0011",
        "org_0007",
        ("org_0009", "org_0010"),
        date(2023, 9, 4),
    ),
    2: Frame("Textpaare für Leichte Sprache", "idea_0001", "org_0007", ("org_0012",), date(2024, 2, 12)),
}


def build_data_projects(
    ideas: Mapping[str, Idea],
    awarded: Sequence[str],
    organisations: Sequence[Organisation],
    members: Sequence[Member],
    topics: Mapping[str, Topic],
) -> tuple[DataProject, ...]:
    """18 accompanied projects (the stories first) and 30 sketches; every sixth has no idea on the market."""
    stages = ["HANDED_OVER", "PUBLISHED", *chance.spread(ACCOMPANIED, "stages"), *chance.spread(SKETCHES, "sketches")]
    chosen = chosen_ideas(ideas, awarded, len(stages))
    actors = Applicants(
        tuple(one.id for one in organisations if one.sector in MAY_APPLY),
        tuple(one.id for one in members if one.state == "ACTIVE" and one.sector in MAY_APPLY),
        tuple(one.id for one in organisations if one.sector in {"BUSINESS", "STARTUP"}),
    )
    return tuple(
        data_project(number, stage, subject_of(idea, topics, "data", number), actors)
        for number, (stage, idea) in enumerate(zip(stages, chosen, strict=True), start=1)
    )


def chosen_ideas(ideas: Mapping[str, Idea], awarded: Sequence[str], count: int) -> list[Idea | None]:
    """The stories' ideas, some awarded ones of inclusion, ideas that came from the data lab, and gaps."""
    shown = {"IN_IMPLEMENTATION", "COMPLETED", "PUBLISHED"}
    free = [one for one in list(ideas.values())[12:] if one.status in shown and in_german(one)]
    inclusive = [one for one in free if one.id in awarded and "inclusion" in one.topics]
    own = [one for one in free if one.origin == "civic-data-lab"]
    others = [one for one in free if one not in own and one not in inclusive]
    pool = chance.sample(inclusive, 5, "inclusive data") + chance.sample(own, 22, "own data")
    pool += chance.sample(others, count - len(pool), "other data")
    made: list[Idea | None] = [ideas[STORY[1].idea], ideas[STORY[2].idea]]
    for place in range(3, count + 1):
        made.append(None if place % 6 == 0 else pool.pop(0))
    return made


def data_project(number: int, stage: str, subject: Subject, actors: Applicants) -> DataProject:
    identity = numbered("data", number)
    frame = STORY.get(number)
    begun = frame.begun if frame else first_day(number)
    stages = way(identity, stage, begun)
    far = stage in WAY and WAY.index(stage) >= WAY.index("KICKOFF")
    by_person = chance.holds(0.18, "person applies", number)
    free = chance.pick(actors.persons if by_person else actors.organisations, "applicant", number)
    applicant = frame.applicant if frame else free
    return DataProject(
        project=project(identity, stage, stages, subject, frame),
        applicant=applicant,
        participants=frame.participants if frame else tuple(other_participants(number, applicant, actors)),
        stages=stages,
        methods=tuple(chance.sample(METHODS, chance.between(1, 3, "methods", number), "methods", number)),
        provider=chance.pick(actors.providers, "provider", number) if far else None,
        budget=500 * chance.between(16, 70, "budget", number) if far else None,
        learnings=text_of(chance.pick(read("projects/phrases")["learning"], "learning", number))
        if stage in DONE
        else None,
    )


def project(identity: str, stage: str, stages: Stages, subject: Subject, frame: Frame | None) -> Project:
    done = stage in DONE
    address, license_name = repository(identity, 0.9) if done else (None, None)
    return Project(
        id=identity,
        type_name="DataProject",
        programme="civic-data-lab",
        title=frame.title if frame else f"Datenvorhaben «{subject.title}»",
        abstract=abstract(subject, ACCOMPANIMENT),
        status=status_of(stage),
        maturity=maturity_of(stage),
        runs_from=stages[0][1].date(),
        runs_until=stages[-1][1].date() if done or stage == LEFT else None,
        idea=subject.idea,
        topics=subject.topics,
        region=HALLE if frame else subject.region,
        repository=address,
        license=license_name,
    )


def maturity_of(stage: str) -> str:
    match stage:
        case "HANDED_OVER":
            return "IN_USE"
        case "PUBLISHED" | "TESTING":
            return "PILOT"
        case "KICKOFF" | "IMPLEMENTATION":
            return "PROTOTYPE"
        case _:
            return "CONCEPT"


def first_day(number: int) -> date:
    """Accompanied projects began by the autumn of 2024, sketches came in since then."""
    if number <= 18:
        return chance.day(date(2023, 7, 17), date(2024, 10, 1), "data begins", number)
    return chance.day(date(2024, 11, 4), date(2025, 5, 12), "data begins", number)


def status_of(stage: str) -> str:
    match stage:
        case "PUBLISHED" | "HANDED_OVER":
            return "COMPLETED"
        case "KICKOFF" | "IMPLEMENTATION" | "TESTING":
            return "RUNNING"
        case "NOT_CONTINUED":
            return "DISCONTINUED"
        case _:
            return "PLANNED"


def way(identity: str, stage: str, begun: date) -> Stages:
    """Stage, day and note; a project that was not continued stopped before the kick-off."""
    notes = dict(zip((*WAY, LEFT), read("projects/phrases")["note"], strict=True))
    steps = (
        [*WAY[: chance.between(2, 4, "left after", identity)], LEFT]
        if stage == LEFT
        else list(WAY[: WAY.index(stage) + 1])
    )
    day, made = begun, []
    for place, step in enumerate(steps):
        made.append((step, moment(min(day, TODAY - timedelta(days=len(steps) - place)), 10), notes[step]))
        day += timedelta(days=chance.between(14, 60, "stage", identity, place))
    return tuple(made)


def other_participants(number: int, applicant: str, actors: Applicants) -> list[str]:
    count = chance.between(0, 2, "taking part", number)
    chosen = chance.sample(actors.organisations, count, "taking part", number)
    return [one for one in chosen if one != applicant]

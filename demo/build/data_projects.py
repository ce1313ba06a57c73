"""Data projects of the Civic Data Lab and the stages that they went through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from demo import chance
from demo.build.places import HALLE
from demo.build.project_parts import abstract, repository
from demo.nouns.hubs import Member, Organisation, Topic
from demo.nouns.market import Idea
from demo.nouns.projects import DataProject, Project
from demo.nouns.words import TODAY, Text, moment, numbered, text_of
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
STORY = {
    1: ("Datenlandkarte Halle: Wege, Bordsteine, Bäume", "idea_0011", "HANDED_OVER", "org_0007", date(2023, 9, 4)),
    2: ("Textpaare für Leichte Sprache", "idea_0001", "PUBLISHED", "org_0007", date(2024, 2, 12)),
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
    applicants = [one.id for one in organisations if one.sector in MAY_APPLY]
    persons = [one.id for one in members if one.state == "ACTIVE" and one.sector in MAY_APPLY]
    providers = [one.id for one in organisations if one.sector in {"BUSINESS", "STARTUP"}]
    return tuple(
        data_project(number, stage, chosen[number - 1], applicants, persons, providers, ideas, topics)
        for number, stage in enumerate(stages, start=1)
    )


def chosen_ideas(ideas: Mapping[str, Idea], awarded: Sequence[str], count: int) -> list[str | None]:
    """The stories' ideas, some awarded ones of inclusion, ideas that came from the data lab, and gaps."""
    inclusive = [one for one in awarded if "inclusion" in ideas[one].topics and one != "idea_0001"]
    shown = {"IN_IMPLEMENTATION", "COMPLETED", "PUBLISHED"}
    own = [one.id for one in list(ideas.values())[12:] if one.origin == "civic-data-lab" and one.status in shown]
    others = [one.id for one in list(ideas.values())[12:] if one.status in shown and one.id not in {*own, *inclusive}]
    pool = [
        *chance.sample(inclusive, 5, "inclusive data"),
        *chance.sample(own, 22, "own data"),
        *chance.sample(others, 24, "other data"),
    ]
    made: list[str | None] = [STORY[1][1], STORY[2][1]]
    for place in range(3, count + 1):
        made.append(None if place % 6 == 0 else pool.pop(0))
    return made


def data_project(
    number: int,
    stage: str,
    idea_id: str | None,
    applicants: Sequence[str],
    persons: Sequence[str],
    providers: Sequence[str],
    ideas: Mapping[str, Idea],
    topics: Mapping[str, Topic],
) -> DataProject:
    identity = numbered("data", number)
    idea = ideas[idea_id] if idea_id else None
    topic = chance.pick([one for one in topics.values() if one.parent], "data topic", number)
    story = STORY.get(number)
    title = f"Datenvorhaben {idea.text.title.split(':')[0] if idea else topic.solutions[number % 4].title}"
    begun = story[4] if story else first_day(number)
    stages = way(identity, stage, begun)
    far = stage in WAY and WAY.index(stage) >= WAY.index("KICKOFF")
    done = stage in {"PUBLISHED", "HANDED_OVER"}
    address, license_name = repository(identity, 0.9) if done else (None, None)
    applicant = (
        story[3]
        if story
        else chance.pick(persons if chance.holds(0.18, "person applies", number) else applicants, "applicant", number)
    )
    own = idea.topics if idea else tuple(slug for slug in (topic.slug, topic.parent) if slug)
    return DataProject(
        project=Project(
            id=identity,
            type_name="DataProject",
            programme="civic-data-lab",
            title=story[0] if story else title,
            abstract=described(idea, topic, topics, number),
            status=status_of(stage),
            maturity="IN_USE" if stage == "HANDED_OVER" else "PILOT" if done else "PROTOTYPE" if far else "CONCEPT",
            runs_from=begun,
            runs_until=stages[-1][1].date() if done or stage == LEFT else None,
            idea=idea_id,
            topics=own,
            region=HALLE if story else idea.region if idea else None,
            repository=address,
            license=license_name,
        ),
        applicant=applicant,
        participants=("org_0009", "org_0010")
        if number == 1
        else ("org_0012",)
        if number == 2
        else tuple(other_participants(number, applicant, applicants)),
        stages=stages,
        methods=tuple(chance.sample(METHODS, chance.between(1, 3, "methods", number), "methods", number)),
        provider=chance.pick(providers, "provider", number) if far else None,
        budget=500 * chance.between(16, 70, "budget", number) if far else None,
        learnings=text_of(chance.pick(read("projects/phrases")["learning"], "learning", number)) if done else None,
    )


def first_day(number: int) -> date:
    """Accompanied projects began by the summer of 2025, sketches came in since then."""
    if number <= 18:
        return chance.day(date(2023, 7, 17), date(2024, 10, 1), "data begins", number)
    return chance.day(date(2025, 5, 1), date(2026, 1, 20), "data begins", number)


def described(idea: Idea | None, topic: Topic, topics: Mapping[str, Topic], number: int) -> Text:
    de = "Das Civic Data Lab begleitet das Vorhaben von der Skizze bis zur Veröffentlichung der Daten."
    en = "The Civic Data Lab accompanies the project from the sketch to the publication of the data."
    if idea:
        return abstract(idea, topics, de, en)
    return Text(f"{topic.solutions[number % 4].does} {de}", f"{topic.english} {en}")


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


def way(identity: str, stage: str, begun: date) -> tuple[tuple[str, datetime, str | None], ...]:
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


def other_participants(number: int, applicant: str, applicants: Sequence[str]) -> list[str]:
    return [
        one
        for one in chance.sample(applicants, chance.between(0, 2, "taking part", number), "taking part", number)
        if one != applicant
    ]

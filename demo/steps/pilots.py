"""Experts, pilot projects, prototypes, demonstrators and assessments of the Ideenwerkstatt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from demo import chance
from demo.nouns.hubs import Member, Organisation
from demo.nouns.market import Idea
from demo.nouns.projects import (
    Assessment,
    DataProject,
    Demonstrator,
    Expert,
    FundedProject,
    PilotProject,
    Project,
    Prototype,
)
from demo.nouns.words import TODAY, Text, numbered, text_of
from demo.steps.project_parts import in_german, repository
from demo.texts import read

EXPERTS, PROTOTYPES = 14, 26
EXPERT_TOPICS = (
    ("biodiversity", "forests-and-soils"),
    ("biodiversity",),
    ("air-and-noise", "water-bodies"),
    ("forests-and-soils", "flood-protection"),
    ("media-literacy", "plain-language"),
    ("sustainable-ai", "energy-saving"),
    ("flood-protection", "heat-adaptation"),
    ("circular-economy", "citizen-participation"),
)
STAGES = ("SKETCH", "MOCKUP", "PROOF_OF_CONCEPT", "PROTOTYPE", "FIELD_TEST", "HANDED_OVER", "DISCARDED")
RATINGS = {"A": 3, "B": 6, "C": 8, "D": 4, "E": 2, "UNKNOWN": 1}
# Kilograms of carbon dioxide a year that a rating begins and ends with.
CARBON = {"A": (2, 20), "B": (20, 90), "C": (90, 300), "D": (300, 900), "E": (900, 2600)}


def build_experts(members: Sequence[Member]) -> tuple[Expert, ...]:
    """Fourteen active members; every second field is one of the Ideenwerkstatt's eight."""
    fields = read("projects/phrases")["field"]
    people = chance.sample([one for one in members[20:] if one.state == "ACTIVE"], EXPERTS, "experts")
    return tuple(
        Expert(
            id=numbered("expert", place + 1),
            actor=person.id,
            fields=(text_of(fields[place % 8]), text_of(fields[(place * 3 + 5) % 8]))[
                : 1 + (place % 8 != (place * 3 + 5) % 8)
            ],
            languages=("DE", "EN") if place % 3 else ("DE",),
            consults=place < 10,
            topics=EXPERT_TOPICS[place % 8],
        )
        for place, person in enumerate(people)
    )


def build_pilots(
    ideas: Sequence[Idea], organisations: Sequence[Organisation], experts: Sequence[Expert], ars: Mapping[str, str]
) -> tuple[PilotProject, ...]:
    entries = read("projects/pilots")
    return tuple(
        pilot(number, entry, ideas, organisations, experts, ars) for number, entry in enumerate(entries, start=1)
    )


def pilot(
    number: int,
    entry: dict[str, Any],
    ideas: Sequence[Idea],
    organisations: Sequence[Organisation],
    experts: Sequence[Expert],
    ars: Mapping[str, str],
) -> PilotProject:
    identity = numbered("pilot", number)
    topics = tuple(entry["topics"])
    # Participants must be non-profit organisations: a condition of the calls.
    near = [one.id for one in organisations if set(one.topics) & set(topics) and one.is_non_profit]
    able = [one.id for one in experts if set(one.topics) & set(topics)] or [experts[0].id]
    address, license_name = repository(identity, 1.0)
    return PilotProject(
        project=Project(
            id=identity,
            type_name="PilotProject",
            programme="ki-ideenwerkstatt",
            title=entry["title"],
            abstract=Text(entry["de"], entry["en"]),
            status="RUNNING" if entry["until"] > TODAY else entry["status"],
            maturity=entry["maturity"],
            runs_from=entry["from"],
            runs_until=entry["until"],
            idea=idea_for(entry["idea"], ideas),
            topics=topics,
            region=ars[entry["nuts"]],
            repository=address,
            license=license_name,
        ),
        call=numbered("pilotcall", entry["call"]),
        participants=tuple(entry.get("participants") or chance.sample(near, 2, "pilot team", number)),
        experts=tuple(chance.sample(able, 2, "pilot experts", number)),
    )


def idea_for(wanted: int | str | None, ideas: Sequence[Idea]) -> str | None:
    """The idea of that number, or the first shown one of that topic that came from the Ideenwerkstatt."""
    if wanted is None:
        return None
    if isinstance(wanted, int):
        return numbered("idea", wanted)
    shown = [
        one
        for one in ideas
        if one.topics[0] == wanted and one.status in {"IN_IMPLEMENTATION", "COMPLETED", "PUBLISHED"}
    ]
    return next((one.id for one in shown if one.origin == "ki-ideenwerkstatt"), shown[0].id)


def build_prototypes(
    ideas: Sequence[Idea],
    pilots: Sequence[PilotProject],
    awarded: Sequence[str],
    dataset_of: Mapping[str, Sequence[str]],
) -> tuple[Prototype, ...]:
    """Two for each pilot project, one for the story's idea, the others for awarded and green ideas.

    ``dataset_of`` gives the data sets of a topic.
    """
    by_id = {one.id: one for one in ideas}
    origins: list[tuple[str | None, str | None]] = [
        (one.project.idea, one.project.id) for one in pilots for _ in range(2)
    ]
    origins.append(("idea_0001", None))
    inclusive = [one for one in awarded if "inclusion" in by_id[one].topics and one != "idea_0001"]
    green = [
        one.id
        for one in ideas[12:]
        if {"environment", "climate"} & set(one.topics)
        and one.status in {"IN_IMPLEMENTATION", "COMPLETED", "PUBLISHED"}
        and in_german(one)
    ]
    chosen = [*chance.sample(inclusive, 6, "inclusive prototypes"), *chance.sample(green, 20, "green prototypes")]
    origins += [(one, None) for one in chosen]
    return tuple(
        prototype(number, by_id.get(idea or ""), project, pilots, dataset_of)
        for number, (idea, project) in enumerate(origins[:PROTOTYPES], start=1)
    )


def prototype(
    number: int,
    idea: Idea | None,
    project: str | None,
    pilots: Sequence[PilotProject],
    dataset_of: Mapping[str, Sequence[str]],
) -> Prototype:
    identity = numbered("prototype", number)
    stage = chance.weighted(STAGES, (1, 2, 4, 6, 4, 6, 2), "stage", number)
    topics: tuple[str, ...] = idea.topics if idea else ()
    title = f"«{idea.text.title.split(':')[0]}»" if idea else "Sensorkarte"
    if project:
        own = next(one.project for one in pilots if one.project.id == project)
        topics, title = own.topics, f"«{own.title}» ({'Messgerät' if number % 2 else 'Auswertung'})"
        stage = {"COMPLETED": "HANDED_OVER", "RUNNING": "FIELD_TEST"}.get(own.status, "DISCARDED")
    address, license_name = repository(identity, 1.0 if stage == "HANDED_OVER" else 0.5)
    # Data of the sub topic if there are any, else of the main one.
    found = next((dataset_of[slug] for slug in topics if slug in dataset_of), ())
    datasets = (
        ["dataset_0002"] if idea and idea.id == "idea_0001" else ["dataset_0003"] if project == "pilot_0001" else []
    )
    datasets += chance.sample(found, chance.between(1, 3, "prototype data", number), "prototype data", number)
    return Prototype(
        id=identity,
        title=f"Prototyp {title}",
        stage="FIELD_TEST" if idea and idea.id == "idea_0001" else stage,
        idea=idea.id if idea else None,
        project=project,
        datasets=tuple(dict.fromkeys(datasets)),
        methods=idea.text.methods if idea else ("TIME_SERIES",),
        parameters=chance.pick((None, 0.4, 1.2, 5.5, 22.0, 86.0, 350.0, 1100.0, 7000.0), "parameters", number),
        repository=address,
        license=license_name,
    )


def build_demonstrators(prototypes: Sequence[Prototype]) -> tuple[Demonstrator, ...]:
    """Eight: two in Halle, three that travel, the others at home elsewhere; the last one has no prototype."""
    places = ("DEE02", "DEE02", None, None, None, "DE3", "DED51", "DE803")
    finished = [one for one in prototypes[2:] if one.stage in {"HANDED_OVER", "FIELD_TEST"}]
    names = [*prototypes[:2], *finished[:5]]
    made = [demonstrator(place, one, places[place - 1]) for place, one in enumerate(names, start=1)]
    last = Demonstrator(
        "demonstrator_0008",
        Text("Was verbraucht eine Frage an die KI?", "How much energy does a question to AI take?"),
        None,
        places[7],
        False,
    )
    return (*made, last)


def demonstrator(number: int, one: Prototype, nuts: str | None) -> Demonstrator:
    name = one.title.removeprefix("Prototyp ")
    return Demonstrator(
        numbered("demonstrator", number), Text(f"Zum Anfassen: {name}", f"Hands on: {name}"), one.id, nuts, nuts is None
    )


def build_assessments(
    pilots: Sequence[PilotProject],
    funded: Sequence[FundedProject],
    data: Sequence[DataProject],
    experts: Sequence[Expert],
) -> tuple[Assessment, ...]:
    """All pilot projects, thirteen funded and six data projects; ratings bell-shaped."""
    subjects = [(one.project, one.project.runs_until) for one in pilots]
    subjects += [(one.project, None) for one in funded[:13]]
    subjects += [(one.project, None) for one in data[:6]]
    ratings = chance.spread(RATINGS, "ratings")
    return tuple(
        assessment(number, project, rating, until, experts)
        for number, ((project, until), rating) in enumerate(zip(subjects, ratings, strict=True), start=1)
    )


def assessment(number: int, project: Project, rating: str, until: date | None, experts: Sequence[Expert]) -> Assessment:
    low, high = CARBON.get(rating, (0, 0))
    carbon = round(low + (high - low) * chance.number("carbon", number), 1) if high else None
    last = TODAY - timedelta(days=6)
    day = min(until - timedelta(days=40), last) if until else chance.day(date(2025, 2, 3), last, "assessed", number)
    return Assessment(
        id=numbered("assessment", number),
        project_type=project.type_name,
        project=project.id,
        rating=rating,
        training_kwh=round(carbon * 0.9, 1) if carbon else None,
        # The German grid emitted about 0.36 kg a kilowatt hour in 2024.
        inference_kwh=round(carbon / 0.36, 1) if carbon else None,
        co2_kg=carbon,
        embodied_kg=round(carbon * 0.35, 1) if carbon else None,
        method="Messung am Gerät über vier Wochen, hochgerechnet"
        if number % 2
        else "Messung auf dem Server, Strommix 2024",
        assessed=day,
        expert=chance.pick(experts, "assessor", number).id,
    )

"""Data sets with their distributions: 130 descriptions in the profile DCAT-AP.de."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from demo import chance
from demo.nouns.hubs import Organisation, Region, Topic
from demo.nouns.projects import DataProject, Dataset, Distribution, FundedProject
from demo.nouns.words import FICTIONAL, TODAY, Text, moment, numbered, text_of
from demo.steps.places import HALLE
from demo.texts import read

DATASETS, DISTRIBUTIONS = 130, 310
FORMATS = {"CSV": 140, "JSON": 62, "GeoJSON": 46, "XLSX": 37, "API": 25}
MEDIA = {
    "CSV": "text/csv",
    "JSON": "application/json",
    "GeoJSON": "application/geo+json",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "API": "application/json",
}
ACCESS = {"PUBLIC": 104, "RESTRICTED": 16, "NON_PUBLIC": 10}
STATUS = {"PUBLISHED": 116, "DRAFT": 4, "IN_REVIEW": 4, "DEPRECATED": 4, "WITHDRAWN": 2}
LEVELS = {"COUNTRY": "FEDERAL", "STATE": "STATE", "DISTRICT": "ADMINISTRATIVE_DISTRICT", "MUNICIPALITY": "MUNICIPALITY"}
PERIODICITY = "http://publications.europa.eu/resource/authority/frequency/"
HOW_OFTEN = ("ANNUAL", "MONTHLY", "IRREG", "QUARTERLY", "NEVER")
# How common a licence is; one for software does not suit data.
COMMON = {"dl-by-de/2.0": 6.0, "cc-by/4.0": 6.0, "mozilla": 0.0}
PLANTED: tuple[dict[str, Any], ...] = (
    {
        "main": "inclusion",
        "topic": "accessible-places",
        "de": "Barrierefreie Wege in Halle (Saale)",
        "en": "Barrier-free paths in Halle (Saale)",
        "about": "Wege, Bordsteine, Oberflächen und Bäume, gemessen mit Menschen im Rollstuhl, ergänzt aus Luftbildern",
        "keywords": ["Barrierefreiheit", "Wege", "Bäume"],
        "publisher": "org_0007",
        "project": ("DataProject", "data_0001"),
    },
    {
        "main": "inclusion",
        "topic": "plain-language",
        "de": "Bescheide in Leichter Sprache: geprüfte Textpaare",
        "en": "Official letters in plain German: verified text pairs",
        "about": "Musterbescheide, Absatz für Absatz übertragen und von einer Prüfgruppe freigegeben",
        "keywords": ["Leichte Sprache", "Bescheid", "Textkorpus"],
        "publisher": "org_0007",
        "project": ("DataProject", "data_0002"),
    },
    {
        "main": "environment",
        "topic": "biodiversity",
        "de": "Vogelstimmen der Saaleaue 2024",
        "en": "Bird calls of the Saale meadows 2024",
        "about": "Erkannte und geprüfte Vogelrufe mit Ort, Uhrzeit und Sicherheit der Bestimmung",
        "keywords": ["Vögel", "Artenschutz", "Akustik"],
        "publisher": "org_0003",
        "project": ("PilotProject", "pilot_0001"),
    },
    {
        "main": "places",
        "topic": "urban-development",
        "de": "Baumkataster in Halle (Saale)",
        "en": "Tree register: Halle (Saale)",
        "about": "Standort, Art, Alter und Zustand öffentlicher Bäume",
        "keywords": ["Bäume", "Stadtgrün"],
        "publisher": "org_0009",
        "project": None,
    },
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What data sets are chosen from."""

    regions: Mapping[str, Region]
    topics: Mapping[str, Topic]
    organisations: tuple[Organisation, ...]
    data_projects: tuple[DataProject, ...]
    funded: tuple[FundedProject, ...]


def build_datasets(shelf: Shelf) -> tuple[Dataset, ...]:
    """The planted ones first; one deprecated data set has no distribution."""
    subjects = [(entry, HALLE) for entry in PLANTED]
    subjects += list(free_subjects(shelf, DATASETS - len(PLANTED)))
    first = len(PLANTED)
    access = ["PUBLIC"] * first + chance.spread({**ACCESS, "PUBLIC": ACCESS["PUBLIC"] - first}, "access")
    status = ["PUBLISHED"] * first + chance.spread({**STATUS, "PUBLISHED": STATUS["PUBLISHED"] - first}, "data status")
    bare = next(place for place, state in enumerate(status) if state == "DEPRECATED")
    formats = formats_of(distribution_counts(bare), ["{where}" in entry["de"] for entry, _ in subjects])
    return tuple(
        dataset(place + 1, entry, home, access[place], status[place], formats[place], shelf)
        for place, (entry, home) in enumerate(subjects)
    )


def distribution_counts(bare: int) -> list[int]:
    """310 in all, two or three each, none for the bare one."""
    counts = [0 if place == bare else 2 for place in range(DATASETS)]
    for place in chance.shuffled([place for place in range(DATASETS) if place != bare], "third")[
        : DISTRIBUTIONS - sum(counts)
    ]:
        counts[place] += 1
    return counts


def formats_of(counts: Sequence[int], on_a_map: Sequence[bool]) -> list[list[str]]:
    """For each data set different formats; geographic ones only for what lies on a map."""
    left = chance.spread(FORMATS, "formats")
    made: list[list[str]] = [[] for _ in counts]
    # What does not lie on a map chooses first, else only geographic formats would be left for it.
    for place in sorted(range(len(counts)), key=lambda place: on_a_map[place]):
        barred = set() if on_a_map[place] else {"GeoJSON"}
        while len(made[place]) < counts[place]:
            fitting = (at for at, name in enumerate(left) if name not in barred | set(made[place]))
            made[place].append(left.pop(next(fitting, 0)))
    return made


def free_subjects(shelf: Shelf, count: int) -> Iterator[tuple[dict[str, Any], str]]:
    """Kinds of data sets for one region each; those without a place in the title exist once."""
    templates = [{**entry, "main": main} for main, entries in read("projects/datasets").items() for entry in entries]
    places = list(shelf.regions.values())[1:]
    used = {entry["de"] for entry in PLANTED}
    found = 0
    for turn in range(10):
        for entry in chance.shuffled(templates, "templates", turn):
            home = chance.weighted(places, [one.weight for one in places], "data region", turn, entry["de"])
            title = entry["de"].format(where=home.where)
            if title not in used and found < count:
                used.add(title)
                found += 1
                yield entry, home.ars


def dataset(
    number: int, entry: dict[str, Any], home: str, access: str, status: str, formats: Sequence[str], shelf: Shelf
) -> Dataset:
    identity = numbered("dataset", number)
    region = shelf.regions[home] if "{where}" in entry["de"] or "publisher" in entry else shelf.regions["000000000000"]
    issued = chance.day(date(2023, 9, 1), date(2025, 6, 6), "issued", number)
    modified = min(issued + timedelta(days=chance.between(0, 300, "modified", number)), TODAY)
    project = entry["project"] if "publisher" in entry else source(number, entry, status, shelf)
    title = Text(entry["de"].format(where=region.where), entry["en"].format(name=region.name))
    return Dataset(
        id=identity,
        uri=f"https://daten.civic-data-lab.example.org/id/{identity.replace('_', '-')}",
        title=title,
        description=described(entry, title, region),
        keywords=tuple(entry["keywords"]),
        publisher=entry.get("publisher") or publisher(number, entry["topic"], project, shelf),
        contact=f"daten-{number:03}@example.org",
        issued=moment(issued, 12),
        modified=moment(modified, 12),
        covers_from=date(issued.year - chance.between(1, 4, "years", number), 1, 1),
        covers_until=date(issued.year - 1, 12, 31),
        level=LEVELS[region.level],
        periodicity=PERIODICITY + chance.pick(HOW_OFTEN, "periodicity", number),
        access=access,
        legal_basis="Einwilligung der Beteiligten" if access != "PUBLIC" else None,
        personal_data=personal_data(access, number),
        status=status,
        quality=quality_of(number),
        project=project,
        regions=(region.ars,),
        topics=tuple(dict.fromkeys((entry["topic"], entry["main"], *(("open-data",) if number == 1 else ())))),
        themes=shelf.topics[entry["topic"]].themes,
        distributions=tuple(
            distribution(identity, place, name, access, moment(modified, 12).date())
            for place, name in enumerate(formats, start=1)
        ),
    )


def described(entry: dict[str, Any], title: Text, region: Region) -> Text:
    return Text(
        f"{entry['about']}. Erhoben {region.where}, Beispieldaten {FICTIONAL}.",
        f"{title.en}: example data, all values are invented.",
    )


def quality_of(number: int) -> Text | None:
    if not chance.holds(0.6, "quality", number):
        return None
    return text_of(chance.pick(read("projects/phrases")["quality"], "quality", number))


def personal_data(access: str, number: int) -> str:
    match access:
        case "PUBLIC":
            return chance.weighted(("NONE", "ANONYMISED"), (7, 3), "personal", number)
        case "RESTRICTED":
            return chance.weighted(("PSEUDONYMISED", "ANONYMISED"), (6, 4), "personal", number)
        case _:
            return chance.weighted(("PERSONAL", "SPECIAL_CATEGORY"), (7, 3), "personal", number)


def source(number: int, entry: dict[str, Any], status: str, shelf: Shelf) -> tuple[str, str] | None:
    """A finished data project or a funded project of the same main topic, if there is one."""
    if status == "DRAFT" or chance.holds(0.35, "no project", number):
        return None
    finished = [one.project for one in shelf.data_projects if one.stage in {"PUBLISHED", "HANDED_OVER"}]
    fitting = [one for one in [*finished, *(one.project for one in shelf.funded)] if entry["main"] in one.topics]
    if not fitting:
        return None
    chosen = chance.pick(fitting, "data source", number)
    return chosen.type_name, chosen.id


def publisher(number: int, topic: str, project: tuple[str, str] | None, shelf: Shelf) -> str:
    """Who ran the project, else an organisation that works on the topic."""
    for one in shelf.data_projects:
        if project == ("DataProject", one.project.id):
            return one.applicant
    for funded in shelf.funded:
        if project == ("FundedProject", funded.project.id):
            return funded.partners[0].organisation
    wanted = {topic, shelf.topics[topic].parent}
    return chance.pick([one.id for one in shelf.organisations if wanted & set(one.topics)], "publisher", number)


def distribution(dataset_id: str, place: int, name: str, access: str, modified: date) -> Distribution:
    identity = f"distribution_{dataset_id[-4:]}_{place}"
    licenses = [one for one in read("offers/civic_data_lab")["licenses"] if one["open"] == (access == "PUBLIC")]
    weights = [COMMON.get(one["uri"].split("/licenses/")[1], 1.0) for one in licenses]
    address = f"https://daten.civic-data-lab.example.org/{dataset_id.replace('_', '-')}/{place}"
    by_file = name != "API" and access == "PUBLIC"
    return Distribution(
        id=identity,
        title=Text(f"Als {name}", f"As {name}") if name != "API" else Text("Schnittstelle", "Interface"),
        format=name,
        media_type=MEDIA[name],
        access_url=address,
        download_url=f"{address}.{name.lower()}" if by_file else None,
        size=chance.between(4_000, 90_000_000, "size", identity) if by_file else None,
        # All files of a data set have the same licence.
        license=chance.weighted(licenses, weights, "licence", dataset_id)["uri"],
        checksum=sha256(identity.encode()).hexdigest() if by_file else None,
        modified=moment(modified, 12),
    )

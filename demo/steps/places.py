"""Regions and topics."""

from __future__ import annotations

from typing import Any

from demo.nouns.hubs import Region, Skill, Solution, Topic
from demo.nouns.words import Text, text_of
from demo.texts import read, read_folder

COUNTRY = "000000000000"
HALLE = "150020000000"
THEME = "http://publications.europa.eu/resource/authority/data-theme/"


def build_regions() -> tuple[Region, ...]:
    """Country, 16 states, 60 districts, 40 municipalities. Hamburg and Berlin: one ARS, so states only."""
    files = read("world/regions")
    states = [region(entry, "STATE", COUNTRY) for entry in files["states"]]
    districts = [region(entry, "DISTRICT", entry["ars"][:2].ljust(12, "0")) for entry in files["districts"]]
    towns = [region(entry, "MUNICIPALITY", entry["ars"][:5].ljust(12, "0")) for entry in files["municipalities"]]
    return (Region(COUNTRY, "DE", "Deutschland", "COUNTRY", None, 0, "in Deutschland"), *states, *districts, *towns)


def region(entry: dict[str, Any], level: str, parent: str) -> Region:
    name = entry["name"]
    where = entry.get("where", f"in {name}")
    return Region(entry["ars"].ljust(12, "0"), entry.get("nuts"), name, level, parent, entry["weight"], where)


def build_topics() -> tuple[Topic, ...]:
    """Twelve main topics, each followed by its sub topics."""
    return tuple(topic for file in read_folder("topics") for topic in topics_of(file))


def topics_of(file: dict[str, Any]) -> list[Topic]:
    themes = tuple(THEME + code for code in file["dcat"])
    main = Topic(file["slug"], None, text_of(file["label"]), tuple(file["sdgs"]), themes, file["category"])
    return [main, *(sub_topic(entry, main) for entry in file["subtopics"])]


def sub_topic(entry: dict[str, Any], main: Topic) -> Topic:
    return Topic(
        slug=entry["slug"],
        parent=main.slug,
        label=text_of(entry["label"]),
        sdgs=tuple(entry["sdgs"]),
        themes=main.themes,
        category=main.category,
        english=entry["english"],
        groups=tuple(entry["groups"]),
        solutions=tuple(solution(said, entry) for said in entry["solutions"]),
    )


def solution(said: dict[str, Any], topic: dict[str, Any]) -> Solution:
    """``fits`` counts the topic's problems, data and benefits that go with it: 0/12/1."""
    lists = (topic["problems"], topic["data"], topic["benefits"])
    fitting = [
        tuple(texts[int(place)] for place in places)
        for texts, places in zip(lists, said["fits"].split("/"), strict=True)
    ]
    return Solution(said["title"], said["does"], said["also"], said["doing"], tuple(said["methods"]), *fitting)


def build_skills() -> tuple[Skill, ...]:
    """Ninety skills, each under the kind of contribution that it belongs to."""
    return tuple(
        Skill(entry["slug"], Text(entry["de"], entry["en"]), kind, tuple(entry.get("topics", ())))
        for kind, entries in read("world/skills").items()
        for entry in entries
    )

"""Which project uses which data set: a third of them across the ministries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from demo import chance
from demo.nouns.projects import DataProject, Dataset, FundedProject, PilotProject, Project, Usage
from demo.nouns.words import TODAY, text_of
from demo.texts import read

USAGES, FOREIGN = 160, 56
# Story (c): what a data project in Halle published serves both other ministries; story (a): the text pairs.
STORY = (
    ("dataset_0001", "PilotProject", "pilot_0003"),
    ("dataset_0001", "PilotProject", "pilot_0004"),
    ("dataset_0002", "FundedProject", "funded_0001"),
    ("dataset_0003", "FundedProject", "funded_0002"),
    ("dataset_0003", "PilotProject", "pilot_0001"),
    ("dataset_0004", "PilotProject", "pilot_0003"),
)


def build_usages(
    datasets: Sequence[Dataset],
    data: Sequence[DataProject],
    pilots: Sequence[PilotProject],
    funded: Sequence[FundedProject],
) -> tuple[Usage, ...]:
    """160 usages, 56 of them by projects of the other two ministries."""
    begun = [one.project for one in data if one.project.status not in {"PLANNED"}]
    foreign = [*(one.project for one in pilots), *(one.project for one in funded)]
    free = [one for one in datasets if one.status == "PUBLISHED"]
    pairs = dict.fromkeys((*STORY, *of_paths(funded)))
    add(pairs, [*foreign], free, FOREIGN)
    add(pairs, begun, free, USAGES)
    starts = {(one.type_name, one.id): one.runs_from for one in [*begun, *foreign]}
    return tuple(usage(place, *pair, starts[pair[1], pair[2]]) for place, pair in enumerate(sorted(pairs)))


def of_paths(funded: Sequence[FundedProject]) -> list[tuple[str, str, str]]:
    """The funded projects on accessible ways and places use the map of Halle."""
    fitting = [one.project for one in funded if {"accessible-places", "accessible-mobility"} & set(one.project.topics)]
    return [("dataset_0001", "FundedProject", one.id) for one in fitting]


def add(
    pairs: dict[tuple[str, str, str], None], projects: Sequence[Project], datasets: Sequence[Dataset], until: int
) -> None:
    """Pairs of a project and a data set until there are enough: of the same sub topic first, then of the main one."""
    turn = 0
    while len(pairs) < until:
        project = projects[turn % len(projects)]
        exact = [one for one in datasets if one.topics[0] in project.topics]
        near = [one for one in datasets if set(one.topics) & set(project.topics)]
        pools = (exact, near, datasets)
        pool = pools[min(turn // (2 * len(projects)), 2)] or near or datasets
        chosen = chance.pick(pool, "usage", project.id, turn)
        pairs[chosen.id, project.type_name, project.id] = None
        turn += 1


def usage(place: int, dataset: str, project_type: str, project: str, begun: date) -> Usage:
    since = min(begun + timedelta(days=chance.between(20, 200, "since", place)), TODAY)
    purpose = text_of(chance.pick(read("projects/phrases")["purpose"], "purpose", dataset, project))
    return Usage(dataset, project_type, project, purpose, None if chance.holds(0.08, "no day", place) else since)

"""Data for ideas: how far an idea is, what lacks, what helps, and which data sets fit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.civic_data_lab.verbs import World

READ = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Idea {
  dataReadiness { level gaps { de } advice { __typename id status } }
  recommendedDatasets { score reason { de en } dataset { id } } } } }"""


def idea(id_: str = "idea_9", needs: str | None = "Zahl der Fahrräder", *slugs: str, ars: str | None = None) -> Any:
    return {
        "__typename": "Idea",
        "id": id_,
        "dataNeeds": needs,
        "topics": [{"slug": slug} for slug in slugs],
        "region": None if ars is None else {"ars": ars},
    }


async def test_how_far_an_idea_is_with_its_data(still: World) -> None:
    """ds_paths is public and of mobility; dp_1 of idea_1 uses ds_closed."""
    them = [
        idea("idea_9", None, "mobility"),
        idea("idea_9", "Wege", "culture"),
        idea("idea_9", "Wege", "mobility"),
        idea("idea_9", "Wege", "society"),  # by its sub-topic
        idea("idea_1", "Wege", "culture"),
    ]
    answer = await still.do(None, READ, {"r": them})
    assert answer.errors == []
    found = [each["dataReadiness"] for each in answer.data["_entities"]]
    assert [each["level"] for each in found] == ["NONE", "IDENTIFIED", "ACCESSIBLE", "ACCESSIBLE", "PREPARED"]
    assert [len(each["gaps"]) for each in found] == [1, 1, 1, 1, 0]
    assert found[1]["advice"] == [
        {"__typename": "DataConsultation", "id": "dcon_1", "status": "OPEN"},
        {"__typename": "DataProjectCall", "id": "dcall_1", "status": "OPEN"},
    ]
    assert found[4]["advice"] == []
    named = [trip for trip in still.own.trips if trip in ("readiness_of_ideas", "recommended_datasets")]
    assert named == ["readiness_of_ideas", "recommended_datasets"], "all ideas in one trip each"


async def test_data_sets_that_fit_best_come_first(still: World) -> None:
    answer = await still.do(
        None, READ, {"r": [idea("idea_9", "Zählung der Fahrrad-Ströme", "mobility", ars="150020000000")]}
    )
    (found,) = answer.data["_entities"]
    # ds_old is deprecated, ds_closed is restricted and under a closed licence, ds_draft is a draft.
    assert [(each["dataset"]["id"], each["score"]) for each in found["recommendedDatasets"]] == [("ds_paths", 0.75)]
    reason = found["recommendedDatasets"][0]["reason"]
    assert reason["de"] == "Passt zum Thema; nennt zählung, fahrrad, ströme; ist aus der Region."


@pytest.mark.parametrize(
    "broken",
    [{"dataNeeds": 3}, {"topics": "mobility"}, {"topics": [3]}, {"topics": [{}]}, {"region": "15"}, {"region": {}}],
)
async def test_a_broken_reference_is_refused_at_its_place(still: World, broken: dict[str, Any]) -> None:
    answer = await still.do(None, READ, {"r": [{**idea(), **broken}, idea()]})
    assert answer.codes == [("BAD_USER_INPUT", "_entities.0")]
    assert answer.data["_entities"][1] is not None

"""Data sets: described, reviewed, withdrawn; their uses; and learning packages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import FreshDatabase
from tests.services.civic_data_lab import documents as said
from tests.services.civic_data_lab.verbs import CC_BY, World, codes, world

FIRST = "input.distributions.0"
FORM = said.DATASET["distributions"][0]
TRAN = "http://publications.europa.eu/resource/authority/data-theme/TRAN"


@pytest.fixture
async def lab(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def saved(lab: World, **changes: Any) -> Any:
    made = await lab.payload("member_nora", said.SAVE, input={**said.DATASET, **changes})
    assert made["errors"] == []
    return made["dataset"]


async def published(lab: World, **changes: Any) -> str:
    dataset_id = (await saved(lab, **changes))["id"]
    for who, to in (("member_nora", "IN_REVIEW"), ("member_staff", "PUBLISHED")):
        assert (await lab.payload(who, said.STATUS, id=dataset_id, to=to))["errors"] == []
    return str(dataset_id)


async def test_a_data_set_has_its_address_from_the_first_save_on(lab: World) -> None:
    came = await asyncio.gather(*(lab.payload("member_nora", said.SAVE, input=said.DATASET, key="k") for _ in range(3)))
    dataset = came[0]["dataset"]
    assert {each["dataset"]["id"] for each in came} == {dataset["id"]}
    assert dataset["uri"] == f"https://daten.civic-data-lab.example.org/id/{dataset['id'].replace('_', '-')}"
    assert (dataset["status"], dataset["issued"], dataset["themes"][0]) == ("DRAFT", None, TRAN)
    assert dataset["coverage"] == [{"ars": "150020000000", "name": "Halle (Saale)"}]
    assert (dataset["viewerMayEdit"], dataset["viewerActions"]) == (True, ["SUBMIT", "EDIT"])
    second = {"format": "JSON", "accessUrl": "https://data.example.org/p.json", "licenseUri": CC_BY}
    other = {**said.DATASET, "title": {"de": "Plätze"}, "distributions": [second, FORM]}
    changed = (await lab.payload("member_wim", said.SAVE, id=dataset["id"], input=other))["dataset"]
    assert (changed["uri"], changed["title"]) == (dataset["uri"], {"de": "Plätze"})
    assert changed["distributions"][1]["id"] == dataset["distributions"][0]["id"]


@pytest.mark.parametrize(
    ("who", "change", "code"),
    [
        ("member_nora", {"title": {"de": ""}}, ("INVALID", "input.title.de")),
        ("member_nora", {"keywords": ["a", "a"]}, ("INVALID", "input.keywords")),
        ("member_nora", {"topicSlugs": ["nowhere"]}, ("INVALID", "input.topicSlugs")),
        ("member_nora", {"regionArs": ["150010000000"]}, ("INVALID", "input.regionArs")),
        ("member_nora", {"regionArs": ["1"]}, ("INVALID", "input.regionArs")),
        ("member_nora", {"publisherId": "org_1"}, ("FORBIDDEN", "input.publisherId")),
        (
            "member_nora",
            {"temporalFrom": "2025-01-01", "temporalUntil": "2024-01-01"},
            ("INVALID", "input.temporalUntil"),
        ),
        ("member_nora", {"accrualPeriodicity": "often"}, ("INVALID", "input.accrualPeriodicity")),
        ("member_nora", {"personalData": "PERSONAL"}, ("INVALID", "input.personalData")),
        (
            "member_nora",
            {"distributions": [{**FORM, "licenseUri": "x"}]},
            ("INVALID", "input.distributions.0.licenseUri"),
        ),
        (
            "member_nora",
            {"distributions": [{**FORM, "accessUrl": "x"}]},
            ("INVALID", "input.distributions.0.accessUrl"),
        ),
        (
            "member_nora",
            {"distributions": [{**FORM, "checksumSha256": "AB"}]},
            ("INVALID", f"{FIRST}.checksumSha256"),
        ),
        ("member_nora", {"distributions": [FORM, FORM]}, ("INVALID", "input.distributions")),
        ("member_nora", {"projectId": "none"}, ("NOT_FOUND", "input.projectId")),
        ("member_nora", {"projectId": "dp_2"}, ("NOT_FOUND", "input.projectId")),  # a sketch of somebody else
        ("member_nora", {"projectId": "dp_1"}, ("FORBIDDEN", "input.projectId")),
        ("member_uta", {"publisherId": "org_g"}, ("INVALID", "input.legalBasis")),
    ],
)
async def test_what_cannot_be_described(still: World, who: str, change: dict[str, Any], code: tuple[str, str]) -> None:
    refused = await still.payload(who, said.SAVE, input={**said.DATASET, **change})
    assert (refused["dataset"], codes(refused)) == (None, [code])


async def test_a_municipality_names_its_legal_ground(lab: World) -> None:
    wish = {**said.DATASET, "publisherId": "org_g", "legalBasis": "§ 12a EGovG"}
    assert codes(await lab.payload("member_uta", said.SAVE, input=wish)) == []


async def test_what_is_published_can_be_had_under_a_licence(lab: World) -> None:
    dataset_id = (await saved(lab, distributions=[]))["id"]
    await lab.payload("member_nora", said.STATUS, id=dataset_id, to="IN_REVIEW")
    bare = await lab.payload("member_staff", said.STATUS, id=dataset_id, to="PUBLISHED")
    assert codes(bare) == [("INVALID", "id.distributions")]
    queue = "{ datasets(filter: { status: [IN_REVIEW] }) { totalCount nodes { id } } }"
    for who, count in (("member_staff", 1), ("member_wim", 1), ("member_else", 0), (None, 0)):
        assert (await lab.do(who, queue)).data["datasets"]["totalCount"] == count
    silent = await lab.payload("member_staff", said.STATUS, id=dataset_id, to="DRAFT")
    assert codes(silent) == [("INVALID", "note")]
    back = await lab.payload("member_staff", said.STATUS, id=dataset_id, to="DRAFT", note="Ohne Datei")
    assert back["dataset"] == {"id": dataset_id, "status": "DRAFT", "reviewNote": "Ohne Datei"}
    await lab.payload("member_nora", said.SAVE, id=dataset_id, input=said.DATASET)
    await lab.payload("member_nora", said.STATUS, id=dataset_id, to="IN_REVIEW")
    assert codes(await lab.payload("member_staff", said.STATUS, id=dataset_id, to="PUBLISHED")) == []
    emptied = {**said.DATASET, "distributions": []}
    assert codes(await lab.payload("member_staff", said.SAVE, id=dataset_id, input=emptied)) == [
        ("INVALID", "input.distributions")
    ]
    people = ["member_nora", "member_wim"]
    assert await lab.told() == [("dataset.returned", people), ("dataset.published", people)]
    seen = await lab.do(None, "query ($id: ID!) { dataset(id: $id) { reviewNote } }", {"id": dataset_id})
    assert seen.codes == [("UNAUTHENTICATED", "dataset.reviewNote")]


async def test_a_withdrawn_data_set_is_a_tombstone_at_its_address(lab: World) -> None:
    dataset_id = await published(lab, contactPoint="nora@example.org")
    found = await lab.do(None, "query ($id: ID!) { dataset(id: $id) { uri } }", {"id": dataset_id})
    uri = found.data["dataset"]["uri"]
    gone = await lab.payload("member_staff", said.STATUS, id=dataset_id, to="WITHDRAWN", note="Mit Namen")
    assert gone["errors"] == []
    query = """query ($uri: URL!) { dataset(uri: $uri) { id status title { de } description { de } keywords
      distributions { id } coverage { ars } usedBy { since } publisher { id } topics { slug } } }"""
    told = await lab.do(None, query, {"uri": uri})
    assert told.data["dataset"] == {
        "id": dataset_id,
        "status": "WITHDRAWN",
        "title": {"de": "Zurückgezogener Datensatz"},
        "description": {"de": "Zurückgezogener Datensatz"},
        "keywords": [],
        "distributions": [],
        "coverage": [],
        "usedBy": [],
        "publisher": None,
        "topics": [],
    }
    assert (await lab.do(None, "query ($id: ID!) { dataset(id: $id) { id } }", {"id": dataset_id})).data[
        "dataset"
    ] is None
    own = await lab.do("member_wim", query, {"uri": uri})
    assert own.data["dataset"]["title"] == {"de": "Pflegeplätze"}


async def test_a_use_is_recorded_by_who_takes_part(lab: World) -> None:
    dataset_id = await published(lab)
    wish: dict[str, Any] = {"dataset": dataset_id, "project": "dp_1", "purpose": {"de": "Vergleich"}}
    assert codes(await lab.payload("member_nora", said.USE, **wish)) == [("FORBIDDEN", "projectId")]
    await lab.rows("INSERT INTO project_participant VALUES ('dp_1', 'org_w', 9)")
    used = await lab.payload("member_nora", said.USE, **wish)
    assert used["dataset"]["usedBy"] == [{"purpose": {"de": "Vergleich"}, "project": {"__typename": "DataProject"}}]
    assert (await lab.payload("member_nora", said.USE, **wish))["errors"] == []
    unknown = await lab.payload("member_staff", said.USE, **{**wish, "project": "fund_1"})
    assert codes(unknown) == [("NOT_FOUND", "projectId")]
    await lab.rows("INSERT INTO known_document VALUES ('fund_1', 'FundedProject')")
    # Who takes part in another house's project is not known here: the staff records it.
    assert codes(await lab.payload("member_wim", said.USE, **{**wish, "project": "fund_1"})) == [
        ("FORBIDDEN", "projectId")
    ]
    assert (await lab.payload("member_staff", said.USE, **{**wish, "project": "fund_1"}))["errors"] == []
    assert await lab.rows("SELECT project_type FROM dataset_usage WHERE dataset_id = $1 ORDER BY 1", dataset_id) == [
        ("DataProject",),
        ("FundedProject",),
    ]
    assert [each for each in await lab.told() if each[0] == "dataset.used"] == [
        ("dataset.used", ["member_wim"]),
        ("dataset.used", ["member_nora", "member_wim"]),
    ]


async def test_learning_goes_forward_to_the_end(lab: World) -> None:
    came = await asyncio.gather(*(lab.payload("member_nora", said.ENROL, id="mod_1") for _ in range(3)))
    enrolment = came[0]["enrolment"]
    assert {each["enrolment"]["id"] for each in came} == {enrolment["id"]}
    assert enrolment["viewerActions"] == ["PROGRESS", "COMPLETE", "CANCEL"]
    steps = []
    for percent in (0, 40, 30, 101, 100, 100, 50):
        step = await lab.payload("member_nora", said.PROGRESS, id=enrolment["id"], percent=percent)
        steps.append(step["enrolment"]["status"] if step["enrolment"] else step["errors"][0]["code"])
    assert steps == ["ENROLLED", "IN_PROGRESS", "INVALID", "INVALID", "COMPLETED", "COMPLETED", "WRONG_STATE"]
    assert await lab.told() == [("enrolment.completed", [])]
    assert await lab.codes("member_else", said.PROGRESS, id=enrolment["id"], percent=1) == ["NOT_FOUND"]
    query = (
        "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Actor { enrolments { nodes { status } } } } }"
    )
    own = {"r": [{"__typename": "Actor", "id": "member_nora"}]}
    assert (await lab.do("member_nora", query, own)).data["_entities"][0]["enrolments"]["nodes"] == [
        {"status": "COMPLETED"}
    ]
    assert (await lab.do("member_else", query, own)).codes[0][0] == "FORBIDDEN"


async def test_who_left_may_begin_anew(lab: World) -> None:
    first = (await lab.payload("member_nora", said.ENROL, id="mod_2"))["enrolment"]
    assert (await lab.payload("member_nora", said.LEAVE, id=first["id"]))["enrolment"]["status"] == "CANCELLED"
    second = (await lab.payload("member_nora", said.ENROL, id="mod_2"))["enrolment"]
    assert second["id"] != first["id"]
    assert codes(await lab.payload("member_nora", said.ENROL, id="mod_3")) == [("WRONG_STATE", "")]  # ANNOUNCED
    assert codes(await lab.payload("member_nora", said.ENROL, id="dcon_1")) == [("NOT_FOUND", "moduleId")]

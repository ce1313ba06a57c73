"""The catalogue: filters, pages, who sees what, and what a client reads when a request is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.civic_data_lab.rules.searching import LONGEST_SEARCH
from tests.kit.asking import ask, entities
from tests.services.conftest import House, bearer

AsCaller = Callable[..., dict[str, str]]
SEARCH = "query ($filter: DatasetFilter) { datasets(filter: $filter) { totalCount nodes { id } } }"
TRAN = "http://publications.europa.eu/resource/authority/data-theme/TRAN"
PUBLIC = ["ds_bare", "ds_paths", "ds_closed", "ds_old"]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (None, PUBLIC),
        ({}, PUBLIC),
        ({"text": "verkehr"}, ["ds_paths"]),
        ({"text": "  ZÄHLUNG  fahrrad "}, ["ds_paths", "ds_old"]),
        ({"text": "bicycle"}, ["ds_paths"]),
        ({"text": "größe"}, ["ds_paths"]),
        ({"text": "gro\u0308ße"}, ["ds_paths"]),  # as some systems write names of files
        ({"text": "%_"}, ["ds_old"]),
        ({"text": ""}, PUBLIC),
        ({"text": "🌳"}, []),
        ({"topicSlugs": ["mobility"]}, ["ds_paths", "ds_old"]),
        ({"topicSlugs": ["care", "mobility"]}, ["ds_paths", "ds_closed", "ds_old"]),
        ({"topicSlugs": []}, []),
        ({"regionArs": ["150020000000"]}, ["ds_paths"]),
        ({"regionArs": ["150880365365", "160000000000"]}, ["ds_paths"]),
        ({"regionArs": ["150000000000"]}, ["ds_bare", "ds_paths"]),
        ({"regionArs": ["000000000000"]}, ["ds_bare", "ds_paths"]),
        ({"themes": [TRAN]}, ["ds_paths"]),
        ({"formats": ["csv"]}, ["ds_paths", "ds_old"]),
        ({"formats": ["geojson", "XLSX"]}, ["ds_paths", "ds_closed"]),
        ({"openLicenseOnly": True}, ["ds_paths"]),
        ({"openLicenseOnly": False}, PUBLIC),
        ({"openLicenseOnly": None, "text": None, "formats": None}, PUBLIC),
        ({"accessRights": ["RESTRICTED", "NON_PUBLIC"]}, ["ds_bare", "ds_closed"]),
        (
            {"text": "zählung", "topicSlugs": ["mobility"], "formats": ["CSV"], "accessRights": ["PUBLIC"]},
            ["ds_paths", "ds_old"],
        ),
    ],
)
async def test_data_sets_are_filtered(lab: House, wanted: Any, ids: list[str]) -> None:
    """The newest first; what has no date of issue stands at the end; the total is that of the filter."""
    answer = await ask(lab.app, SEARCH, {"filter": wanted})
    assert answer.errors == []
    assert [one["id"] for one in answer.data["datasets"]["nodes"]] == ids
    assert answer.data["datasets"]["totalCount"] == len(ids)
    of_topics = ["unknown_topics"] if wanted and wanted.get("topicSlugs") else []
    assert lab.trips == [*of_topics, "datasets_page_newest_desc", "datasets_total"]


async def test_pages_join_without_gap_or_double(lab: House) -> None:
    """Two data sets were issued in the same instant, and one never."""
    query = """query ($after: String) { datasets(first: 1, after: $after) {
      nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
    seen: list[str] = []
    after: str | None = None
    for _ in range(len(PUBLIC)):
        page = (await ask(lab.app, query, {"after": after})).data["datasets"]
        assert page["edges"] == [{"cursor": page["pageInfo"]["endCursor"], "node": page["nodes"][0]}]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        seen.append(page["nodes"][0]["id"])
        after = page["pageInfo"]["endCursor"]
    assert seen == PUBLIC
    assert page["pageInfo"]["hasNextPage"] is False
    behind = (await ask(lab.app, query, {"after": after})).data["datasets"]
    assert behind["nodes"] == behind["edges"] == []
    assert set(lab.trips) == {"datasets_page_newest_desc"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("first: 0", "BAD_USER_INPUT"),
        ("first: 101", "BAD_USER_INPUT"),
        ('after: "bm9uc2Vuc2U"', "BAD_USER_INPUT"),
        ('after: "WyIyMDI0LTA2LTAxVDAwOjAwOjAwIiwieCJd"', "BAD_USER_INPUT"),
        (f'filter: {{ text: "{"x" * (LONGEST_SEARCH + 1)}" }}', "BAD_USER_INPUT"),
        ('filter: { text: "a\\u0000b" }', "BAD_USER_INPUT"),
        ('filter: { topicSlugs: ["\\u0000"] }', "BAD_USER_INPUT"),
    ],
)
async def test_a_bad_search_is_refused(lab: House, arguments: str, code: str) -> None:
    answer = await ask(lab.app, f"{{ datasets({arguments}) {{ nodes {{ id }} }} }}")
    assert answer.data == {"datasets": None}
    assert answer.codes == [(code, "datasets")]


async def test_a_data_set_in_full(lab: House) -> None:
    answer = await ask(
        lab.app,
        """{ dataset(id: "ds_paths") {
          uri title { de en } description { text } keywords themes issued modified temporal { from until }
          geocodingLevel accrualPeriodicity accessRights legalBasis personalData status qualityNote { de }
          topics { slug } publisher { id }
          coverage { ars nuts name }
          distributions { id title { de } format mediaType accessUrl downloadUrl byteSize checksumSha256 modified
                          license { uri title isOpen attributionRequired } }
          usedBy { since purpose { text } dataset { id } project { __typename ... on FundedProject { id }
                   ... on PilotProject { id } ... on DataProject { id title } } } } }""",
        headers=bearer("mem_7", "cdl:manage"),  # one of the uses is by a project that was not continued
    )
    assert answer.errors == []
    found = answer.data["dataset"]
    usages, distributions = found.pop("usedBy"), found.pop("distributions")
    assert found == {
        "uri": "https://data.example.org/paths",
        "title": {"de": "Radverkehrszählung Halle", "en": "Bicycle counts"},
        "description": {"text": "Größe der Ströme."},
        "keywords": ["Fahrrad", "Zählung"],
        "themes": [TRAN],
        "issued": "2024-06-01T00:00:00+00:00",
        "modified": "2024-07-01T00:00:00+00:00",
        "temporal": {"from": "2023-01-01", "until": "2023-12-31"},
        "geocodingLevel": "MUNICIPALITY",
        "accrualPeriodicity": "ANNUAL",
        "accessRights": "PUBLIC",
        "legalBasis": "OZG",
        "personalData": "NONE",
        "status": "PUBLISHED",
        "qualityNote": {"de": "Zwei Zähler fehlen."},
        "topics": [{"slug": "mobility"}],
        "publisher": {"id": "org_1"},
        "coverage": [
            {"ars": "150020000000", "nuts": "DEE02", "name": "Halle (Saale)"},
            {"ars": "150880365365", "nuts": None, "name": "Schkopau"},
        ],
    }
    assert [one["id"] for one in distributions] == ["dist_1", "dist_2"]
    assert distributions[0] == {
        "id": "dist_1",
        "title": {"de": "Tabelle"},
        "format": "CSV",
        "mediaType": "text/csv",
        "accessUrl": "https://data.example.org/paths",
        "downloadUrl": "https://data.example.org/paths.csv",
        "byteSize": 2147483647,
        "checksumSha256": "ab" * 32,
        "modified": "2024-07-01T00:00:00+00:00",
        "license": {
            "uri": "http://dcat-ap.de/def/licenses/cc-by/4.0",
            "title": "CC BY 4.0",
            "isOpen": True,
            "attributionRequired": True,
        },
    }
    assert [(one["since"], one["purpose"]["text"], one["project"]) for one in usages] == [
        ("2024-08-01", "Vergleich", {"__typename": "DataProject", "id": "dp_3", "title": "Landesdaten"}),
        ("2024-09-01", "Routen rechnen", {"__typename": "FundedProject", "id": "fund_1"}),
        (None, "Lärm schätzen", {"__typename": "PilotProject", "id": "pilot_1"}),
    ]
    assert sorted(lab.trips) == [
        "data_projects_by_id",
        "datasets_by_id",
        "distributions_of_dataset",
        "regions_of_dataset",
        "usages_of_dataset_newest_asc",
    ]


async def test_a_data_set_without_anything(lab: House) -> None:
    answer = await ask(
        lab.app,
        """{ dataset(uri: "https://data.example.org/bare") { id distributions { id } usedBy { since } coverage { name }
             temporal { from until } topics { slug } themes qualityNote { de } issued }
             other: dataset(id: "ds_old") { issued temporal { from } publisher { id } } }""",
    )
    assert answer.errors == []
    assert answer.data == {
        "dataset": {
            "id": "ds_bare",
            "distributions": [],
            "usedBy": [],
            "coverage": [{"name": "Sachsen-Anhalt"}],
            "temporal": {"from": None, "until": "2024-12-31"},
            "topics": [],
            "themes": [],
            "qualityNote": None,
            "issued": "2024-06-01T00:00:00+00:00",
        },
        "other": {"issued": None, "temporal": None, "publisher": {"id": "org_1"}},
    }


@pytest.mark.parametrize("arguments", ["", '(id: "ds_paths", uri: "https://data.example.org/paths")', "(id: null)"])
async def test_a_data_set_is_asked_for_by_one_key(lab: House, arguments: str) -> None:
    answer = await ask(lab.app, f"{{ dataset{arguments} {{ id }} }}")
    assert (answer.data, answer.codes) == ({"dataset": None}, [("BAD_USER_INPUT", "dataset")])


HIDDEN = """query ($representations: [_Any!]!) {
  draft: dataset(id: "ds_draft") { id }  gone: dataset(uri: "https://data.example.org/gone") { id }
  datasets { totalCount nodes { id } }
  _entities(representations: $representations) {
    ... on Actor { publishedDatasets { id } } ... on Topic { datasets { id } } ... on Region { datasets { id } }
    ... on FundedProject { usedDatasets { dataset { id } } } ... on Dataset { id }
    ... on DataProject { own: publishedDatasets { id } }
  } }"""
ASKED = [
    {"__typename": "Actor", "id": "org_1"},
    {"__typename": "Topic", "slug": "mobility"},
    {"__typename": "Region", "ars": "150020000000"},
    {"__typename": "FundedProject", "id": "fund_1"},
    {"__typename": "Dataset", "id": "ds_draft"},
    {"__typename": "Dataset", "uri": "https://data.example.org/draft"},
    {"__typename": "DataProject", "id": "dp_1"},
]


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in found]


async def seen(lab: House, headers: dict[str, str]) -> dict[str, list[str]]:
    """Where in the graph the unpublished data sets could be seen, and what is seen there."""
    answer = await ask(lab.app, HIDDEN, {"representations": ASKED}, headers=headers)
    assert answer.errors == []
    actor, topic, region, funded, by_id, by_uri, project = answer.data["_entities"]
    single = [answer.data["draft"], answer.data["gone"], by_id, by_uri]
    assert answer.data["datasets"]["totalCount"] == len(answer.data["datasets"]["nodes"])
    return {
        "single": [one["id"] for one in single if one],
        "listed": sorted(set(ids(answer.data["datasets"]["nodes"])) - set(PUBLIC)),
        "actor": ids(actor["publishedDatasets"]),
        "topic": ids(topic["datasets"]),
        "region": ids(region["datasets"]),
        "used": [one["dataset"]["id"] for one in funded["usedDatasets"]],
        "project": ids(project["own"]),
    }


async def test_the_public_and_strangers_see_published_data_sets_only(lab: House, as_caller: AsCaller) -> None:
    published = {
        "single": ["ds_gone"],  # its tombstone
        "listed": [],
        "actor": ["ds_paths", "ds_old"],
        "topic": ["ds_paths"],
        "region": ["ds_paths"],
        "used": ["ds_paths"],
        "project": ["ds_paths"],
    }
    assert await seen(lab, {}) == published
    assert await seen(lab, as_caller("org_7", "datasets:write", "cip:manage")) == published


async def test_a_publisher_sees_its_own_drafts(lab: House, as_caller: AsCaller) -> None:
    assert await seen(lab, as_caller("org_1")) == {
        "single": ["ds_draft", "ds_gone", "ds_draft", "ds_draft"],  # of another's the tombstone
        "listed": ["ds_draft"],
        "actor": ["ds_draft", "ds_paths", "ds_old"],
        "topic": ["ds_draft", "ds_paths"],
        "region": ["ds_draft", "ds_paths"],
        "used": ["ds_paths", "ds_draft"],
        "project": ["ds_draft", "ds_paths"],
    }


async def test_the_staff_sees_everything(lab: House, as_caller: AsCaller) -> None:
    found = await seen(lab, as_caller("mem_staff", "cdl:manage"))
    assert found["listed"] == ["ds_draft", "ds_gone"]
    assert found["single"] == ["ds_draft", "ds_gone", "ds_draft", "ds_draft"]


@pytest.mark.parametrize(
    ("headers", "closed", "codes"),
    [
        ((), None, [("UNAUTHENTICATED", "bare.contactPoint"), ("UNAUTHENTICATED", "closed.contactPoint")]),
        (("org_1",), None, [("FORBIDDEN", "bare.contactPoint"), ("FORBIDDEN", "closed.contactPoint")]),
        (("mem_7", "datasets:write"), None, [("FORBIDDEN", "bare.contactPoint"), ("FORBIDDEN", "closed.contactPoint")]),
        (("org_2",), "geheim@example.org", []),
        (("mem_staff", "cdl:manage"), "geheim@example.org", []),
    ],
)
async def test_the_contact_point_is_the_publisher_s_and_the_staff_s(
    lab: House, as_caller: AsCaller, headers: tuple[str, ...], closed: str | None, codes: list[tuple[str, str]]
) -> None:
    """Whether a refused contact point exists cannot be told: one of the two is null."""
    query = '{ bare: dataset(id: "ds_bare") { contactPoint } closed: dataset(id: "ds_closed") { contactPoint } }'
    answer = await ask(lab.app, query, headers=as_caller(*headers) if headers else {})
    assert answer.data == {"bare": {"contactPoint": None}, "closed": {"contactPoint": closed}}
    assert answer.codes == codes


async def test_topics_and_regions_have_their_newest_data_sets(lab: House) -> None:
    answer = await entities(
        lab.app,
        """... on Topic { open: datasets { id } all: datasets(openOnly: false) { id }
             one: datasets(openOnly: null, first: 1) { id } dcatThemes }
           ... on Region { datasets(first: 1) { id } }""",
        [
            {"__typename": "Topic", "slug": "mobility"},
            {"__typename": "Topic", "slug": "care"},
            {"__typename": "Region", "ars": "150000000000"},
            {"__typename": "Region", "ars": "no such region"},
        ],
    )
    assert answer.errors == []
    assert answer.data == [
        {
            "open": [{"id": "ds_paths"}],
            "all": [{"id": "ds_paths"}, {"id": "ds_old"}],
            "one": [{"id": "ds_paths"}],
            "dcatThemes": [TRAN, "http://publications.europa.eu/resource/authority/data-theme/ENVI"],
        },
        {"open": [], "all": [{"id": "ds_closed"}], "one": [{"id": "ds_closed"}], "dcatThemes": []},
        {"datasets": [{"id": "ds_bare"}]},
        {"datasets": []},
    ]


async def test_licences(lab: House) -> None:
    answer = await ask(lab.app, "{ licenses { title isOpen attributionRequired } }")
    assert answer.data == {
        "licenses": [
            {"title": "Andere geschlossene Lizenz", "isOpen": False, "attributionRequired": False},
            {"title": "CC BY 4.0", "isOpen": True, "attributionRequired": True},
        ]
    }

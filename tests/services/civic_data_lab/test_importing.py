"""A house's real data come in from files: offers, projects, data sets; all lines or none; every broken line is told."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from services.civic_data_lab.store.connection import open_store
from services.civic_data_lab.store.importing import TABLES
from services.kit.errors import StartError
from services.kit.importing import Came, run_import
from tests.conftest import FreshDatabase
from tests.services.civic_data_lab.test_dcat import get
from tests.services.civic_data_lab.test_erasing import settings
from tests.services.civic_data_lab.verbs import CC_BY, World, world

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
OFFERS = """id,type,title_de,title_en,summary_de,status,audiences,topics,apply_until,places,level,format,minutes,language,starts_at,license
new_call,DataProjectCall,Datenvorhaben,Data projects,Wir begleiten.,OPEN,WELFARE|SCIENCE,care|mobility,2026-06-30T23:59:59+02:00,4,,,,,,
new_talk,CommunityFormat,Espresso,,"Kurz, knapp",ANNOUNCED,,,,,,ESPRESSO_TALK,,,2026-05-01T12:00:00+02:00,
new_module,LearningModule,Lernen,,Wege.,OPEN,,,,,BEGINNER,SELF_PACED,90,DE,,
new_tool,ToolboxItem,Vorlage,,Zum Mitnehmen.,OPEN,,,,,,,,,,CC0-1.0
dcon_1,DataConsultation,Datensprechstunde neu,,Rat.,OPEN,,,,,,,,,,
"""  # noqa: E501 - a file of CSV is one line a row
PROJECT = {
    "id": "data_x",
    "title": "Wege zählen",
    "abstract_de": "Wir zählen.",
    "stage": "IMPLEMENTATION",
    "runs_from": "2025-01-01",
    "applicant_id": "org_w",
    "participants": ["org_1"],
    "topics": ["mobility"],
    "methods": ["Karte"],
    "budget": "12000.50",
    "region_ars": "150020000000",
}
DATASET = {
    "uri": "https://daten.example.org/x",
    "title_de": "Zählung",
    "description_de": "Alle Zählungen.",
    "publisher_id": "org_w",
    "personal_data": "NONE",
    "topics": ["mobility"],
    "region_ars": ["150020000000"],
    "distributions": [{"format": "CSV", "accessUrl": "https://daten.example.org/x.csv", "license": CC_BY}],
}


@pytest.fixture
async def lab(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def imported(lab: World, table: str, file: Path, *, dry_run: bool = False) -> Came:
    async with open_store(settings(lab)) as database:
        return await run_import(database, TABLES[table], file, lab.moment, dry_run=dry_run)


def written(tmp_path: Path, content: object, name: str = "file.json") -> Path:
    file = tmp_path / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def told(came: Came) -> list[tuple[str, str]]:
    return [(each.where, each.why) for each in came.unfit]


async def test_offers_of_every_type_come_in_and_are_changed(lab: World, tmp_path: Path) -> None:
    file = written(tmp_path, OFFERS, "offers.csv")
    tried = await imported(lab, "offers", file, dry_run=True)
    assert (tried.new, tried.changed, tried.unfit) == (4, 1, [])
    assert await lab.rows("SELECT 1 FROM support_offer WHERE id LIKE 'new_%'") == []
    came = await imported(lab, "offers", file)
    assert (came.new, came.changed) == (4, 1)
    found = await lab.do(
        None,
        """{ _entities(representations: [{ __typename: "DataProjectCall", id: "new_call" }]) {
      ... on DataProjectCall { title { de en } status places topics { slug } applyUntil kind } } }""",
    )
    assert found.data["_entities"] == [
        {
            "title": {"de": "Datenvorhaben", "en": "Data projects"},
            "status": "OPEN",
            "places": 4,
            "topics": [{"slug": "care"}, {"slug": "mobility"}],
            "applyUntil": "2026-06-30T21:59:59+00:00",
            "kind": "DATA_PROJECT_SUPPORT",
        }
    ]
    told_before = await lab.rows("SELECT entity_id, seq FROM change ORDER BY 1")
    again = await imported(lab, "offers", file)
    assert (again.new, again.changed, again.same) == (0, 0, 5)
    assert await lab.rows("SELECT entity_id, seq FROM change ORDER BY 1") == told_before
    assert await lab.rows("SELECT count(*) FROM change WHERE entity_id LIKE 'new_%' AND NOT deleted") == [(4,)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("x,Workshop,T,,S,OPEN,,,,,,,,,,", "type is 'Workshop'; it would have to be one of"),
        ("x,ToolboxItem,,,S,OPEN,,,,,,,,,,L", "title_de is missing"),
        ("x,ToolboxItem,,Only English,S,OPEN,,,,,,,,,,L", "title_de is missing: German is always there"),
        ("x,ToolboxItem,T,,S,SOON,,,,,,,,,,L", "status is 'SOON'"),
        ("x,ToolboxItem,T,,S,OPEN,EVERYBODY,,,,,,,,,L", "audiences is 'EVERYBODY'"),
        ("x,ToolboxItem,T,,S,OPEN,,nowhere,,,,,,,,L", "topics names no topic: nowhere"),
        ("x,ToolboxItem,T,,S,OPEN,,care|care,,,,,,,,L", "topics names something twice"),
        ("x,ToolboxItem,T,,S,OPEN,,,2026-06-30T23:59:59,,,,,,,L", "apply_until needs a time zone"),
        (
            "x,ToolboxItem,T,,S,OPEN,,,30.6.2026,,,,,,,L",
            "apply_until is no time such as 2026-03-01T10:00:00+01:00: '30.6.2026'; its day is written 2026-06-30",
        ),
        ("x,ToolboxItem,T,,S,OPEN,,,,,,,,,,", "license is missing"),
        ("x,DataProjectCall,T,,S,OPEN,,,,many,,,,,,", "places is no whole number from 1 to 1000: 'many'"),
        ("x,ToolboxItem,T,,S,OPEN,,,,4,,,,,,L", "places is for DataProjectCall only"),
        ("a b,ToolboxItem,T,,S,OPEN,,,,,,,,,,L", "id is no id: 'a b'"),
        ("x,CommunityFormat,T,,S,OPEN,,,,,,BLENDED,,,2026-05-01T12:00:00Z,", "the database refuses it"),
        ("new_tool,ToolboxItem,T,,S,OPEN,,,,,,,,,,L", "id new_tool stands in line 5, too"),
        ("x,ToolboxItem,T,,S,OPEN,,,,,,,,,,L,more", "value 17 is no column of this table"),
    ],
)
async def test_a_broken_line_is_told_and_nothing_comes_in(still: World, tmp_path: Path, line: str, why: str) -> None:
    came = await imported(still, "offers", written(tmp_path, f"{OFFERS}{line}\n", "offers.csv"))
    ((where, said),) = told(came)
    assert where == "line 7"
    assert said.startswith(why)
    assert await still.rows("SELECT 1 FROM support_offer WHERE id LIKE 'new_%'") == []


ARS = "Regionalschlüssel (ARS) of twelve digits"
COLUMNS = "uri,title_de,description_de,publisher_id,personal_data,format,access_url,license,temporal_from,region_ars"
LINE = f"https://e.org/1,Größe,Maße,org_w,NONE,CSV,https://e.org/1.csv,{CC_BY},2025-01-01,150020000000"
OTHER = LINE.replace("e.org/1", "e.org/2")


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{COLUMNS}\r\n{LINE}\r\n{OTHER}\r\n",
        f"{COLUMNS};;\r\n{LINE};;\r\n;;;;;;;;;;;\r\n{OTHER};;\r\n".replace(",", ";"),
        f"sep=;\r\n{COLUMNS}\r\n{LINE}\r\n{OTHER}".replace(",", ";"),
        f"{COLUMNS}\n{LINE}\n{OTHER}\n".replace(",", "\t"),
        f" {COLUMNS.upper()}\r{LINE}\r{OTHER}\r",
        f'{COLUMNS}\n"{LINE.replace(",", chr(34) + "," + chr(34))}"\n{OTHER}\n',
    ],
    ids=["mark, CRLF", "semicolons, empty ends", "sep=", "tabs", "CR, capitals", "quotes"],
)
async def test_files_as_spreadsheets_write_them_are_read(still: World, tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content.encode("utf-8"))
    came = await imported(still, "datasets", file, dry_run=True)
    assert (came.new, told(came)) == (2, [])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (f"{COLUMNS}\n{LINE}\n".encode("cp1252"), "line 2, byte 19 is no UTF-8; in Windows-1252 it would be 'ö'"),
        (COLUMNS.encode("utf-16"), "it is UTF-16; save it as CSV in UTF-8"),
        (b"PK\x03\x04rest", "it is a spreadsheet"),
        (f"{COLUMNS},uri\n{LINE},x\n".encode(), "its header names uri more than once"),
        (f'{COLUMNS}\n{LINE}\nx,"open'.encode(), "line 3: unexpected end of data"),
    ],
)
async def test_what_cannot_be_read_is_told_with_its_place(
    still: World, tmp_path: Path, content: bytes, why: str
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(StartError, match=re.escape(why)):
        await imported(still, "datasets", file)


@pytest.mark.parametrize(
    ("old", "new", "whys"),
    [
        (
            "title_de",
            "titel_de",
            [
                ("all lines", "titel_de is no column of this table; perhaps title_de is meant"),
                ("all lines", "the column title_de is missing"),
            ],
        ),
        (
            "2025-01-01",
            "01.03.2025",
            [("line 2", "temporal_from is no day such as 2026-03-01: '01.03.2025'; write 2025-03-01")],
        ),
        (
            "150020000000",
            '"1,5002E+11"',
            [("line 2", f"region_ars is no {ARS}: '1,5002E+11'; a spreadsheet has made a number of it")],
        ),
        ("https://e.org/2", "https://e.org/1", [("line 3", "uri https://e.org/1 stands in line 2, too")]),
    ],
)
async def test_what_is_wrong_is_told_in_words_that_help(
    still: World, tmp_path: Path, old: str, new: str, whys: Sequence[tuple[str, str]]
) -> None:
    content = f"{COLUMNS}\n{LINE}\n{OTHER}\n"
    at = content.index(old)
    file = written(tmp_path, content[:at] + new + content[at + len(old) :], "x.csv")
    came = await imported(still, "datasets", file)
    assert told(came) == whys
    assert await still.rows("SELECT 1 FROM dataset WHERE uri LIKE 'https://e.org/%'") == []


@pytest.mark.parametrize(
    ("said", "is_read"),
    [("12000.50", True), ("12000", True), ("12.000,50", False), ("12.000", False), ("1e3", False), ("-1", False)],
)
async def test_sums_that_can_be_meant_in_two_ways_are_not_read(
    still: World, tmp_path: Path, said: str, is_read: bool
) -> None:
    came = await imported(still, "projects", written(tmp_path, [{**PROJECT, "budget": said}]), dry_run=True)
    assert (told(came) == []) is is_read


async def test_a_value_for_all_rows_can_be_given(lab: World, tmp_path: Path) -> None:
    """Other portals name publishers in their own way, and know nothing of personal data."""
    bare = {name: value for name, value in DATASET.items() if name not in ("publisher_id", "personal_data")}
    file = written(tmp_path, [bare, {**bare, "uri": "https://daten.example.org/y", "personal_data": "ANONYMISED"}])
    async with open_store(settings(lab)) as database:
        take = partial(run_import, database, TABLES["datasets"], file, lab.moment, dry_run=False)
        assert [each.why for each in (await take()).unfit] == ["the column publisher_id is missing"]
        came = await take(given={"publisher_id": "org_w", "personal_data": "NONE"})
        assert (came.new, came.unfit) == (2, [])
        with pytest.raises(StartError, match="colour is no column of this table; it has uri, title_de"):
            await take(given={"colour": "red"})
    found = await lab.rows(
        "SELECT publisher_id, personal_data FROM dataset WHERE uri LIKE 'https://daten.%' ORDER BY uri"
    )
    assert found == [("org_w", "NONE"), ("org_w", "ANONYMISED")]


async def test_each_broken_line_is_told_with_all_that_is_wrong(still: World, tmp_path: Path) -> None:
    broken = [{**PROJECT, "id": "a", "stage": "DONE", "runs_from": 7}, {**PROJECT, "id": "b"}, 5, {"colour": "red"}]
    came = await imported(still, "projects", written(tmp_path, broken))
    assert [where for where, _ in told(came)][:2] == ["item 1"] * 2
    assert ("item 3", "it is no column of this table") in told(came)
    assert any(where == "item 4" and "colour is no column of this table; it has id" in why for where, why in told(came))
    assert await still.rows("SELECT 1 FROM data_project WHERE id = 'b'") == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.xlsx", "", "ends with one of .csv, .json, .ttl, .jsonld, .rdf, .xml, .nt"),
        ("x.json", '{"@context": {}, "@graph": []}', "it is JSON-LD; its name must end with .jsonld"),
        (
            "x.jsonld",
            '{"@context": "https://example.org/c", "@id": "x"}',
            "@context https://example.org/c lies elsewhere",
        ),
        ("x.ttl", "<https://e.org/a> <https://e.org/b> 1 .", "it describes no dcat:Dataset"),
        ("x.rdf", "<a/>", "it describes no dcat:Dataset"),
        ("x.rdf", "<a>", "is no RDF in UTF-8"),
        ("x.csv", "", "no header line"),
        ("x.csv", 'id,title_de\nx,"open\n', "is no CSV in UTF-8"),
        ("x.json", "{", "is no JSON in UTF-8"),
        ("x.json", "{}", "it is no list of objects"),
        ("x.ttl", "<a> <b> .", "is no TTL in UTF-8"),
        ("x.jsonld", "[", "is no JSONLD in UTF-8"),
    ],
)
async def test_a_file_that_is_none_is_refused(still: World, tmp_path: Path, name: str, content: str, why: str) -> None:
    with pytest.raises(StartError, match=why):
        await imported(still, "datasets", written(tmp_path, content, name))
    with pytest.raises(StartError, match="cannot be read"):
        await imported(still, "datasets", tmp_path / "nowhere.csv")


async def test_projects_come_in_with_their_stage(lab: World, tmp_path: Path) -> None:
    for stage in ("IMPLEMENTATION", "TESTING"):
        assert (await imported(lab, "projects", written(tmp_path, [{**PROJECT, "stage": stage}]))).unfit == []
    found = await lab.do(
        None,
        """{ dataProject(id: "data_x") {
          status maturity applicant { id } participants { id } stageHistory { stage } } }""",
    )
    assert found.data["dataProject"] == {
        "status": "RUNNING",
        "maturity": "PILOT",
        "applicant": {"id": "org_w"},
        "participants": [{"id": "org_1"}],
        "stageHistory": [{"stage": "IMPLEMENTATION"}, {"stage": "TESTING"}],
    }


async def test_data_sets_keep_their_address_and_what_was_decided(lab: World, tmp_path: Path) -> None:
    assert (await imported(lab, "datasets", written(tmp_path, [DATASET]))).new == 1
    await lab.rows("UPDATE dataset SET status = 'DEPRECATED' WHERE uri = $1", DATASET["uri"])
    form = {**DATASET["distributions"][0], "title": {"de": "Neu"}}  # type: ignore[dict-item]
    changed = {**DATASET, "title_de": "Zählung 2", "distributions": [form]}
    ids = await lab.rows("SELECT id FROM distribution WHERE access_url = 'https://daten.example.org/x.csv'")
    lab.moment += timedelta(days=1)
    assert (await imported(lab, "datasets", written(tmp_path, [DATASET]))).same == 1
    ((unchanged,),) = await lab.rows("SELECT modified FROM dataset WHERE uri = $1", DATASET["uri"])
    assert (await imported(lab, "datasets", written(tmp_path, [changed]))).changed == 1
    assert await lab.rows("SELECT modified FROM dataset WHERE uri = $1", DATASET["uri"]) == [(lab.moment,)]
    assert unchanged < lab.moment
    found = await lab.do(
        None,
        """{ dataset(uri: "https://daten.example.org/x") {
      title { de } status coverage { name } distributions { id title { de } license { uri } } topics { slug } } }""",
    )
    assert found.data["dataset"] == {
        "title": {"de": "Zählung 2"},
        "status": "DEPRECATED",
        "coverage": [{"name": "Halle (Saale)"}],
        "distributions": [{"id": ids[0][0], "title": {"de": "Neu"}, "license": {"uri": CC_BY}}],
        "topics": [{"slug": "mobility"}],
    }


async def test_a_file_does_not_undo_what_was_decided(lab: World, tmp_path: Path) -> None:
    assert (await imported(lab, "datasets", written(tmp_path, [DATASET]))).new == 1
    emptied = {**DATASET, "status": "DRAFT", "distributions": []}
    assert told(await imported(lab, "datasets", written(tmp_path, [emptied]))) == [
        ("item 1", "distributions of a published data set are one at least, with a licence")
    ]
    await lab.rows("UPDATE dataset SET status = 'WITHDRAWN' WHERE uri = $1", DATASET["uri"])
    assert told(await imported(lab, "datasets", written(tmp_path, [{**DATASET, "title_de": "Doch"}]))) == [
        ("item 1", "it was withdrawn, and its address stays empty")
    ]


def changed(**changes: Any) -> list[dict[str, Any]]:
    return [{**DATASET, **changes}]


@pytest.mark.parametrize(
    ("items", "whys"),
    [
        (changed(publisher_id="org_nobody"), ["publisherId names no member and no organisation of the network"]),
        (changed(publisher_id="org_g"), ["legalBasis must say the legal ground of a public body"]),
        (changed(personal_data="PERSONAL"), ["personalData are never public"]),
        (changed(distributions=[]), ["distributions of a published data set are one at least"]),
        (changed(distributions="x"), ["distributions is no list"]),
        (changed(distributions=[{"format": "CSV"}]), ["distributions has one without accessUrl, license"]),
        (changed(distributions=[3]), ["distributions has something that is no object"]),
        (
            changed(distributions=[{"format": "CSV", "accessUrl": "https://e.org", "license": "x"}]),
            ["distributions.0.licenseUri is none of the licences of the catalogue"],
        ),
        (changed(region_ars=["150010000000"]), ["regionArs names regions that the catalogue does not know"]),
        (changed(themes=["http://example.org/x"]), ["themes is 'http://example.org/x'"]),
        (changed(temporal_from="2025-01-01", temporal_until="2024-01-01"), ["temporalUntil is before the first day"]),
        (changed(uri="urn:x"), ["uri is no address"]),
    ],
)
async def test_data_sets_have_the_guards_of_the_house(
    still: World, tmp_path: Path, items: Sequence[Any], whys: Sequence[str]
) -> None:
    came = await imported(still, "datasets", written(tmp_path, items))
    found = [said for _, said in told(came)]
    assert len(found) == len(whys)
    assert all(said.startswith(why) for said, why in zip(found, whys, strict=True))
    assert await still.rows("SELECT 1 FROM dataset WHERE uri = 'https://daten.example.org/x'") == []


async def test_a_catalogue_that_was_given_out_comes_in_again(lab: World, tmp_path: Path) -> None:
    """By DCAT-AP.de, in both forms: what another data portal gives out has the same properties."""
    before = (await imported(lab, "datasets", written(tmp_path, [DATASET]))).unfit
    assert before == []
    for path, name in (("/catalogue.ttl", "c.ttl"), ("/catalogue.jsonld", "c.jsonld")):
        given_out = (await get(lab.own.app, path)).text
        came = await imported(lab, "datasets", written(tmp_path, given_out, name), dry_run=True)
        # ds_gone is a tombstone; of the others the publisher or the ground is not known here, or they lack a form.
        assert came.changed >= 1
        assert ("https://daten.example.org/x") not in {where for where, _ in told(came)}
    turtle = given_out_anew(await get_text(lab), "Neu beschrieben")
    file = written(tmp_path, turtle, "one.ttl")
    assert (await imported(lab, "datasets", file)).changed == 1
    assert await lab.rows("SELECT title ->> 'de' FROM dataset WHERE uri = $1", DATASET["uri"]) == [("Neu beschrieben",)]


async def get_text(lab: World) -> str:
    return str((await get(lab.own.app, "/catalogue.ttl")).text)


def given_out_anew(turtle: str, title: str) -> str:
    """One data set in Turtle, as another portal would give it out."""
    assert "daten.example.org" in turtle
    return f"""@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix dcatde: <http://dcat-ap.de/def/dcatde/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://daten.example.org/x> a dcat:Dataset ; dct:title "{title}"@de, "Described anew"@en ;
  dct:description "Alles."@de ;
  dct:publisher <https://daten.example.org/agents/org-w> ; dct:issued "2024-05-01"^^xsd:date ;
  dcat:keyword "Zahlen"@de ; dcatde:politicalGeocodingURI <http://dcat-ap.de/def/politicalGeocoding/districtKey/15002> ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/TRAN> ;
  dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://daten.example.org/x.csv> ;
    dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ; dct:license <{CC_BY}> ] .
"""


RDF_XML = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
  xmlns:dct="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/">
  <dcat:Dataset rdf:about="https://portal.example.org/d/1">
    <dct:title xml:lang="de">Zählung</dct:title><dct:description xml:lang="de">Alles.</dct:description>
    <dct:issued>2021</dct:issued>
    <dct:publisher><foaf:Organization><foaf:name>Amt</foaf:name></foaf:Organization></dct:publisher>
    <dct:spatial rdf:resource="http://dcat-ap.de/def/politicalGeocoding/districtKey/15002"/>
    <dcat:distribution><dcat:Distribution>
      <dcat:accessURL rdf:resource="https://portal.example.org/d/1.csv"/>
      <dcat:mediaType rdf:resource="https://www.iana.org/assignments/media-types/text/csv"/>
      <dct:license rdf:resource="http://dcat-ap.de/def/licenses/cc-by/4.0"/></dcat:Distribution></dcat:distribution>
  </dcat:Dataset>
</rdf:RDF>"""


async def test_what_another_portal_gives_out_comes_in(lab: World, tmp_path: Path) -> None:
    """RDF/XML, a publisher without an id of ours, a year instead of a day, places only as Europe says them."""
    file = written(tmp_path, RDF_XML, "portal.rdf")
    assert told(await imported(lab, "datasets", file)) == [
        ("https://portal.example.org/d/1", "publisher_id is missing")
    ]
    async with open_store(settings(lab)) as database:
        given = {"publisher_id": "org_w"}
        came = await run_import(database, TABLES["datasets"], file, lab.moment, dry_run=False, given=given)
    assert (came.new, told(came)) == (1, [])
    found = await lab.do(
        None,
        """{ dataset(uri: "https://portal.example.org/d/1") {
          title { de } issued coverage { name } distributions { format mediaType } } }""",
    )
    assert found.data["dataset"] == {
        "title": {"de": "Zählung"},
        "issued": "2021-01-01T00:00:00+00:00",
        "coverage": [{"name": "Halle (Saale)"}],
        "distributions": [{"format": "csv", "mediaType": "text/csv"}],
    }

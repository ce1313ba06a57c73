"""The catalogue as DCAT-AP.de 3.0: mandatory and recommended properties, tombstones, addresses, nothing personal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pyshacl
import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF
from starlette.applications import Starlette
from starlette.types import ASGIApp

from services.civic_data_lab.__main__ import SERVICE
from services.civic_data_lab.app import built
from services.civic_data_lab.rules.dcat import ADMS, DCATAP, DCATDE, EU, HYDRA
from services.civic_data_lab.schema import dcat
from services.civic_data_lab.settings import LICENSE
from services.civic_data_lab.store.connection import open_store
from services.kit.clock import Clock
from services.kit.database import open_connection
from services.kit.seed import seed
from tests.conftest import FreshDatabase
from tests.services.civic_data_lab import documents as said
from tests.services.civic_data_lab.conftest import TODAY
from tests.services.civic_data_lab.test_erasing import settings
from tests.services.civic_data_lab.verbs import World, world
from tests.services.conftest import House, house

# rdflib reads JSON-LD with a class of its own that it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
BASE = "https://daten.civic-data-lab.example.org"
MANDATORY: Mapping[URIRef, Sequence[URIRef]] = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description, DCATDE.contributorID),
    DCAT.Distribution: (DCAT.accessURL, DCTERMS.license),
    DCAT.CatalogRecord: (FOAF.primaryTopic, DCTERMS.modified),
    FOAF.Agent: (FOAF.name,),
}
"""DCAT-AP.de 3.0, the properties that each thing of a class must have (Pflicht)."""
RECOMMENDED: Mapping[URIRef, Sequence[URIRef]] = {
    DCAT.Catalog: (
        *(DCAT.dataset, DCTERMS.issued, DCTERMS.language, DCAT.themeTaxonomy),
        *(FOAF.homepage, DCATAP.availability, DCTERMS.spatial, DCTERMS.license, DCTERMS.modified),
    ),
    DCAT.Dataset: (DCTERMS.publisher, DCAT.contactPoint, DCTERMS.accessRights),
    DCAT.Distribution: (DCATAP.availability,),
}
"""Those that it should have (Empfohlen), where the house knows them of every one."""
WHERE_KNOWN = (DCAT.keyword, DCAT.theme, DCAT.distribution, DCTERMS.temporal, DCATDE.politicalGeocodingURI)
UNSAID = (DCAT.keyword, DCAT.theme, DCAT.distribution, DCTERMS.spatial, DCTERMS["format"])
SHAPES = Path(__file__).with_name("dcat_ap_de.ttl")
ONCE = (DCATDE.contributorID, DCTERMS.publisher, DCTERMS.accessRights, DCTERMS.modified, DCTERMS.issued)


@pytest.fixture
async def own(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def get(app: ASGIApp, path: str, method: str = "GET", **headers: str) -> Any:
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://lab") as client:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return await client.request(method, path, headers=given)


async def read(house: House, path: str = "/catalogue.ttl", form: str = "turtle") -> Graph:
    answer = await get(house.app, path)
    assert answer.status_code == 200
    return Graph().parse(data=answer.content, format=form)


def lacking(graph: Graph, wanted: Mapping[URIRef, Sequence[URIRef]]) -> list[tuple[str, str]]:
    """Things of each class that lack a property."""
    return [
        (str(thing), str(name))
        for kind, names in wanted.items()
        for thing in graph.subjects(RDF.type, kind)
        for name in names
        if (thing, name, None) not in graph
    ]


def uri(name: str) -> URIRef:
    return URIRef(f"https://data.example.org/{name}")


async def test_everything_has_what_it_must_have(lab: House) -> None:
    graph = await read(lab)
    assert lacking(graph, MANDATORY) == []
    there = [each for each in graph.subjects(RDF.type, DCAT.Dataset) if each != uri("gone")]
    assert {str(each).rpartition("/")[2] for each in there} == {"paths", "old", "bare", "closed"}
    graph.remove((uri("gone"), RDF.type, None))
    assert lacking(graph, RECOMMENDED) == []
    assert [name for name in WHERE_KNOWN if (uri("paths"), name, None) not in graph] == []
    assert [(thing, name) for thing in there for name in ONCE if len(list(graph.objects(thing, name))) > 1] == []


async def test_values_are_of_the_vocabularies(lab: House) -> None:
    graph = await read(lab)
    known = {
        DCAT.theme: f"{EU}data-theme/",
        DCTERMS.accessRights: f"{EU}access-right/",
        DCTERMS.accrualPeriodicity: f"{EU}frequency/",
        DCTERMS.language: f"{EU}language/",
        DCATDE.politicalGeocodingLevelURI: "http://dcat-ap.de/def/politicalGeocoding/Level/",
        DCATDE.politicalGeocodingURI: "http://dcat-ap.de/def/politicalGeocoding/",
        DCTERMS["format"]: f"{EU}file-type/",
        DCAT.mediaType: "https://www.iana.org/assignments/media-types/",
        DCTERMS.license: "http://dcat-ap.de/def/licenses/",
        DCATAP.availability: f"{EU}planned-availability/",
    }
    for name, space in known.items():
        values = list(graph.objects(None, name))
        assert values, name
        assert all(isinstance(value, URIRef) and value.startswith(space) for value in values)
    assert (uri("paths"), DCATDE.legalBasis, Literal("OZG", lang="de")) in graph
    assert (uri("paths"), DCTERMS.title, Literal("Bicycle counts", lang="en")) in graph
    places = {str(each).rpartition("/")[2] for each in graph.objects(uri("paths"), DCATDE.politicalGeocodingURI)}
    assert places == {"15002", "150880365365"}


async def test_a_withdrawn_data_set_is_a_tombstone(lab: House) -> None:
    graph = await read(lab)
    gone = uri("gone")
    assert (gone, ADMS.status, URIRef(f"{EU}dataset-status/WITHDRAWN")) in graph
    assert (URIRef(f"{gone}#record"), ADMS.status, URIRef("http://purl.org/adms/changetype/deleted")) in graph
    assert (uri("old"), ADMS.status, URIRef(f"{EU}dataset-status/DEPRECATED")) in graph
    text = graph.serialize(format="turtle")
    # Nothing of what was withdrawn, is a draft, or is personal.
    assert [word for word in ("Weg.", "Entwurf", "/draft", "geheim@", "daten@example.org") if word in text] == []


async def test_both_forms_say_the_same(lab: House) -> None:
    turtle, json_ld = await read(lab), await read(lab, "/catalogue.jsonld", "json-ld")
    assert len(turtle) > 100
    assert isomorphic(turtle, json_ld)


def unfit(graph: Graph) -> list[tuple[str, str, str]]:
    """What the shapes of DCAT-AP.de say against it: severity, node, and what it is about."""
    shapes = Graph().parse(SHAPES, format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    return sorted(
        (
            str(report.value(each, SH.resultSeverity)).rpartition("#")[2],
            str(report.value(each, SH.focusNode)),
            str(report.value(each, SH.resultPath) or report.value(each, SH.sourceShape)),
        )
        for each in report.subjects(RDF.type, SH.ValidationResult)
    )


async def test_it_is_valid_by_the_shapes(lab: House) -> None:
    found = unfit(await read(lab))
    assert [each for each in found if each[0] != "Warning"] == []
    # What nobody said of a data set cannot be given out: recommended, and missing.
    assert {each[2] for each in found} <= {str(each) for each in UNSAID}
    assert [each for each in found if each[1] in (str(uri("paths")), f"{BASE}/catalogue")] == []


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ("DELETE { ?s dcatde:contributorID ?o } WHERE { ?s dcatde:contributorID ?o }", DCATDE.contributorID),
        ("DELETE { ?s dct:license ?o } WHERE { ?s dct:license ?o }", DCTERMS.license),
        ('INSERT { ?s dct:title "Zweiter"@de } WHERE { ?s a dcat:Dataset }', DCTERMS.title),
        ("INSERT { ?s dcat:theme <https://example.org/x> } WHERE { ?s a dcat:Dataset }", DCAT.theme),
        ('INSERT { ?s dct:issued "gestern" } WHERE { ?s a dcat:Dataset }', DCTERMS.issued),
        ("DELETE { ?s vcard:hasEmail ?o } WHERE { ?s vcard:hasEmail ?o }", None),
    ],
)
async def test_the_shapes_find_what_is_wrong(lab: House, change: str, about: URIRef | None) -> None:
    graph = await read(lab)
    graph.update(change)
    found = [each for each in unfit(graph) if each[0] == "Violation"]
    assert found
    assert about is None or str(about) in {each[2] for each in found}


async def test_the_catalogue_of_the_demo_data_is_valid(fresh_database: FreshDatabase) -> None:
    url = await fresh_database("template0")
    async with house(url, "civic_data_lab", SERVICE.home, partial(built, clock=Clock(reads=lambda: TODAY))) as demo:
        async with open_connection(url, schema="civic_data_lab") as connection:
            await seed(connection, SERVICE.home / "demo")
        graph = await read(demo)
        json_ld = await read(demo, "/catalogue.jsonld", "json-ld")
    assert isomorphic(graph, json_ld)
    assert lacking(graph, MANDATORY) == []
    licenses = {str(each) for each in graph.objects(None, DCTERMS.license)}
    assert licenses
    assert [each for each in licenses if not each.startswith("http://dcat-ap.de/def/licenses/")] == []
    # An interface has no type of file, and what was described only has no form.
    assert {severity for severity, _, _ in unfit(graph)} == {"Warning"}
    assert {about for _, _, about in unfit(graph)} == {str(DCTERMS["format"]), str(DCAT.distribution)}


@pytest.mark.parametrize(
    ("accept", "status", "form"),
    [
        ("*/*", 200, "text/turtle"),
        ("application/ld+json", 200, "application/ld+json"),
        ("text/html, application/ld+json;q=0.9, text/turtle;q=0.3", 200, "application/ld+json"),
        ("application/rdf+xml", 406, "text/plain"),
        ("text/turtle;q=0", 406, "text/plain"),
    ],
)
async def test_a_client_gets_the_form_that_it_likes(lab: House, accept: str, status: int, form: str) -> None:
    answer = await get(lab.app, "/catalogue", accept=accept)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, form)


async def test_what_one_has_is_not_sent_again(lab: House) -> None:
    first = await get(lab.app, "/catalogue.ttl")
    lab.trips.clear()
    again = await get(lab.app, "/catalogue.ttl", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content, lab.trips) == (304, b"", ["catalogue_edition"])


async def test_who_asks_for_the_head_gets_the_head_of_the_same_answer(lab: House) -> None:
    whole, head = await get(lab.app, "/catalogue"), await get(lab.app, "/catalogue", "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "content-length", "cache-control", "vary"):
        assert head.headers[name] == whole.headers[name], name


@pytest.mark.parametrize("shape", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
async def test_any_form_of_the_tag_is_known(lab: House, shape: str) -> None:
    """RFC 9110 13.1.2: a list, compared weakly; a star is any."""
    for path in ("/catalogue", "/catalogue.jsonld", "/catalogue.ttl?after=ds_bare"):
        tag = (await get(lab.app, path)).headers["etag"]
        again = await get(lab.app, path, if_none_match=shape.format(tag=tag))
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert (await get(lab.app, path, if_none_match='"other"')).status_code == 200


async def test_pages_lead_on_to_the_end(lab: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dcat, "PAGE", 2)
    seen: list[str] = []
    path: str | None = "/catalogue.ttl?after="
    while path:
        graph = await read(lab, path)
        assert list(graph.objects(None, HYDRA.totalItems)) == [Literal(5)]
        seen += [str(each) for each in graph.objects(URIRef(f"{BASE}/catalogue"), DCAT.dataset)]
        following = next(graph.objects(None, HYDRA.nextPage), None)
        path = None if following is None else f"/catalogue.ttl?{str(following).partition('?')[2]}"
    assert len(seen) == len(set(seen)) == 5
    assert (await get(lab.app, "/catalogue.ttl?after=%00")).status_code == 400


async def modified(app: ASGIApp) -> datetime:
    """When the catalogue says that it was changed last."""
    graph = Graph().parse(data=(await get(app, "/catalogue.ttl")).content, format="turtle")
    said = graph.value(URIRef(f"{BASE}/catalogue"), DCTERMS.modified)
    assert isinstance(said, Literal)
    moment = said.toPython()
    assert isinstance(moment, datetime)
    return moment


async def test_a_data_set_is_there_at_its_own_address(own: World) -> None:
    app = own.own.app
    made = await own.payload("member_wim", said.SAVE, input={**said.DATASET, "publisherId": "member_wim"})
    dataset = made["dataset"]
    path = dataset["uri"].removeprefix(BASE)
    before = await modified(app)
    assert (await get(app, path)).status_code == 404  # a draft
    await own.payload("member_wim", said.STATUS, id=dataset["id"], to="IN_REVIEW")
    await own.payload("member_staff", said.STATUS, id=dataset["id"], to="PUBLISHED")
    assert await modified(app) > before
    there = await get(app, path, accept="application/ld+json")
    graph = Graph().parse(data=there.content, format="json-ld")
    # A person who publishes is not named.
    assert graph.value(URIRef(dataset["uri"]), DCTERMS.publisher) == URIRef(f"{BASE}/agents/operator")
    assert "member_wim" not in there.text
    assert (
        await get(app, path, if_none_match=f"W/{there.headers['etag']}", accept="application/ld+json")
    ).content == b""
    assert (await get(app, path, if_none_match=there.headers["etag"])).status_code == 200  # of the other form
    await own.payload("member_staff", said.STATUS, id=dataset["id"], to="WITHDRAWN", note="Falsch")
    assert (await get(app, path)).status_code == 410


async def test_a_name_that_nobody_could_tell_is_asked_for_again(own: World) -> None:
    """While the marketplace is away an id stands for the name; nobody may keep that."""
    told: dict[str, str] = {}

    async def names(ids: Sequence[str]) -> Mapping[str, str]:
        return told

    async with open_store(settings(own)) as database:
        app = Starlette(
            routes=dcat.Catalogue(database, BASE, "http://dcat-ap.de/def/contributors/x", LICENSE, names).routes()
        )
        first = await get(app, "/catalogue.ttl")
        assert (first.headers["cache-control"], "etag" in first.headers) == ("no-store", False)
        told.update({"org_1": "Verein Eins", "org_2": "Verein Zwei"})
        second = await get(app, "/catalogue.ttl")
    assert ("Verein Eins" in first.text, "Verein Eins" in second.text) == (False, True)
    assert second.headers["etag"]

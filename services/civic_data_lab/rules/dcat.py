"""The catalogue as RDF in the profile DCAT-AP.de 3.0. Pure: from entries to triples.

Sources: DCAT-AP.de 3.0 (dcat-ap.de/def), DCAT-AP 3.0 (semiceu.github.io/DCAT-AP/releases/3.0.0), DCAT 3 (W3C). What is
personal is not given out: a person who publishes has no name here, and the contact is the data lab's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF

from services.kit.addresses import as_address

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = "http://publications.europa.eu/resource/authority/"
GEOCODING = "http://dcat-ap.de/def/politicalGeocoding/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
CHANGE_TYPES = "http://purl.org/adms/changetype/"
GERMAN = URIRef(f"{EU}language/DEU")
AVAILABLE = URIRef(f"{EU}planned-availability/AVAILABLE")
LEVELS: Mapping[str, str] = {
    "EUROPEAN": "european",
    "FEDERAL": "federal",
    "STATE": "state",
    "ADMINISTRATIVE_DISTRICT": "administrativeDistrict",
    "MUNICIPALITY": "municipality",
}
TABLES = "CSV JSON ODS PARQUET SQL TSV XLS XLSX XML"
MAPS = "GeoJSON GeoTIFF GML GPKG GTFS KML NETCDF SHP"
TEXTS = "DOCX HTML JPEG ODT PDF PNG RDF TAR TIFF TXT ZIP"
FILE_TYPES: Mapping[str, str] = {
    **{name.lower(): name.upper() for name in f"{TABLES} {MAPS} {TEXTS}".split()},
    **{"wfs": "WFS_SRVC", "wms": "WMS_SRVC", "turtle": "RDF_TURTLE", "ttl": "RDF_TURTLE", "json-ld": "JSON_LD"},
    **{"jsonld": "JSON_LD", "rdf/xml": "RDF_XML", "geopackage": "GPKG", "shapefile": "SHP", "excel": "XLSX"},
}
"""Formats that the EU's list of file types has, by what people call them."""
GONE: Mapping[str, str] = {"de": "Zurückgezogener Datensatz", "en": "Withdrawn data set"}
BEGINNING = Literal("2023-07-01", datatype=XSD.date)
"""Since when there is the catalogue."""
CONTACT_NAME, CONTACT_MAIL = "Civic Data Lab", "civic-data-lab@example.org"


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which the data can be had: a dcat:Distribution."""

    id: str
    title: Mapping[str, str] | None
    format: str
    media_type: str | None
    access_url: str
    download_url: str | None
    byte_size: int | None
    license: str
    checksum: str | None
    modified: str | None
    attribution: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A data set of the catalogue. ``publisher``: its name, None for a person."""

    uri: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    keywords: Sequence[str]
    publisher_id: str | None
    publisher: str | None
    issued: datetime | None
    modified: datetime | None
    temporal_from: date | None
    temporal_until: date | None
    geocoding_level: str | None
    accrual_periodicity: str | None
    access_rights: str
    legal_basis: str | None
    status: str
    themes: Sequence[str]
    regions: Sequence[str]
    forms: Sequence[Form]

    @property
    def is_gone(self) -> bool:
        return self.status == "WITHDRAWN"


@dataclass(frozen=True, slots=True)
class Head:
    """The catalogue itself. ``address``: where it is given out; ``contributor``: its id at GovData.

    ``license``: of the descriptions; the data have those of their forms. ``modified``: when a description of it was
    changed last, None while there is none.
    """

    address: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    operator: str
    contributor: str
    license: str
    modified: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """Which page this is: named by the id after which it begins, "" for the first; ``following``: the next one's."""

    after: str
    following: str | None
    total: int


def catalogue_graph(head: Head, entries: Iterable[Entry], part: Part) -> Graph:
    """A page of the catalogue."""
    graph = _empty()
    catalogue = URIRef(f"{head.address}/catalogue")
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    _texts(graph, catalogue, DCTERMS.title, head.title)
    _texts(graph, catalogue, DCTERMS.description, head.description)
    graph.add((catalogue, DCTERMS.publisher, _operator(graph, head)))
    graph.add((catalogue, DCTERMS.issued, BEGINNING))
    graph.add((catalogue, DCTERMS.modified, _moment(head.modified) if head.modified else BEGINNING))
    graph.add((catalogue, DCTERMS.license, _iri(head.license)))
    graph.add((catalogue, DCATAP.availability, AVAILABLE))
    graph.add((catalogue, DCTERMS.spatial, URIRef(f"{EU}country/DEU")))
    graph.add((catalogue, DCTERMS.language, GERMAN))
    graph.add((catalogue, DCAT.themeTaxonomy, URIRef(f"{EU}data-theme")))
    graph.add((catalogue, FOAF.homepage, URIRef(head.address)))
    for entry in entries:
        graph.add((catalogue, DCAT.dataset, _iri(entry.uri)))
        graph.add((catalogue, DCAT.record, _record(graph, entry)))
        add_entry(graph, head, entry)
    _paged(graph, catalogue, part)
    return graph


def entry_graph(head: Head, entry: Entry) -> Graph:
    """One data set, as its address gives it out."""
    graph = _empty()
    add_entry(graph, head, entry)
    return graph


def _empty() -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, space in {
        "dcat": DCAT,
        "dct": DCTERMS,
        "foaf": FOAF,
        "adms": ADMS,
        "dcatap": DCATAP,
        "dcatde": DCATDE,
        "hydra": HYDRA,
        "spdx": SPDX,
        "vcard": VCARD,
        "xsd": XSD,
    }.items():
        graph.bind(prefix, space)
    return graph


def _paged(graph: Graph, catalogue: URIRef, part: Part) -> None:
    """Harvesters follow hydra:nextPage (the convention of European data portals)."""
    here = URIRef(f"{catalogue}?after={part.after}")
    graph.add((here, RDF.type, HYDRA.PagedCollection))
    graph.add((here, HYDRA.totalItems, Literal(part.total)))
    graph.add((here, HYDRA.firstPage, Literal(f"{catalogue}?after=")))
    if part.following is not None:
        graph.add((here, HYDRA.nextPage, Literal(f"{catalogue}?after={part.following}")))


def _record(graph: Graph, entry: Entry) -> URIRef:
    """The entry about the data set: what became of it, and when."""
    record = _iri(f"{entry.uri}#record")
    graph.add((record, RDF.type, DCAT.CatalogRecord))
    graph.add((record, FOAF.primaryTopic, _iri(entry.uri)))
    changed = entry.modified or entry.issued
    # DCAT-AP 3.0: a record must say when it was changed last; of one that never said so the beginning of the catalogue.
    graph.add((record, DCTERMS.modified, _moment(changed) if changed else BEGINNING))
    graph.add((record, ADMS.status, URIRef(f"{CHANGE_TYPES}{'deleted' if entry.is_gone else 'updated'}")))
    return record


def add_entry(graph: Graph, head: Head, entry: Entry) -> None:
    """A data set; of one that was withdrawn its state and no more."""
    it = _iri(entry.uri)
    graph.add((it, RDF.type, DCAT.Dataset))
    graph.add((it, RDF.type, DCAT.Resource))
    graph.add((it, DCATDE.contributorID, URIRef(head.contributor)))
    graph.add((it, DCTERMS.identifier, Literal(entry.uri)))
    if entry.is_gone:
        graph.add((it, DCTERMS.publisher, _operator(graph, head)))
        _texts(graph, it, DCTERMS.title, GONE)
        _texts(graph, it, DCTERMS.description, GONE)
        graph.add((it, ADMS.status, URIRef(f"{EU}dataset-status/WITHDRAWN")))
        return
    _texts(graph, it, DCTERMS.title, entry.title)
    _texts(graph, it, DCTERMS.description, entry.description)
    _about(graph, it, head, entry)
    _where_and_when(graph, it, entry)
    for form in entry.forms:
        graph.add((it, DCAT.distribution, _form(graph, head, entry, form)))


def _about(graph: Graph, it: URIRef, head: Head, entry: Entry) -> None:
    state = "DEPRECATED" if entry.status == "DEPRECATED" else "COMPLETED"
    graph.add((it, ADMS.status, URIRef(f"{EU}dataset-status/{state}")))
    graph.add((it, DCATAP.availability, AVAILABLE))
    graph.add((it, DCTERMS.accessRights, URIRef(f"{EU}access-right/{entry.access_rights}")))
    graph.add((it, DCTERMS.publisher, _publisher(graph, head, entry)))
    graph.add((it, DCAT.contactPoint, _contact(graph, head)))
    graph.add((it, DCTERMS.language, GERMAN))
    for word in entry.keywords:
        graph.add((it, DCAT.keyword, Literal(word, lang="de")))
    for theme in entry.themes:
        graph.add((it, DCAT.theme, _iri(theme)))
    if entry.legal_basis:
        graph.add((it, DCATDE.legalBasis, Literal(entry.legal_basis, lang="de")))


def _publisher(graph: Graph, head: Head, entry: Entry) -> URIRef:
    """The organisation; for a person's data set the data lab, which gives it out."""
    if entry.publisher is None or entry.publisher_id is None:
        return _operator(graph, head)
    return _agent(graph, f"{head.address}/agents/{entry.publisher_id.replace('_', '-')}", entry.publisher)


def _operator(graph: Graph, head: Head) -> URIRef:
    return _agent(graph, f"{head.address}/agents/operator", head.operator)


def _agent(graph: Graph, address: str, name: str) -> URIRef:
    agent = URIRef(address)
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, Literal(name)))
    return agent


def _contact(graph: Graph, head: Head) -> URIRef:
    contact = URIRef(f"{head.address}/agents/contact")
    graph.add((contact, RDF.type, VCARD.Kind))
    graph.add((contact, VCARD.fn, Literal(CONTACT_NAME)))
    graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{CONTACT_MAIL}")))
    return contact


def _where_and_when(graph: Graph, it: URIRef, entry: Entry) -> None:
    if entry.issued is not None:
        graph.add((it, DCTERMS.issued, _moment(entry.issued)))
    if entry.modified is not None:
        graph.add((it, DCTERMS.modified, _moment(entry.modified)))
    if entry.accrual_periodicity:
        graph.add((it, DCTERMS.accrualPeriodicity, _frequency(entry.accrual_periodicity)))
    if entry.temporal_from or entry.temporal_until:
        period = BNode()
        graph.add((it, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        for name, day in ((DCAT.startDate, entry.temporal_from), (DCAT.endDate, entry.temporal_until)):
            if day is not None:
                graph.add((period, name, Literal(day)))
    if entry.geocoding_level:
        graph.add((it, DCATDE.politicalGeocodingLevelURI, URIRef(f"{GEOCODING}Level/{LEVELS[entry.geocoding_level]}")))
    for ars in entry.regions:
        place = URIRef(geocoding_of(ars))
        # Konvention 11: what is said for Germany is said for Europe, too; version 3.0 calls the German one old.
        graph.add((it, DCTERMS.spatial, place))
        graph.add((place, RDF.type, DCTERMS.Location))
        if place.startswith(GEOCODING):
            graph.add((it, DCATDE.politicalGeocodingURI, place))


def _frequency(said: str) -> URIRef:
    return _iri(said if said.startswith(EU) else f"{EU}frequency/{said}")


def geocoding_of(ars: str) -> str:
    """The address of a region: by the key of its level in the lists of DCAT-AP.de; Germany in the EU's.

    >>> geocoding_of("150020000000"), geocoding_of("150000000000").rpartition("/")[2]
    ('http://dcat-ap.de/def/politicalGeocoding/districtKey/15002', '15')
    >>> geocoding_of("000000000000")
    'http://publications.europa.eu/resource/authority/country/DEU'
    """
    if not ars.strip("0"):
        return f"{EU}country/DEU"
    if not ars[2:].strip("0"):
        return f"{GEOCODING}stateKey/{ars[:2]}"
    if not ars[5:].strip("0"):
        return f"{GEOCODING}districtKey/{ars[:5]}"
    return f"{GEOCODING}regionalKey/{ars}"


def _form(graph: Graph, head: Head, entry: Entry, form: Form) -> URIRef:
    """A distribution; DCAT-AP.de makes its licence mandatory."""
    it = _iri(f"{entry.uri}#{form.id.replace('_', '-')}")
    graph.add((it, RDF.type, DCAT.Distribution))
    graph.add((it, DCAT.accessURL, _iri(form.access_url)))
    graph.add((it, DCTERMS.license, _iri(form.license)))
    graph.add((it, DCATAP.availability, AVAILABLE))
    for language, text in (form.title or {}).items():
        _text(graph, it, DCTERMS.title, language, text)
    if form.attribution:  # Konvention 35; a person who publishes is not named
        graph.add((it, DCATDE.licenseAttributionByText, Literal(entry.publisher or head.operator, lang="de")))
    if form.format.lower() in FILE_TYPES:
        graph.add((it, DCTERMS.format, URIRef(f"{EU}file-type/{FILE_TYPES[form.format.lower()]}")))
    if form.media_type:
        graph.add((it, DCAT.mediaType, _iri(f"{MEDIA_TYPES}{form.media_type}")))
    if form.download_url:
        graph.add((it, DCAT.downloadURL, _iri(form.download_url)))
    if form.byte_size is not None:
        graph.add((it, DCAT.byteSize, Literal(form.byte_size, datatype=XSD.nonNegativeInteger)))
    if form.modified:
        graph.add((it, DCTERMS.modified, Literal(form.modified, datatype=XSD.dateTime)))
    if form.checksum:
        _checksum(graph, it, form.checksum)
    return it


def _checksum(graph: Graph, it: URIRef, checksum: str) -> None:
    sum_ = BNode()
    graph.add((it, SPDX.checksum, sum_))
    graph.add((sum_, RDF.type, SPDX.Checksum))
    graph.add((sum_, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((sum_, SPDX.checksumValue, Literal(checksum, datatype=XSD.hexBinary)))


def _texts(graph: Graph, it: URIRef, name: URIRef, words: Mapping[str, Any]) -> None:
    for language, text in words.items():
        _text(graph, it, name, language, text)


def _iri(address: str) -> URIRef:
    # One address that is none would make the document unreadable, for all and for good.
    return URIRef(as_address(address))


def _text(graph: Graph, it: URIRef, name: URIRef, language: str, text: str | None) -> None:
    # BCP 47: the variant "simple" is Leichte Sprache.
    if text:
        graph.add((it, name, Literal(text, lang="de-simple" if language == "deSimple" else language)))


def _moment(moment: datetime) -> Literal:
    return Literal(moment.isoformat(), datatype=XSD.dateTime)

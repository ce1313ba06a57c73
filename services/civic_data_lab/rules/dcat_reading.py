"""Data sets of a file in DCAT-AP.de (Turtle, JSON-LD), as rows of an import. Pure: from triples to fields.

Sources: DCAT-AP.de 3.0 and 2.0 (``dcatde:politicalGeocodingURI`` is the same in both). What the catalogue needs and
DCAT does not say is taken from two properties of our own namespace: ``personalData`` and ``topic``. Without the first a
public data set counts as without personal data; one that is not public must say it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS
from rdflib.term import Node

from services.civic_data_lab.rules.dcat import DCATDE, EU, GEOCODING, LEVELS, MEDIA_TYPES, SPDX
from services.kit.importing import Raw

CDL = Namespace("https://civic-data-lab.example.org/def/")
LANGUAGES = {"de": "de", "en": "en", "de-simple": "simple"}
LEVEL_OF = {said: level for level, said in LEVELS.items()}
DIGITS = 12


def from_turtle(content: bytes) -> Sequence[Raw]:
    return _rows(content, "turtle")


def from_json_ld(content: bytes) -> Sequence[Raw]:
    return _rows(content, "json-ld")


def _rows(content: bytes, form: str) -> Sequence[Raw]:
    """``ValueError`` for what is no RDF in that form."""
    graph = Graph()
    try:
        graph.parse(data=content.decode("utf-8"), format=form)
    except Exception as error:  # rdflib's parsers raise many kinds, some of them plain Exception
        raise ValueError(str(error).strip().split("\n")[0][:200]) from error
    return [Raw(str(it), row_of(graph, it)) for it in sorted(graph.subjects(RDF.type, DCAT.Dataset), key=str)]


def row_of(graph: Graph, it: Node) -> dict[str, Any]:
    """The fields of a data set, those that are there."""
    one = _reader(graph, it)
    period = graph.value(it, DCTERMS.temporal)
    found: dict[str, Any] = {
        "uri": str(it) if isinstance(it, URIRef) else None,
        **_texts(graph, it, DCTERMS.title, "title"),
        **_texts(graph, it, DCTERMS.description, "description"),
        "keywords": sorted({str(word) for word in graph.objects(it, DCAT.keyword)}),
        "publisher_id": _last(one(DCTERMS.publisher), "-", "_"),
        "issued": _moment(one(DCTERMS.issued)),
        "modified": _moment(one(DCTERMS.modified)),
        "temporal_from": None if period is None else _day(graph.value(period, DCAT.startDate)),
        "temporal_until": None if period is None else _day(graph.value(period, DCAT.endDate)),
        "geocoding_level": LEVEL_OF.get(_last(one(DCATDE.politicalGeocodingLevelURI)) or ""),
        "accrual_periodicity": _text(one(DCTERMS.accrualPeriodicity)),
        "access_rights": _last(one(DCTERMS.accessRights)),
        "legal_basis": _text(one(DCATDE.legalBasis)),
        "personal_data": _text(one(CDL.personalData)) or _unsaid(_last(one(DCTERMS.accessRights))),
        "topics": [str(topic) for topic in graph.objects(it, CDL.topic)],
        "themes": sorted(str(theme) for theme in graph.objects(it, DCAT.theme)),
        "region_ars": sorted(_regions(graph, it)),
        "distributions": [_form(graph, form) for form in graph.objects(it, DCAT.distribution)],
    }
    return {name: value for name, value in found.items() if value is not None}


def _unsaid(access_rights: str | None) -> str | None:
    return "NONE" if access_rights in (None, "PUBLIC") else None


def _reader(graph: Graph, it: Node) -> Callable[[Node], Node | None]:
    return lambda name: graph.value(it, name, any=True)


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)


def _last(node: Node | None, old: str = "", new: str = "") -> str | None:
    """The last part of an address, which is the word of a vocabulary or an id."""
    if node is None:
        return None
    word = str(node).rstrip("/").rpartition("/")[2]
    return word.replace(old, new) if old else word


def _texts(graph: Graph, it: Node, name: Node, field: str) -> dict[str, str]:
    """A text in its languages; one without a language is German."""
    found: dict[str, str] = {}
    for text in graph.objects(it, name):
        if isinstance(text, Literal):
            ending = LANGUAGES.get((text.language or "de").lower())
            if ending:
                found.setdefault(f"{field}_{ending}", str(text))
    return found


def _moment(node: Node | None) -> str | None:
    """A time as it stands; a day begins at midnight in UTC, as DCAT says neither."""
    if node is None:
        return None
    said = str(node)
    try:
        return said if datetime.fromisoformat(said).tzinfo else f"{datetime.fromisoformat(said).isoformat()}+00:00"
    except ValueError:
        return said  # the column says what is wrong with it


def _day(node: Node | None) -> str | None:
    if node is None:
        return None
    said = str(node)[:10]
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        return said


def _regions(graph: Graph, it: Node) -> set[str]:
    """Keys of regions, filled to twelve digits; the whole of Germany is all zeros."""
    found = set()
    for place in (*graph.objects(it, DCATDE.politicalGeocodingURI), *graph.objects(it, DCTERMS.spatial)):
        if str(place).startswith(GEOCODING):
            found.add((_last(place) or "").ljust(DIGITS, "0"))
    if (it, DCTERMS.spatial, URIRef(f"{EU}country/DEU")) in graph:
        found.add("0" * DIGITS)
    return found


def _form(graph: Graph, form: Node) -> dict[str, Any]:
    one = _reader(graph, form)
    size, checksum = one(DCAT.byteSize), one(SPDX.checksum)
    media = _text(one(DCAT.mediaType))
    titles = _texts(graph, form, DCTERMS.title, "title")
    found: dict[str, Any] = {
        "format": _last(one(DCTERMS["format"])) or _last(one(DCAT.mediaType)) or "",
        "mediaType": media and media.removeprefix(MEDIA_TYPES),
        "accessUrl": _text(one(DCAT.accessURL)),
        "downloadUrl": _text(one(DCAT.downloadURL)),
        "license": _text(one(DCTERMS.license)),
        "byteSize": int(str(size)) if size is not None and str(size).isdecimal() else None,
        "checksum": None if checksum is None else _text(graph.value(checksum, SPDX.checksumValue)),
        "title": {{"simple": "deSimple"}.get(name[6:], name[6:]): text for name, text in titles.items()} or None,
    }
    return {name: value for name, value in found.items() if value is not None}

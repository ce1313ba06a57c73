"""Data sets of a file in DCAT-AP.de (Turtle, JSON-LD), as rows of an import. Pure: from triples to fields.

Sources: DCAT-AP.de 3.0 and 2.0 (``dcatde:politicalGeocodingURI`` is the same in both). What the catalogue needs and
DCAT does not say is taken from two properties of our own namespace: ``personalData`` and ``topic``. Without the first a
public data set counts as without personal data; one that is not public must say it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, BinaryIO
from xml.parsers.expat import ExpatError, ParserCreate

import orjson
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS
from rdflib.term import Node

from services.civic_data_lab.rules.dcat import DCATDE, EU, GEOCODING, LEVELS, MEDIA_TYPES, SPDX
from services.kit.reading import Raw, text_of

CDL = Namespace("https://civic-data-lab.example.org/def/")
NOWHERE = "https://address.invalid/"
"""What addresses without a beginning are below (RFC 2606): they name nothing."""
AGENTS = "/agents/"
YEAR = re.compile(r"[0-9]{4}(-[0-9]{2})?")
LANGUAGES = {"de": "de", "en": "en", "de-simple": "simple"}
LEVEL_OF = {said: level for level, said in LEVELS.items()}
DIGITS = 12


FORMS = {".ttl": "turtle", ".jsonld": "json-ld", ".rdf": "xml", ".xml": "xml", ".nt": "nt"}
"""The forms of RDF, by how names of files end; portals give out RDF/XML the most."""


def rows_of(form: str, content: BinaryIO) -> Sequence[Raw]:
    """The data sets of a document. ``ValueError`` for what is no RDF in that form."""
    graph = Graph()
    text = text_of(content.read())
    if form == "json-ld":
        _refuse_far_contexts(orjson.loads(text))
    if form == "xml":
        _refuse_entities(text)
    try:
        graph.parse(data=text, format=form, publicID=NOWHERE)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except MemoryError:
        raise
    except Exception as error:  # rdflib's parsers raise many kinds, some of them plain Exception
        raise ValueError(str(error).strip().split("\n")[0][:200]) from error
    found = sorted(set(graph.subjects(RDF.type, DCAT.Dataset)), key=str)
    if not found:
        raise ValueError("it describes no dcat:Dataset")
    return [Raw(str(it), row_of(graph, it)) for it in found]


def _refuse_far_contexts(document: Any) -> None:
    """A context of JSON-LD that lies elsewhere would be fetched, from wherever the file says: named as a context, in a
    list of them however deep, for one term only, or by ``@import`` (JSON-LD 1.1, 3.1, 4.1.8 and 4.1.10).
    """
    left = [document]
    while left:
        value = left.pop()
        if isinstance(value, list):
            left += value
        elif isinstance(value, dict):
            left += value.values()
            for far in (*_addresses(value.get("@context")), *_addresses(value.get("@import"))):
                raise ValueError(f"its @context {far} lies elsewhere; put it into the file")


def _addresses(contexts: Any) -> Iterator[str]:
    left = [contexts]
    while left:
        each = left.pop()
        if isinstance(each, list):
            left += each
        elif isinstance(each, str):
            yield each


class _BegunError(Exception):
    """The root element begins: what a document declares is behind it."""


def _refuse_entities(text: str) -> None:
    """What a document calls by names of its own may grow without measure, or lie elsewhere; RDF needs none (a DTD only
    shortens addresses).
    """
    reader = ParserCreate()

    def begin(*_: object) -> None:
        raise _BegunError

    def declare(name: str, *_: object) -> None:
        raise ValueError(f"it declares an entity, {name}; write out what that stands for")

    reader.StartElementHandler, reader.EntityDeclHandler = begin, declare
    try:
        reader.Parse(text.encode(), True)
    except _BegunError:
        pass
    except ExpatError:
        """Told by who reads all of it."""


PARSERS = {ending: partial(rows_of, form) for ending, form in FORMS.items()}


def row_of(graph: Graph, it: Node) -> dict[str, Any]:
    """The fields of a data set, those that are there."""
    one = _reader(graph, it)
    period = graph.value(it, DCTERMS.temporal)
    found: dict[str, Any] = {
        "uri": str(it) if isinstance(it, URIRef) and not it.startswith(NOWHERE) else None,
        **_texts(graph, it, DCTERMS.title, "title"),
        **_texts(graph, it, DCTERMS.description, "description"),
        "keywords": sorted({str(word) for word in graph.objects(it, DCAT.keyword)}),
        "publisher_id": _own_agent(one(DCTERMS.publisher)),
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


def _own_agent(node: Node | None) -> str | None:
    """The id of a publisher that is named as our catalogue names it; how others name theirs says nothing here."""
    found = _last(node) if isinstance(node, URIRef) and AGENTS in node else None
    return found and found.replace("-", "_")


def _unsaid(access_rights: str | None) -> str | None:
    return "NONE" if access_rights in (None, "PUBLIC") else None


def _reader(graph: Graph, it: Node) -> Callable[[Node], Node | None]:
    return lambda name: graph.value(it, name, any=True)


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)


def _last(node: Node | None) -> str | None:
    """The last part of an address, which is the word of a vocabulary or an id."""
    if node is None:
        return None
    return str(node).rstrip("/").rpartition("/")[2]


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
    if YEAR.fullmatch(said):
        said += "-01" * (2 - said.count("-"))
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

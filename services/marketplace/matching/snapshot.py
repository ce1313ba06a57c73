"""The graph of an index as files beside the database, so that a start does not have to make it again.

A folder holds ``graph.faiss``, ``documents.jsonl`` (a row of the graph in each line) and ``about.json``. It is written
beside the old one and put in its place whole. Whatever does not fit - another model, another form, a torn file - is not
used; the database has it all.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from services.kit.garbage import spare_what_lasts
from services.marketplace.matching.documents import Document, Marked, MatchKind
from services.marketplace.matching.nearest import read
from services.marketplace.matching.shelf import Saved

LOG = logging.getLogger(__name__)
SPARED = 4_000  # documents that were read until the garbage collector is spared them
FORM = 2  # changes with the form of the files
GRAPH, DOCUMENTS, ABOUT = "graph.faiss", "documents.jsonl", "about.json"


@dataclass(frozen=True, slots=True)
class FolderSnapshots:
    """Snapshots of one model's vectors; ``folder`` is this process's own."""

    folder: Path
    version: str

    def load(self) -> Saved | None:
        if not self.folder.is_dir():
            return None
        try:
            return self._load()
        except (OSError, ValueError, KeyError, TypeError) as error:
            LOG.warning("matching: the snapshot in %s cannot be used: %s", self.folder, error)
            return None

    def _load(self) -> Saved | None:
        about = orjson.loads((self.folder / ABOUT).read_bytes())
        if about != self._about(about["rows"]):
            LOG.info("matching: the snapshot in %s is of another model or form, and is not used", self.folder)
            return None
        rows = list(read_documents(self.folder / DOCUMENTS))
        graph = read(self.folder / GRAPH)
        if not len(rows) == len(graph) == about["rows"]:
            raise ValueError(f"{len(rows)} documents, {len(graph)} vectors, {about['rows']} were written")
        return Saved(rows, graph)

    def save(self, saved: Saved) -> None:
        new = self.folder.with_name(self.folder.name + ".new")
        try:
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir(parents=True)
            saved.graph.write(new / GRAPH)
            write_documents(new / DOCUMENTS, islice(saved.rows, len(saved.graph)))
            (new / ABOUT).write_bytes(orjson.dumps(self._about(len(saved.graph))))
            shutil.rmtree(self.folder, ignore_errors=True)
            new.rename(self.folder)
        except (OSError, RuntimeError) as error:  # FAISS raises the latter when it cannot write
            LOG.warning("matching: the snapshot could not be written to %s: %s", self.folder, error)

    def _about(self, rows: int) -> dict[str, Any]:
        return {"form": FORM, "version": self.version, "rows": rows}


def write_documents(file: Path, rows: Iterable[Marked]) -> None:
    with file.open("wb") as opened:
        for each in rows:
            opened.write(orjson.dumps(line_of(each), option=orjson.OPT_APPEND_NEWLINE))


def read_documents(file: Path) -> Iterator[Marked]:
    """Raises ValueError, KeyError or TypeError for a line of another form."""
    known: dict[tuple[str, ...], frozenset[str]] = {}  # a few sets that most documents share
    with file.open("rb") as opened:
        for number, line in enumerate(opened, start=1):
            if number % SPARED == 0:
                spare_what_lasts()
            yield marked_of(orjson.loads(line), known)


def line_of(marked: Marked) -> list[Any]:
    each = marked.document
    sets = (sorted(some) for some in (each.topics, each.regions, each.offers, each.seeks, each.languages))
    return [
        *(marked.text_hash, each.entity_id, each.type_name, each.kind.value),
        *(each.owner_id, each.members_only, each.programme),
        *sets,
    ]


def marked_of(line: list[Any], known: dict[tuple[str, ...], frozenset[str]]) -> Marked:
    text_hash, entity_id, type_name, kind, owner_id, members_only, programme, *sets = line
    topics, regions, offers, seeks, languages = (known.setdefault(tuple(some), frozenset(some)) for some in sets)
    document = Document(
        *(entity_id, type_name, MatchKind(kind), owner_id, members_only, programme),
        *(topics, regions, offers, seeks, languages),
    )
    return Marked(document, text_hash)

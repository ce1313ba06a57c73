"""An example graph: subgraphs over one store of records, and one unfederated schema over the same records.

A folder of ``graphs`` holds ``whole.graphql`` (the unfederated schema), one ``<subgraph>.graphql`` for each subgraph,
``queries.graphql``, and ``data.py`` with ``RECORDS`` (type name -> list of records; a record refers to another by
``ref(type, id)``) and ``FIELDS`` ((type, field) -> function of (record, arguments, store) for what is no plain entry).

A subgraph sees of a record only what its schema resolves: an @external field has a value only where the representation
brought it or an @provides promises it. Anything else is an error, so that a wrong plan cannot give a right answer.
"""

from __future__ import annotations

import copy
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse, print_ast

from gateway.composition import compose
from gateway.model.composition import Composed, CompositionFailed, SubgraphSource

GRAPHS = Path(__file__).parent / "graphs"

Record = dict[str, Any]
FieldFunction = Callable[[Mapping[str, Any], dict[str, Any], "Store"], Any]


@dataclass(frozen=True, slots=True)
class Ref:
    """A record of ``type`` in which ``by`` is ``value``."""

    type: str
    value: Any
    by: str = "id"


def ref(type_name: str, value: Any, by: str = "id") -> Ref:
    return Ref(type_name, value, by)


def refs(type_name: str, *values: Any) -> list[Ref]:
    return [Ref(type_name, value) for value in values]


@dataclass(slots=True)
class Store:
    """All records of one example; mutations change them. ``log``: what mutations did, in order."""

    records: dict[str, list[Record]]
    log: list[str] = field(default_factory=list)

    def find(self, link: Ref) -> Record | None:
        return next((r for r in self.of(link.type) if r.get(link.by) == link.value), None)

    def of(self, type_name: str) -> list[Record]:
        return self.records.get(type_name, [])

    def value(self, raw: Any) -> Any:
        """A raw entry with its references followed."""
        if isinstance(raw, Ref):
            return self.find(raw)
        return [self.value(item) for item in raw] if isinstance(raw, list) else raw


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    whole: str
    subgraphs: Mapping[str, str]
    queries: Mapping[str, str]
    records: Mapping[str, list[Record]]
    fields: Mapping[tuple[str, str], FieldFunction]

    def store(self) -> Store:
        """A fresh copy of the records, each with its type's name."""
        records = copy.deepcopy(dict(self.records))
        for type_name, rows in records.items():
            for row in rows:
                row["__typename"] = type_name
        return Store(records)


def example_names() -> list[str]:
    return sorted(folder.name for folder in GRAPHS.iterdir() if (folder / "data.py").exists())


@cache
def load(name: str) -> Example:
    folder = GRAPHS / name
    spec = importlib.util.spec_from_file_location(f"federation_example_{name}", folder / "data.py")
    assert spec and spec.loader
    data = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(data)
    subgraphs = {
        file.stem: file.read_text()
        for file in sorted(folder.glob("*.graphql"))
        if file.stem not in ("whole", "queries")
    }
    return Example(
        name=name,
        whole=(folder / "whole.graphql").read_text(),
        subgraphs=subgraphs,
        queries=_queries((folder / "queries.graphql").read_text()),
        records=data.RECORDS,
        fields=getattr(data, "FIELDS", {}),
    )


def composed(example: Example) -> str:
    """The supergraph, by our own composition."""
    sources = [SubgraphSource(part, f"http://{part}.example/graphql", sdl) for part, sdl in example.subgraphs.items()]
    match compose(sources):
        case Composed(supergraph_sdl=sdl):
            return sdl
        case CompositionFailed(errors=errors):
            raise AssertionError(f"{example.name} does not compose: " + "; ".join(str(error) for error in errors))


def _queries(text: str) -> dict[str, str]:
    """Each operation of the file, with the fragments, by name."""
    definitions = parse(text).definitions
    fragments = [print_ast(d) for d in definitions if isinstance(d, FragmentDefinitionNode)]
    queries = {}
    for definition in definitions:
        if isinstance(definition, OperationDefinitionNode) and definition.name:
            used = [f for f in fragments if f"...{f.split()[1]}" in _reaching(print_ast(definition), fragments)]
            queries[definition.name.value] = "\n".join([print_ast(definition), *used])
    return queries


def _reaching(text: str, fragments: list[str]) -> str:
    """``text`` with the fragments that it spreads, and theirs."""
    for _ in fragments:
        text += "".join(f for f in fragments if f"...{f.split()[1]}" in text and f not in text)
    return text

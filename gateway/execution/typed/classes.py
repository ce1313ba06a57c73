"""The struct classes of a layout: the fields of an answer's object in the client's order, hidden ones behind them."""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, defstruct
from msgspec.json import Decoder

from gateway.execution.typed.sites import FetchLayout, Layout, Patch, Site
from gateway.ground.json_codec import exact_number
from gateway.model.shape import LeafKind, LeafShape, ListShape, Position, Source

LEAVES: dict[LeafKind, Any] = {
    LeafKind.STRING: str,
    LeafKind.ID: str,
    LeafKind.INT: Annotated[int, Meta(ge=-(2**31), lt=2**31)],
    LeafKind.FLOAT: float | Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)],
    LeafKind.BOOLEAN: bool,
    # Everything but null, which is for the position to allow, and decimal numbers, which only Any reads exactly.
    LeafKind.CUSTOM: reduce(or_, (str, int, bool, list[Any], dict[str, Any])),
}

SHARED = 1_000
"""Classes that are remembered, of some three kilobytes each. Who writes values into his texts sends new ones all the
time that differ in nothing else; and a class is a cycle, which only a collection of garbage finds.
"""

FieldDefinition = tuple[str, Any] | tuple[str, Any, Any]


def attribute(key: str) -> str:
    """The name of a response key's attribute; any key is one, whatever Python thinks of the word."""
    return f"k_{key}"


class Classes:
    """Makes one class for each site and each patch of a layout."""

    def __init__(self, layout: Layout) -> None:
        self.made: dict[int, type[Struct]] = {}
        self.root = self.site(layout.root)

    def site(self, site: Site) -> type[Struct]:
        """Fields that come with the object are checked when it is decoded; those that come later when they come."""
        if id(site) in self.made:
            return self.made[id(site)]
        fields: list[FieldDefinition] = []
        for each in site.fields:
            if each.source is Source.TYPENAME:
                # A subgraph may name its root types as it likes; clients see the supergraph's name.
                fields.append((each.key, Literal[site.shape.type_name], site.shape.type_name))
            elif each.key in site.own:
                fields.append(self._decoded(each.key, each.position, site))
            else:
                fields.append((each.key, Any, None))
        fields.extend((key, Any, UNSET) for key in sorted(site.hidden))
        self.made[id(site)] = _struct(site.shape.type_name, fields)
        return self.made[id(site)]

    def decoder(self, layout: FetchLayout) -> Decoder[Any]:
        """For the whole answer to a fetch: ``data`` as expected, and ``errors`` to see that there are none."""
        fields: list[FieldDefinition] = []
        if layout.root:
            # Without a default: which of the root fields are missing altogether, the other back end finds out.
            fields.extend(each[:2] for each in self._patch_fields(layout.root))
        for call, patch in zip(layout.fetch.entities, layout.calls, strict=True):
            entity: Any = _struct("Entity", self._patch_fields(patch))
            fields.append((call.alias, list[entity | None]))
        return _decoder(_struct("Data", fields))

    def _patch_fields(self, patch: Patch) -> list[FieldDefinition]:
        return [
            (key, Any, None) if position is None else self._decoded(key, position, patch.sites[0])
            for key, position in patch.brings.items()
        ]

    def _decoded(self, key: str, position: Position, site: Site) -> FieldDefinition:
        """GraphQL 6.4.3: a key that is missing is a null."""
        annotation = self._annotation(position, site.children.get(key))
        return (key, annotation, None) if position.nullable else (key, annotation)

    def _annotation(self, position: Position, child: Site | None) -> Any:
        if position.nullable and isinstance(position.shape, LeafShape) and position.shape.kind is LeafKind.CUSTOM:
            return Any
        some = self._some(position, child)
        return some | None if position.nullable else some

    def _some(self, position: Position, child: Site | None) -> Any:
        shape = position.shape
        if isinstance(shape, ListShape):
            return list[self._annotation(shape.item, child)]  # type: ignore[misc]
        if isinstance(shape, LeafShape):
            return Literal[tuple(sorted(shape.visible))] if shape.kind is LeafKind.ENUM else LEAVES[shape.kind]
        if child is None:
            raise TypeError("a composite position without a site")
        return self.site(child)


def _struct(name: str, fields: list[FieldDefinition]) -> type[Struct]:
    return _made(name, tuple(fields))


@lru_cache(maxsize=SHARED)
def _made(name: str, fields: tuple[FieldDefinition, ...]) -> type[Struct]:
    """No cycles can arise among the objects of an answer, so that the garbage collector need not look at them."""
    named = [(attribute(key), *rest) for key, *rest in fields]
    rename = {attribute(key): key for key, *_ in fields}
    return defstruct(name, named, rename=rename, kw_only=True, gc=False)


@lru_cache(maxsize=SHARED // 4)
def _decoder(data: type[Struct]) -> Decoder[Any]:
    return Decoder(defstruct("Answer", [("data", data), ("errors", Any, None)], gc=False), float_hook=exact_number)

"""``@listSize`` for every list of objects, so that a gateway can tell what a query costs before it asks for it.

Lists with ``first`` are as long as it says. Of those without, whoever offers them says how many there are at most;
a list of which nobody says anything counts as ``USUAL``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from strawberry.federation.schema_directives import External, ListSize
from strawberry.types.base import (
    StrawberryContainer,
    StrawberryList,
    StrawberryObjectDefinition,
)
from strawberry.types.field import StrawberryField
from strawberry.types.lazy_type import LazyType
from strawberry.types.union import StrawberryUnion
from strawberry.types.unset import UNSET

from services.kit.field import sliced

USUAL = 10
"""Items, as gateways assume them anyway."""
PAGED = frozenset({"nodes", "edges"})
"""The lists of a connection: the field above says how long they are."""
Named = Callable[[StrawberryField], str]


def give_sizes(definitions: Iterable[object], named: Named, most: Mapping[str, int]) -> list[ListSize]:
    """Adds what lacks to the fields; what was added. ``most``: by ``Type.field``, or by the name of the field alone."""
    added: list[ListSize] = []
    for definition in definitions:
        if isinstance(definition, StrawberryObjectDefinition) and not definition.is_input:
            for field in _unsized(definition):
                size = _size(field, definition.name, named, most)
                field.directives = [*field.directives, size]
                added.append(size)
    return added


def _unsized(definition: StrawberryObjectDefinition) -> Iterator[StrawberryField]:
    is_connection = any(field.python_name == "page_info" for field in definition.fields)
    for field in definition.fields:
        # Of a field that is somebody else's (@external) its own house says it.
        is_sized = any(isinstance(directive, ListSize | External) for directive in field.directives)
        is_paged = is_connection and field.python_name in PAGED
        if not is_sized and not is_paged and not field.python_name.startswith("_") and _is_list_of_objects(field.type):
            yield field


def _size(field: StrawberryField, owner: str, named: Named, most: Mapping[str, int]) -> ListSize:
    if any(argument.python_name == "first" for argument in field.arguments):
        return sliced("first")
    name = named(field)
    assumed = most.get(f"{owner}.{name}", most.get(name, USUAL))
    return ListSize(
        assumed_size=assumed, slicing_arguments=UNSET, sized_fields=UNSET, require_one_slicing_argument=UNSET
    )


def _is_list_of_objects(kind: Any) -> bool:
    is_list = False
    while isinstance(kind, StrawberryContainer | LazyType):
        is_list = is_list or isinstance(kind, StrawberryList)
        kind = kind.resolve_type() if isinstance(kind, LazyType) else kind.of_type
    return is_list and (hasattr(kind, "__strawberry_definition__") or isinstance(kind, StrawberryUnion))

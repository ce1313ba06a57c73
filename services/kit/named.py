"""Fields that hold other things' objects, made of the keys in the object's row; without a trip to the database.

    idea: IdeaType | None = named(IdeaType, id="idea_id")

The first argument is a lazy reference (``Annotated["Idea", strawberry.lazy(...)]``), so that modules of types need not
import each other for it. The object keeps its row in ``row``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

import strawberry
from strawberry.types.lazy_type import StrawberryLazyReference


@lru_cache(maxsize=256)
def resolved(reference: Any) -> Any:
    """The class that a lazy reference means; only when all modules of types are there."""
    name, lazy = get_args(reference)
    if not isinstance(lazy, StrawberryLazyReference):
        raise TypeError(f"{reference} is no lazy reference.")
    return lazy.resolve_forward_ref(name).resolve_type()


def named(reference: Any, *, description: str | None = None, **by: str) -> Any:
    """A field with the object whose key is in a column: ``id="idea_id"``; null where the column is."""
    ((argument, column),) = by.items()

    def resolve(self: Any) -> Any:
        key = getattr(self.row, column)
        return None if key is None else resolved(reference)(**{argument: key})

    return strawberry.field(resolver=resolve, graphql_type=reference | None, description=description)


def all_named(reference: Any, **by: str) -> Any:
    """The same with a column that holds a list of keys."""
    ((argument, column),) = by.items()

    def resolve(self: Any) -> Any:
        kind = resolved(reference)
        return [kind(**{argument: key}) for key in getattr(self.row, column)]

    return strawberry.field(resolver=resolve, graphql_type=list[reference | None])

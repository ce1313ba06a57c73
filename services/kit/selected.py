"""What a request asks for beneath a field: so that what is many times beneath it is fetched once, and beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import strawberry
from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionNode


def selects(info: strawberry.Info[Any, None], *names: str) -> bool:
    """Whether a field of one of these names stands anywhere beneath this one; ``@skip`` and ``@include`` do not count.

    May say yes of what is not asked for, and never no of what is.
    """
    raw = info._raw_info
    wanted = frozenset(names)
    fragments = raw.fragments
    inner = (each.selection_set.selections for each in raw.field_nodes if each.selection_set is not None)
    return any(_has(some, wanted, fragments, set()) for some in inner)


def _has(selections: Iterable[SelectionNode], wanted: frozenset[str], fragments: Any, seen: set[str]) -> bool:
    for name, beneath in _named(selections, fragments, seen):
        if name in wanted or _has(beneath, wanted, fragments, seen):
            return True
    return False


def _named(
    selections: Iterable[SelectionNode], fragments: Any, seen: set[str]
) -> Iterator[tuple[str, Iterable[SelectionNode]]]:
    """Fields and fragments with what is beneath them; a fragment once, and without a name of its own."""
    for each in selections:
        match each:
            case FieldNode():
                yield each.name.value, () if each.selection_set is None else each.selection_set.selections
            case InlineFragmentNode():
                yield "", each.selection_set.selections
            case FragmentSpreadNode() if each.name.value not in seen:
                seen.add(each.name.value)
                yield "", fragments[each.name.value].selection_set.selections

"""A hint of our own: non-null fields that some clients may not see.

Whoever may not see a field gets null for it, and a null in a non-null place takes its parent along (GraphQL 6.4.4): one
such field among many blanks a whole list for everybody who lacks the right.
"""

from __future__ import annotations

from gateway.composition.access import Demands, demands
from gateway.composition.elements import WITH_FIELDS, Field
from gateway.composition.merging.applied import inaccessible_name
from gateway.composition.merging.process import Merging
from gateway.composition.merging.strategies import implies
from gateway.composition.specs import ACCESS_CONTROL
from gateway.composition.typerefs import is_non_null, named


def hint_guarded(merging: Merging) -> None:
    """GUARDED_FIELD_IS_NON_NULL for every such field that asks a client for more than its parent type does."""
    if not any(word in ACCESS_CONTROL for word in merging.composed.values()):
        return
    hidden = inaccessible_name(merging)
    for declared in merging.result.types.values():
        if declared.kind not in WITH_FIELDS:
            continue
        passed = demands(merging, declared)
        for field in declared.fields.values():
            is_hidden = any(applied.name == hidden for applied in (*declared.applied, *field.applied))
            guard = None if is_hidden or not is_non_null(field.type) else _guard(merging, passed, field)
            if guard is not None:
                _hint(merging, field, guard)


def _guard(merging: Merging, passed: Demands, field: Field) -> str | None:
    """The element whose demands go beyond what got a client to the parent, or None."""
    if _asks_more(passed, demands(merging, field)):
        return f'field "{field.coordinate}"'
    target = merging.result.types.get(named(field.type))
    if target is not None and _asks_more(passed, demands(merging, target)):
        return f'type "{target.name}"'
    return None


def _asks_more(passed: Demands, wanted: Demands) -> bool:
    if wanted.authenticated and not passed.authenticated:
        return True
    return not all(implies(passed.lists.get(word), value) for word, value in wanted.lists.items())


def _hint(merging: Merging, field: Field, guard: str) -> None:
    sources = {
        index: declared.fields[field.name]
        for index, declared in merging.types_named(field.parent).items()
        if declared is not None and field.name in declared.fields
    }
    merging.report.hint(
        "GUARDED_FIELD_IS_NON_NULL",
        f'Field "{field.coordinate}" has the non-null type "{field.type}", but the access control of {guard} gives '
        "null to clients without the right: that null takes the parent object, and what it stands in, along. Make the "
        "field nullable.",
        field.coordinate,
        merging.locations(sources),
    )

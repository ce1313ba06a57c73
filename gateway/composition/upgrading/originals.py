"""What the subgraphs said before any of them was upgraded: an upgrade asks what the others resolve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.composition.elements import WITH_FIELDS, Type, applications, is_marked
from gateway.composition.facts import Facts, facts_of
from gateway.composition.selections import selected_fields
from gateway.composition.state import SubgraphState, field_set
from gateway.composition.values import Value


@dataclass(frozen=True, slots=True)
class Original:
    """A type of one subgraph. ``resolved``: fields that it resolves on some path; ``tags``: by resolved field."""

    subgraph: str
    has_definition: bool
    has_key: bool
    first_key: frozenset[str]
    resolved: frozenset[str]
    tags: dict[str, list[dict[str, Value]]]


Originals = dict[str, list[Original]]
"""Type name -> the type in each subgraph that has it."""


def originals_of(states: Sequence[SubgraphState]) -> Originals:
    """Every object and interface type as it was written."""
    found: Originals = {}
    for state in states:
        facts = facts_of(state)
        for declared in state.schema.types.values():
            if declared.kind in WITH_FIELDS:
                found.setdefault(declared.name, []).append(_original(state, declared, facts))
    return found


def _original(state: SubgraphState, declared: Type, facts: Facts) -> Original:
    keys = applications(declared, "key")
    first = selected_fields(state.schema, declared.name, field_set(keys[0]), with_implementations=False) if keys else []
    fields = declared.fields.values()
    return Original(
        state.name,
        declared.has_definition,
        bool(keys),
        frozenset(field.name for field in first if field.parent == declared.name),
        frozenset(field.name for field in fields if not facts.is_fully_external(field)),
        {
            field.name: [tag.args for tag in applications(field, "tag")]
            for field in fields
            if not is_marked(field, "external")
        },
    )

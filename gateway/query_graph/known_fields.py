"""Whether the field sets of a supergraph name fields that are there: what is planned by them is asked of services."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type

from gateway.model.operation import Field, Fragment, Selections
from gateway.query_graph.join import Joined


def unknown_fields(joined: Joined, schema: GraphQLSchema) -> Iterator[str]:
    """A problem for each name in a key, ``@requires`` or ``@provides`` that the schema does not know at that place."""
    for owner, subgraphs in joined.items():
        for subgraph, here in subgraphs.items():
            for each in here.keys:
                yield from _unknown(f"key of {owner} in {subgraph}", owner, each.fields, schema)
            for name, field in here.fields.items():
                where = f"{owner}.{name} in {subgraph}"
                yield from _unknown(f"@requires of {where}", owner, field.requires, schema)
                target = _target(owner, name, schema)
                if target is not None:
                    yield from _unknown(f"@provides of {where}", target, field.provides, schema)


def _unknown(where: str, owner: str, selections: Selections, schema: GraphQLSchema) -> Iterator[str]:
    for each in selections:
        match each:
            case Fragment(type_condition=condition):
                if condition not in schema.type_map:
                    yield f"{where} names the type {condition}, which is not there"
                else:
                    yield from _unknown(where, condition, each.selections, schema)
            case Field(name="__typename"):
                pass
            case Field():
                target = _target(owner, each.name, schema)
                if target is None:
                    yield f"{where} names the field {owner}.{each.name}, which is not there"
                else:
                    yield from _unknown(where, target, each.selections, schema)


def _target(owner: str, name: str, schema: GraphQLSchema) -> str | None:
    """The named type of a field, None where there is no such field."""
    declared = schema.type_map.get(owner)
    if not isinstance(declared, GraphQLObjectType | GraphQLInterfaceType) or name not in declared.fields:
        return None
    target: str = get_named_type(declared.fields[name].type).name
    return target

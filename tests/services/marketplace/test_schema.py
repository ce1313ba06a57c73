"""The schema as a whole."""

from __future__ import annotations

from graphql import GraphQLUnionType, ObjectTypeDefinitionNode, parse

from services.marketplace.schema import SCHEMA


def test_every_type_with_a_key_can_be_referred_to() -> None:
    keyed = {
        definition.name.value
        for definition in parse(SCHEMA.as_str()).definitions
        if isinstance(definition, ObjectTypeDefinitionNode)
        and any(directive.name.value == "key" for directive in definition.directives or ())
    }
    entity = SCHEMA._schema.get_type("_Entity")
    assert isinstance(entity, GraphQLUnionType)
    assert keyed == {each.name for each in entity.types} != set()

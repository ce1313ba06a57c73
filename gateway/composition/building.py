"""Type system nodes -> composition's own elements, with root types under their usual names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graphql import (
    ConstDirectiveNode,
    DefinitionNode,
    DirectiveDefinitionNode,
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputObjectTypeExtensionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    ScalarTypeDefinitionNode,
    ScalarTypeExtensionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    StringValueNode,
    TypeDefinitionNode,
    TypeExtensionNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
)

from gateway.composition.elements import (
    Applied,
    Argument,
    DirectiveDefinition,
    EnumValue,
    Field,
    Kind,
    Schema,
    Type,
)
from gateway.composition.specs import REQUIREMENTS
from gateway.composition.typerefs import renamed, text_of
from gateway.composition.values import Value, value_of

WordOf = Callable[[str], str | None]
KINDS: dict[type, Kind] = {
    ScalarTypeDefinitionNode: Kind.SCALAR,
    ScalarTypeExtensionNode: Kind.SCALAR,
    ObjectTypeDefinitionNode: Kind.OBJECT,
    ObjectTypeExtensionNode: Kind.OBJECT,
    InterfaceTypeDefinitionNode: Kind.INTERFACE,
    InterfaceTypeExtensionNode: Kind.INTERFACE,
    UnionTypeDefinitionNode: Kind.UNION,
    UnionTypeExtensionNode: Kind.UNION,
    EnumTypeDefinitionNode: Kind.ENUM,
    EnumTypeExtensionNode: Kind.ENUM,
    InputObjectTypeDefinitionNode: Kind.INPUT,
    InputObjectTypeExtensionNode: Kind.INPUT,
}


class Builder:
    """Builds one schema. ``word_of``: directive name -> federation word; ``names``: types to rename."""

    def __init__(self, word_of: WordOf, names: dict[str, str]) -> None:
        self.schema = Schema()
        self.word_of = word_of
        self.names = names
        self.words: dict[str, str | None] = {}

    def add(self, nodes: Iterable[DefinitionNode]) -> None:
        """Definitions first, whatever their order in the text: descriptions and directives keep that order too."""
        for node in sorted(nodes, key=lambda node: isinstance(node, TypeExtensionNode | SchemaExtensionNode)):
            match node:
                case SchemaDefinitionNode() | SchemaExtensionNode():
                    self._schema(node)
                case DirectiveDefinitionNode():
                    self.schema.directives[node.name.value] = self._directive(node)
                case TypeDefinitionNode() | TypeExtensionNode():
                    self._type(node)

    def _schema(self, node: SchemaDefinitionNode | SchemaExtensionNode) -> None:
        self.schema.node = self.schema.node or node
        if isinstance(node, SchemaDefinitionNode):
            self.schema.description = _text(node.description)
        self.schema.applied += self._applied(node.directives)

    def _directive(self, node: DirectiveDefinitionNode) -> DirectiveDefinition:
        coordinate = f"@{node.name.value}"
        return DirectiveDefinition(
            node.name.value,
            {argument.name.value: self._argument(argument, coordinate) for argument in node.arguments or ()},
            [place.value for place in node.locations],
            node.repeatable,
            _text(node.description),
            node,
        )

    def _type(self, node: TypeDefinitionNode | TypeExtensionNode) -> None:
        name = self.names.get(node.name.value, node.name.value)
        declared = self.schema.types.get(name)
        if declared is None:
            declared = self.schema.types[name] = Type(name, KINDS[type(node)], node=node)
        block = 0
        if isinstance(node, TypeDefinitionNode):
            declared.has_definition = True
            declared.description = _text(node.description)
        else:
            declared.extensions += 1
            block = declared.extensions
        declared.applied += self._applied(node.directives, block)
        for interface in getattr(node, "interfaces", None) or ():
            declared.interfaces[interface.name.value] = None
        for member in getattr(node, "types", None) or ():
            declared.members[self.names.get(member.name.value, member.name.value)] = None
        for value in getattr(node, "values", None) or ():
            declared.values[value.name.value] = EnumValue(
                value.name.value, name, _text(value.description), self._applied(value.directives), value
            )
        for member in getattr(node, "fields", None) or ():
            declared.fields[member.name.value] = self._field(member, name, block)

    def _field(self, node: FieldDefinitionNode | InputValueDefinitionNode, parent: str, block: int) -> Field:
        field = Field(node.name.value, parent, renamed(text_of(node.type), self.names), node=node, block=block)
        field.description = _text(node.description)
        field.applied = self._applied(node.directives)
        if isinstance(node, InputValueDefinitionNode):
            if node.default_value is not None:
                field.default, field.has_default = value_of(node.default_value), True
        else:
            for argument in node.arguments or ():
                field.args[argument.name.value] = self._argument(argument, field.coordinate)
        return field

    def _argument(self, node: InputValueDefinitionNode, parent: str) -> Argument:
        argument = Argument(node.name.value, parent, text_of(node.type), node=node)
        argument.description = _text(node.description)
        argument.applied = self._applied(node.directives)
        if node.default_value is not None:
            argument.default, argument.has_default = value_of(node.default_value), True
        return argument

    def _applied(self, nodes: Sequence[ConstDirectiveNode] | None, block: int = 0) -> list[Applied]:
        return [self._application(node, block) for node in nodes or ()]

    def _application(self, node: ConstDirectiveNode, block: int) -> Applied:
        name = node.name.value
        if name not in self.words:
            self.words[name] = self.word_of(name)
        args = {argument.name.value: value_of(argument.value) for argument in node.arguments or ()}
        for argument in REQUIREMENTS.get(self.words[name] or "", ()):
            if args.get(argument) is not None:
                args[argument] = [_listed(words) for words in _listed(args[argument])]
        return Applied(name, args, self.words[name], node, block)


def _listed(value: Value) -> list[Value]:
    """GraphQL 3.11, Input Coercion: what is no list stands for the list of it."""
    return value if isinstance(value, list) else [value]


def _text(description: StringValueNode | None) -> str | None:
    return None if description is None else description.value

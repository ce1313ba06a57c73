"""Another text of the same query: aliases, fragments, conditions and variables where there were none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    get_named_type,
    parse,
    parse_type,
    print_ast,
    value_from_ast_untyped,
    visit,
)
from hypothesis import strategies as st

__all__ = ["dressed"]


@st.composite
def dressed(draw: st.DrawFn, query: str, schema: GraphQLSchema) -> tuple[str, dict[str, Any]]:
    """A query that asks the same as ``query`` (aliases apart) in other words, and its variables."""
    document = parse(query)
    info = TypeInfo(schema)
    dress = _Dress(draw, info)
    made = visit(document, TypeInfoVisitor(info, dress))
    operation = next(d for d in made.definitions if isinstance(d, OperationDefinitionNode))
    operation = replace(operation, variable_definitions=tuple(dress.definitions))
    rest = tuple(d for d in made.definitions if not isinstance(d, OperationDefinitionNode))
    return print_ast(DocumentNode(definitions=(operation, *rest, *dress.fragments))), dress.values


class _Dress(Visitor):
    """Each time a field or argument is left, something may happen to it."""

    def __init__(self, draw: st.DrawFn, info: TypeInfo) -> None:
        super().__init__()
        self.draw = draw
        self.info = info
        self.definitions: list[VariableDefinitionNode] = []
        self.fragments: list[FragmentDefinitionNode] = []
        self.values: dict[str, Any] = {}

    def leave_argument(self, node: ArgumentNode, *_: Any) -> ArgumentNode | None:
        argument = self.info.get_argument()
        if argument is None or not self.draw(st.booleans()) or _holds_variable(node):
            return None
        name = self.new_variable(str(argument.type), value_from_ast_untyped(node.value))
        return replace(node, value=VariableNode(name=NameNode(value=name)))

    def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode | None:
        parent = self.info.get_parent_type()
        if parent is None or not node.selections:
            return None
        selections = list(node.selections)
        for number, selection in enumerate(selections):
            match self.draw(st.integers(0, 11)):
                case 0:
                    selections[number] = self.inline(parent.name, selection)
                case 1:
                    selections[number] = self.spread(parent.name, selection)
                case 2:
                    selections[number] = replace(selection, directives=(self.condition(),))
                case 3 if isinstance(selection, FieldNode) and get_named_type(self.info.get_type()):
                    selections.append(selection)
        return replace(node, selections=tuple(selections))

    def inline(self, type_name: str, selection: Any) -> InlineFragmentNode:
        condition = NamedTypeNode(name=NameNode(value=type_name)) if self.draw(st.booleans()) else None
        return InlineFragmentNode(type_condition=condition, selection_set=SelectionSetNode(selections=(selection,)))

    def spread(self, type_name: str, selection: Any) -> FragmentSpreadNode:
        name = f"F{len(self.fragments)}"
        self.fragments.append(
            FragmentDefinitionNode(
                name=NameNode(value=name),
                type_condition=NamedTypeNode(name=NameNode(value=type_name)),
                selection_set=SelectionSetNode(selections=(selection,)),
            )
        )
        return FragmentSpreadNode(name=NameNode(value=name))

    def condition(self) -> DirectiveNode:
        """@skip or @include with either outcome, by literal or by variable."""
        value = self.draw(st.booleans())
        node: Any = BooleanValueNode(value=value)
        if self.draw(st.booleans()):
            node = VariableNode(name=NameNode(value=self.new_variable("Boolean!", value)))
        argument = ArgumentNode(name=NameNode(value="if"), value=node)
        name = self.draw(st.sampled_from(["skip", "include"]))
        return DirectiveNode(name=NameNode(value=name), arguments=(argument,))

    def new_variable(self, type_text: str, value: Any) -> str:
        name = f"v{len(self.definitions)}"
        variable = VariableNode(name=NameNode(value=name))
        self.definitions.append(VariableDefinitionNode(variable=variable, type=parse_type(type_text)))
        self.values[name] = value
        return name


def _holds_variable(node: ArgumentNode) -> bool:
    return "$" in print_ast(node.value)

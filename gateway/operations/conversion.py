"""graphql-core's tree to ours: @skip and @include decided, fragment spreads inlined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DirectiveNode,
    EnumValueNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NamedTypeNode,
    NameNode,
    NullValueNode,
    ObjectValueNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.ground.json_codec import exact_number
from gateway.model.budget import UNLIMITED, Budget
from gateway.model.operation import (
    ALIASED_TYPENAME,
    Argument,
    Directive,
    Directives,
    EnumValue,
    Field,
    Fragment,
    ListValue,
    ObjectValue,
    Selection,
    Selections,
    Value,
    Variable,
)

Conditions: TypeAlias = frozenset[str]
Seen: TypeAlias = dict[str, list[Conditions]]


class Conversion:
    """Converts the selection sets of one operation for one assignment of its condition variables."""

    def __init__(
        self,
        fragments: Mapping[str, FragmentDefinitionNode],
        truth: Mapping[str, bool],
        limit: int,
        depth: int = 100,
        budget: Budget = UNLIMITED,
    ) -> None:
        """``limit``: so many selections at most. ``depth``: so many fields inside one another."""
        self.budget = budget
        self.fragments = fragments
        self.truth = truth
        self.limit = limit
        self.depth = depth
        self.count = 0

    def selections(self, node: SelectionSetNode | None) -> Selections:
        """The selections made on one object, those of its fragments in place."""
        return self._selections(node, frozenset(), {})

    def _selections(self, node: SelectionSetNode | None, conditions: Conditions, seen: Seen) -> Selections:
        """``conditions``: the types that the object is by now known to have. ``seen``: under which conditions each
        fragment was spread already for the same object. Once is enough (GraphQL 6.3.2 CollectFields), but one that
        applies to fewer objects does not stand for one that applies to more.
        """
        result: list[Selection] = []
        for selection in node.selections if node else ():
            self.budget.spend()
            if not included(selection.directives, self.truth):
                continue
            self._count()
            match selection:
                case FieldNode():
                    result.append(self._field(selection))
                case InlineFragmentNode(type_condition=None):
                    result.extend(self._selections(selection.selection_set, conditions, seen))
                case InlineFragmentNode(type_condition=NamedTypeNode(name=NameNode(value=name))):
                    result.append(Fragment(name, self._selections(selection.selection_set, conditions | {name}, seen)))
                case FragmentSpreadNode():
                    result.extend(self._spread(selection.name.value, conditions, seen))
        return tuple(result)

    def _spread(self, name: str, conditions: Conditions, seen: Seen) -> Iterator[Fragment]:
        before = seen.setdefault(name, [])
        if any(each <= conditions for each in before):
            return
        before.append(conditions)
        definition = self.fragments[name]
        on = definition.type_condition.name.value
        yield Fragment(on, self._selections(definition.selection_set, conditions | {on}, seen))

    def _field(self, node: FieldNode) -> Field:
        if self.depth == 0:
            raise RequestError(
                "The operation is nested too deeply. Ask for fewer levels.", code=PublicCode.OPERATION_TOO_LARGE
            )
        self.depth -= 1
        inner = self.selections(node.selection_set)
        self.depth += 1
        own = directives_of(node.directives)
        return Field(node.name.value, _alias(node), _arguments(node.arguments), inner, (own,) if own else ())

    def _count(self) -> None:
        self.count += 1
        if self.count > self.limit:
            message = f"The operation selects more than {self.limit} fields when its fragments are written out."
            raise RequestError(message, code=PublicCode.OPERATION_TOO_LARGE)


def _alias(node: FieldNode) -> str | None:
    if node.alias is None or node.alias.value == node.name.value:
        return None
    return ALIASED_TYPENAME if node.alias.value == "__typename" else node.alias.value


def included(directives: Iterable[DirectiveNode] | None, truth: Mapping[str, bool]) -> bool:
    """GraphQL 3.13.1, 3.13.2: a selection stays if no @skip is true and no @include is false."""
    for directive in directives or ():
        name = directive.name.value
        if name in ("skip", "include") and _condition(directive, truth) == (name == "skip"):
            return False
    return True


def _condition(directive: DirectiveNode, truth: Mapping[str, bool]) -> bool:
    value = next(argument.value for argument in directive.arguments or () if argument.name.value == "if")
    return truth[value.name.value] if isinstance(value, VariableNode) else bool(getattr(value, "value", False))


def directives_of(nodes: Iterable[DirectiveNode] | None) -> Directives:
    """Those that the gateway does not decide itself."""
    kept = (node for node in nodes or () if node.name.value not in ("skip", "include"))
    return tuple(Directive(node.name.value, _arguments(node.arguments)) for node in kept)


def _arguments(nodes: Iterable[ArgumentNode] | None) -> tuple[Argument, ...]:
    return tuple(Argument(node.name.value, value_of(node.value)) for node in nodes or ())


def value_of(node: ValueNode) -> Value:
    """A literal as our own value."""
    match node:
        case ListValueNode():
            return ListValue(tuple(value_of(item) for item in node.values or ()))
        case ObjectValueNode():
            return ObjectValue(tuple((field.name.value, value_of(field.value)) for field in node.fields or ()))
        case VariableNode():
            return Variable(node.name.value)
        case NullValueNode():
            return None
    return _scalar(node)


def _scalar(node: ValueNode) -> Value:
    match node:
        case IntValueNode():
            return int(node.value)
        case FloatValueNode():
            return exact_number(node.value)
        case BooleanValueNode() | StringValueNode():
            return node.value
        case EnumValueNode():
            return EnumValue(node.value)
    raise TypeError(f"no GraphQL literal: {node.kind}")

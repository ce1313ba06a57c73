"""Documents, read and validated once for all who send them: within limits, and remembered within so many bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    SelectionSetNode,
    ValuesOfCorrectTypeRule,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.validate import ValidationAbortedError
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from services.kit.counting import USUAL_MOST, Most, counts_of
from services.kit.errors import ServiceError, TooDeepError, TooManyFieldsError
from services.kit.literals import LiteralsWhereUsed
from services.kit.merging import BoundedMerging
from services.kit.recent import Recent

OURS: dict[Any, Any] = {OverlappingFieldsCanBeMergedRule: BoundedMerging, ValuesOfCorrectTypeRule: LiteralsWhereUsed}
# The last two are what strawberry asks beside the specification.
RULES = (*(OURS.get(rule, rule) for rule in specified_rules), MaybeNullValidationRule, OneOfInputValidationRule)
TOKEN = re.compile(r"\w+|[^\w\s]")
TOKEN_SIZE = 600  # bytes of what graphql-core makes of one; measured, 560 for a field
Part = FragmentDefinitionNode | OperationDefinitionNode


@dataclass(frozen=True, slots=True)
class Document:
    """A text that is GraphQL; ``errors``: why it does not fit the schema."""

    node: DocumentNode
    errors: tuple[GraphQLError, ...]
    size: int

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The operation with this name; without one, the only operation. None when there is not one."""
        found = [node for node in self.node.definitions if isinstance(node, OperationDefinitionNode)]
        if name is not None:
            found = [node for node in found if node.name is not None and node.name.value == name]
        return found[0] if len(found) == 1 else None


def _size(text: str, document: Document) -> int:
    return document.size


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of one schema. ``most_tokens`` of a text, ``deepest`` nesting of fields, ``memory`` in bytes.

    Nothing is kept of a text that is beyond a limit.
    """

    schema: GraphQLSchema
    most_tokens: int
    deepest: int
    memory: int
    most: Most = USUAL_MOST
    known: Recent[str, Document] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", Recent(self.memory, _size))

    def read(self, text: str) -> Document:
        """Raises ``GraphQLSyntaxError`` for a text that is no GraphQL or too long, ``TooMuchError`` beyond a limit."""
        found = self.known.get(text)
        if found is None:
            found = self._read(text)
            self.known.put(text, found)
        return found

    def _read(self, text: str) -> Document:
        node = parse(text, max_tokens=self.most_tokens)
        depth = depth_of(node)
        if depth > self.deepest:
            raise TooDeepError(f"The operation is {depth} levels deep; {self.deepest} are allowed.")
        self.most.check(counts_of(node))
        errors = self._validated(node)
        if len(errors) == 1 and isinstance(errors[0], ValidationAbortedError):
            raise TooManyFieldsError("The document repeats a field too often, or its fragments nest too deeply.")
        size = 2_000 + 2 * len(text) + TOKEN_SIZE * sum(1 for _ in TOKEN.finditer(text))
        return Document(node, errors, size)

    def _validated(self, node: DocumentNode) -> tuple[GraphQLError, ...]:
        made: list[ASTValidationRule] = []
        rules = [cast(Any, partial(_noted, made, rule)) for rule in RULES]
        errors = validate(self.schema, node, rules)
        for rule in made:
            # A rule keeps its own bound methods, and the document: only the garbage collector would find the two.
            vars(rule).clear()
        # Made anew: one that was raised holds, by its traceback, all that validation was working with.
        return tuple(map(_anew, errors))


def depth_of(document: DocumentNode) -> int:
    """The deepest nesting of fields, through fragments; each part is looked at once, whatever leads to it.

    >>> depth_of(parse("{ a { ...F } } fragment F on T { b { c } }"))
    3
    """
    parts = {_name(part): _extent(part) for part in document.definitions if isinstance(part, Part)}
    depths: dict[str | int, int] = {}
    opened: set[str | int] = set()
    waiting = list(parts)
    while waiting:
        name = waiting[-1]
        own, spreads = parts[name]
        # A fragment that leads back to itself is validation's to refuse; here it only must end.
        missing = {spread for spread in spreads if spread in parts and spread not in depths and spread not in opened}
        if missing and name not in opened:
            opened.add(name)
            waiting += missing
            continue
        waiting.pop()
        depths[name] = max([own, *(level + depths.get(spread, 0) for spread, level in spreads.items())])
    return max(depths.values(), default=0)


def _name(part: Part) -> str | int:
    return part.name.value if isinstance(part, FragmentDefinitionNode) else id(part)


def _extent(part: Part) -> tuple[int, dict[str, int]]:
    """The depth of a part's own fields, and for each fragment that it spreads the deepest level at which it does."""
    deepest, spreads = 0, dict[str, int]()
    waiting: list[tuple[SelectionSetNode, int]] = [(part.selection_set, 0)]
    while waiting:
        selections, level = waiting.pop()
        for selection in selections.selections:
            match selection:
                case FragmentSpreadNode(name=name):
                    spreads[name.value] = max(spreads.get(name.value, 0), level)
                case InlineFragmentNode(selection_set=inner):
                    waiting.append((inner, level))
                case FieldNode(selection_set=inner):
                    deepest = max(deepest, level + 1)
                    if inner is not None:
                        waiting.append((inner, level + 1))
    return deepest, spreads


def _noted(made: list[ASTValidationRule], rule: Callable[[Any], ASTValidationRule], context: Any) -> ASTValidationRule:
    made.append(rule(context))
    return made[-1]


def _anew(error: GraphQLError) -> GraphQLError:
    """The same error without a traceback. What a scalar of ours refused keeps its own code (BAD_USER_INPUT)."""
    if isinstance(error, ValidationAbortedError):
        return ValidationAbortedError(error.message, error.nodes)
    known = error.original_error
    if not isinstance(known, ServiceError):
        return GraphQLError(error.message, error.nodes)
    known.__context__ = known.__cause__ = None
    return GraphQLError(error.message, error.nodes, original_error=known.with_traceback(None))

"""Text to a valid document: parse and validate against the API schema, all errors collected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    Node,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    ValidationContext,
    ValidationRule,
    VariableDefinitionNode,
    specified_rules,
)
from graphql.validation.validate import ValidationAbortedError

from gateway.ground.codes import PublicCode
from gateway.ground.errors import CollectedRequestError, RequestError
from gateway.model.budget import UNLIMITED, Budget
from gateway.model.syntax import LeanParser
from gateway.operations.finite_floats import FiniteFloatsRule
from gateway.operations.merging import field_conflicts
from gateway.operations.validating import validation_errors

PARSE_FAILED = PublicCode.GRAPHQL_PARSE_FAILED
VALIDATION_FAILED = PublicCode.GRAPHQL_VALIDATION_FAILED
CHARACTERS = 4
"""Of a text for each step of parsing it."""
NODE = 8
"""Steps of all validation rules together for a node of the document."""
TOO_DEEP = "The document is nested too deeply. Ask for fewer levels."
TOO_LARGE = "The document is too large to be validated once its fragments are put in. Ask for less at a time."
TOO_MANY_DIRECTIVES = "The document has too many directives. Ask for less at a time."
RULES = (*(rule for rule in specified_rules if rule is not OverlappingFieldsCanBeMergedRule), FiniteFloatsRule)
"""graphql-core's rules but the one that compares fields in pairs (`field_conflicts` takes its place), and one of ours.
"""
MERGING_STEPS = 50
"""Steps of the check of field merging for each selection that an operation may have: enough for every operation that
is not too large, whatever its form, and for some beside it in the document."""


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """What a document may cost before anything else looks at it.

    ``tokens``: GraphQL tokens. ``directives``: of the whole document. ``characters``: length of the text. ``errors``:
    validation stops after so many. ``selections``: fields and fragments of one operation after its fragment spreads are
    inlined (a short text can spell an exponentially long operation). ``depth``: fields inside fields, spreads included;
    what comes later in the gateway walks an operation recursively.
    """

    tokens: int = 15_000
    characters: int = 500_000
    errors: int = 50
    selections: int = 20_000
    depth: int = 100
    introspection: bool = True
    suggestions: bool = True
    directives: int = 500


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is valid for ``schema``."""

    ast: DocumentNode
    schema: GraphQLSchema
    limits: DocumentLimits


def read_document(text: str, schema: GraphQLSchema, limits: DocumentLimits, budget: Budget = UNLIMITED) -> Document:
    """Parse and validate; raises CollectedRequestError with every error found (GraphQL 5), or TooExpensiveError.

    Without a budget a document whose check of field merging takes too many steps is refused as too large.
    """
    budget.spend(len(text) // CHARACTERS)
    ast = _parse(text, limits)
    budget.spend(_repeated(ast, len(text)))
    # Validation cannot count by itself: the rule that does stands first, and sees each node before the others do.
    rules: tuple[Any, ...] = (partial(_Counting, budget), *RULES)
    if not limits.introspection:
        rules = (*rules, NoSchemaIntrospectionCustomRule)
    errors = validation_errors(schema, ast, rules, limits.errors, hide_suggestions=not limits.suggestions)
    _check_ended(errors, limits)
    spend = _bounded(MERGING_STEPS * limits.selections) if budget is UNLIMITED else budget.spend
    conflicts = field_conflicts(schema, ast, spend)
    errors += islice(conflicts, max(0, limits.errors - len(errors)))
    if errors:
        raise collected(errors, VALIDATION_FAILED)
    _forget_places(ast)
    return Document(ast, schema, limits)


def _forget_places(ast: DocumentNode) -> None:
    """Of a valid document only variables are told with their places. The others' were a fifth of all objects that a
    busy gateway remembers, each of which every full collection of garbage looks at.
    """
    nodes: list[Node] = [ast]
    while nodes:
        node = nodes.pop()
        if isinstance(node, VariableDefinitionNode):
            continue
        object.__setattr__(node, "loc", None)
        for key in node.keys:
            found = getattr(node, key, None)
            if isinstance(found, Node):
                nodes.append(found)
            elif isinstance(found, tuple | list):
                nodes += found


def _check_ended(errors: list[GraphQLError], limits: DocumentLimits) -> None:
    """graphql-core gives up without a word on what is nested too deeply or spread too often: that is a size, no fault.

    Where it found errors before, those are said.
    """
    aborted = bool(errors) and isinstance(errors[-1], ValidationAbortedError)
    if aborted and len(errors) <= limits.errors:
        errors.pop()
        if not errors:
            raise RequestError(TOO_LARGE, code=PublicCode.OPERATION_TOO_LARGE)


def _bounded(steps: int) -> Callable[[int], None]:
    left = steps

    def spend(count: int) -> None:
        nonlocal left
        left -= count
        if left < 0:
            raise RequestError(TOO_LARGE, code=PublicCode.OPERATION_TOO_LARGE)

    return spend


class _Counting(ValidationRule):
    def __init__(self, budget: Budget, context: ValidationContext) -> None:
        super().__init__(context)
        self.budget = budget

    def enter(self, *_: object) -> None:
        self.budget.spend(NODE)


def _repeated(ast: DocumentNode, length: int) -> int:
    """Steps for the rules about variables, which look for each operation at all fragments that it reaches."""
    operations = sum(isinstance(each, OperationDefinitionNode) for each in ast.definitions)
    return max(0, operations - 1) * length // CHARACTERS


def _parse(text: str, limits: DocumentLimits) -> DocumentNode:
    try:
        parser = _CountingParser(
            text,
            max_tokens=limits.tokens,
            max_lexical_tokens=limits.tokens,
            max_source_length=limits.characters,
            allow_empty_selection_sets=False,
        )
        parser.directives = limits.directives
        return parser.parse_document()
    except GraphQLSyntaxError as error:
        raise collected([error], PARSE_FAILED) from None
    except RecursionError:
        raise RequestError(TOO_DEEP, code=PARSE_FAILED) from None


class _CountingParser(LeanParser):
    directives = 0
    """Those that may still come."""

    def parse_directive(self, is_const: bool) -> Any:
        # Before validation, which compares the directives of a place with each other.
        self.directives -= 1
        if self.directives < 0:
            raise RequestError(TOO_MANY_DIRECTIVES, code=PublicCode.MAX_DIRECTIVES_EXCEEDED)
        return super().parse_directive(is_const)


def collected(errors: Iterable[GraphQLError], code: PublicCode) -> CollectedRequestError:
    """graphql-core's errors as ours, with their places in the text."""
    return CollectedRequestError(
        tuple(
            RequestError(
                error.message,
                code=code,
                locations=tuple((place.line, place.column) for place in error.locations or ()),
            )
            for error in errors
        )
    )

"""graphql-core's validation with visitors that let go of the document, and of each other, when they are done."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    ParallelVisitor,
    TypeInfo,
    TypeInfoVisitor,
    ValidationContext,
    ValidationRule,
    Visitor,
    assert_valid_schema,
)
from graphql.validation.validate import (
    FragmentNestingVisitor,
    ValidationAbortedError,
    query_document_keys_to_validate,
)
from graphql.validation.validation_context import VariableUsage, VariableUsageVisitor

from gateway.model.syntax import walk

TOO_MANY = "Too many validation errors, error limit reached. Validation aborted."


class _Context(ValidationContext):
    def get_variable_usages(self, node: Any) -> list[VariableUsage]:
        """The same as graphql-core finds, by visitors that let go."""
        usages = self._variable_usages.get(node)
        if usages is None:
            usage = VariableUsageVisitor(self._type_info, node if isinstance(node, FragmentDefinitionNode) else None)
            usages = self._variable_usages[node] = usage.usages
            walk(node, (TypeInfoVisitor(self._type_info, usage), usage))
        return usages


def validation_errors(
    schema: GraphQLSchema,
    document: DocumentNode,
    rules: Collection[type[ASTValidationRule] | partial[ValidationRule]],
    most: int = 100,
    *,
    hide_suggestions: bool = False,
) -> list[GraphQLError]:
    """As graphql-core's `validate` does: at most so many errors, then a ValidationAbortedError; that also where
    fragments are nested too deeply.
    """
    assert_valid_schema(schema)
    errors: list[GraphQLError] = []
    types = TypeInfo(schema)
    # GraphQL 2.5: a selection set holds at least one selection; graphql-core tolerates `{}` unless told.
    context = _Context(schema, document, types, partial(_noted, errors, most), hide_suggestions, False)
    visitors: list[Visitor] = []
    try:
        visitors += [rule(context) for rule in rules]
        fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
        if fragments:
            visitors.insert(0, FragmentNestingVisitor(fragments))
        parallel = ParallelVisitor(visitors)
        walk(document, (TypeInfoVisitor(types, parallel), parallel, *visitors), query_document_keys_to_validate)
    except ValidationAbortedError:
        errors.append(ValidationAbortedError(TOO_MANY))
    except RecursionError:
        errors.append(ValidationAbortedError("Validation aborted."))
    return errors


def _noted(errors: list[GraphQLError], most: int, error: GraphQLError) -> None:
    if len(errors) >= most:
        raise ValidationAbortedError(TOO_MANY)
    errors.append(error)

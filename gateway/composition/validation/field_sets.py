"""Field sets: `@key`, `@requires` and `@provides` select fields that exist, in the form that each of them allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    DirectiveNode,
    FieldNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    print_ast,
)
from graphql.pyutils import suggestion_list

from gateway.composition.elements import COMPOSITE, Applied, Element, Field, Kind, Type, applications, elements_of
from gateway.composition.report import location
from gateway.composition.selections import parse_field_set
from gateway.composition.typerefs import named
from gateway.composition.validation.inputs import fits
from gateway.composition.validation.scope import Scope
from gateway.composition.values import print_value, value_of
from gateway.composition.words import did_you_mean
from gateway.model.composition import SourceLocation


class FieldSetError(Exception):
    """Ends the check of one field set. ``code``: None for the directive's own INVALID_FIELDS."""

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message, self.code = message, code


@dataclass(frozen=True, slots=True)
class _Check:
    """One field set: ``word`` is the directive's, ``owner`` what it stands on."""

    scope: Scope
    word: str
    owner: Element
    applied: Applied

    @property
    def places(self) -> tuple[SourceLocation, ...]:
        return location(self.scope.name, self.applied.node)

    def error(self, code: str, message: str, more: tuple[SourceLocation, ...] = ()) -> None:
        kind = "field" if isinstance(self.owner, Field) else "type"
        self.scope.error(
            code, f'On {kind} "{self.owner.coordinate}", for {_printed(self.applied)}: {message}', (*self.places, *more)
        )


def check_keys(scope: Scope) -> None:
    """`@key` on types; on interfaces from Federation 2.3."""
    for element in elements_of(scope.schema):
        for applied in applications(element, "key"):
            if not isinstance(element, Type):
                continue
            if element.kind is Kind.INTERFACE and (scope.state.federation or (2, 0)) < (2, 3):
                scope.error(
                    "KEY_UNSUPPORTED_ON_INTERFACE",
                    f'Cannot use @{applied.name} on interface "{element.name}": @{applied.name} is not yet supported '
                    "on interfaces",
                    location(scope.name, applied.node),
                )
            _check(_Check(scope, "key", element, applied), element)


def check_requires(scope: Scope) -> None:
    """`@requires` on fields of objects; selects external fields of the same type."""
    for field, applied in _on_fields(scope, "requires"):
        _check(_Check(scope, "requires", field, applied), scope.schema.types[field.parent])


def check_provides(scope: Scope) -> None:
    """`@provides` on fields with subfields; selects external fields below."""
    for field, applied in _on_fields(scope, "provides"):
        if scope.facts.is_external(field):
            scope.error(
                "EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE",
                f'Cannot have both @provides and @external on field "{field.coordinate}"',
                location(scope.name, field.node),
            )
            continue
        target = scope.schema.types.get(named(field.type))
        if target is None or target.kind not in COMPOSITE:
            scope.error(
                "PROVIDES_ON_NON_OBJECT_FIELD",
                f'Invalid @provides directive on field "{field.coordinate}": field has type "{field.type}" which is '
                "not a Composite Type",
                location(scope.name, field.node),
            )
            continue
        _check(_Check(scope, "provides", field, applied), target)


def _on_fields(scope: Scope, word: str) -> Iterator[tuple[Field, Applied]]:
    for element in elements_of(scope.schema):
        for applied in applications(element, word):
            if not isinstance(element, Field):
                continue
            if scope.schema.types[element.parent].kind is Kind.INTERFACE:
                scope.error(
                    f"{word.upper()}_UNSUPPORTED_ON_INTERFACE",
                    f'Cannot use @{applied.name} on field "{element.coordinate}" of parent type "{element.parent}": '
                    f"@{applied.name} is not yet supported within interfaces",
                    (*location(scope.name, applied.node), *location(scope.name, element.node)),
                )
            yield element, applied


def _check(check: _Check, parent: Type) -> None:
    upper = check.word.upper()
    if not isinstance(check.applied.args.get("fields"), str) or not _is_text(check.applied):
        check.error(f"{upper}_INVALID_FIELDS_TYPE", 'Invalid value for argument "fields": must be a string.')
        return
    try:
        selections = parse_field_set(str(check.applied.args["fields"]))
        _resolve(check, parent, selections)
    except GraphQLSyntaxError as error:
        check.error(f"{upper}_INVALID_FIELDS", error.message)
    except ValueError as problem:
        check.error(f"{upper}_INVALID_FIELDS", str(problem))
    except FieldSetError as problem:
        check.error(problem.code or f"{upper}_INVALID_FIELDS", problem.message)
    else:
        _check_selections(check, parent, selections, False)


def _is_text(applied: Applied) -> bool:
    if not isinstance(applied.node, DirectiveNode):
        return True
    values = [argument.value for argument in applied.node.arguments or () if argument.name.value == "fields"]
    # An upgraded Federation 1 directive has its text in the arguments, whatever its node says.
    return all(isinstance(value, StringValueNode) for value in values) or type(applied.args["fields"]) is str


def _resolve(check: _Check, parent: Type, selections: SelectionSetNode) -> None:
    """Whether every selection exists; the first one that does not raises FieldSetError."""
    types = check.scope.schema.types
    for selection in selections.selections:
        if isinstance(selection, FieldNode):
            _resolve_field(check, parent, selection)
        elif isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            inner = types.get(condition.name.value) if condition else parent
            if inner is None or inner.kind not in COMPOSITE:
                name = condition.name.value if condition else parent.name
                raise FieldSetError(f'Cannot find type "{name}" in subgraph "{check.scope.name}"')
            if not _can_meet(check, inner, parent):
                raise FieldSetError(
                    f'Cannot add fragment of condition "{inner.name}" (runtimes: [{", ".join(_runtime(check, inner))}])'
                    f' to parent type "{parent.name}" (runtimes: {", ".join(_runtime(check, parent))})'
                )
            _resolve(check, inner, selection.selection_set)
        else:
            raise FieldSetError("fragment spreads are not allowed in a field set")


def _can_meet(check: _Check, condition: Type, parent: Type) -> bool:
    """GraphQL 5.5.2.3: whether an object of the type ``parent`` can be one of the type ``condition``.

    What is required comes from the other subgraphs, so that they may know what this one does not. A key and what is
    provided are asked of this subgraph itself, by its own schema.
    """
    if set(_runtime(check, condition)) & set(_runtime(check, parent)):
        return True
    possible = check.scope.possible
    return check.word == "requires" and not possible[condition.name].isdisjoint(possible[parent.name])


def _runtime(check: _Check, declared: Type) -> list[str]:
    return check.scope.schema.runtime_types(declared.name)


def _resolve_field(check: _Check, parent: Type, node: FieldNode) -> None:
    name = node.name.value
    if name == "__typename":
        _resolve_typename(check, node)
        return
    field = parent.fields.get(name)
    if field is None:
        suggestion = did_you_mean(suggestion_list(name, list(parent.fields)))
        advice = (
            "the field should either be added to this subgraph or, if it should not be resolved by this subgraph, you "
            "need to add it to this subgraph with @external"
            if check.word == "key"
            else "if the field is defined in another subgraph, you need to add it to this subgraph with @external"
        )
        where = f'on type "{parent.name}"' + (f".{suggestion}" if suggestion else "")
        raise FieldSetError(f'Cannot query field "{name}" {where} ({advice}).')
    target = check.scope.schema.types.get(named(field.type))
    if check.word == "key" and target is not None and target.kind in (Kind.INTERFACE, Kind.UNION):
        kind = target.kind.value.title()
        raise FieldSetError(
            f'field "{field.coordinate}" is a {kind} type which is not allowed in @key',
            "KEY_FIELDS_SELECT_INVALID_TYPE",
        )
    if node.alias is not None:
        raise FieldSetError(
            f'Cannot use alias "{node.alias.value}" in "{node.alias.value}: {name}": aliases are not currently '
            f"supported in @{check.word}"
        )
    _check_arguments(check, field, node)
    is_composite = target is not None and target.kind in COMPOSITE
    if is_composite and node.selection_set is None:
        raise FieldSetError(
            f'Invalid empty selection set for field "{field.coordinate}" of non-leaf type "{field.type}"'
        )
    if not is_composite and node.selection_set is not None:
        raise FieldSetError(f'Field "{name}" must not have a selection since type "{field.type}" has no subfields.')
    if target is not None and node.selection_set is not None:
        _resolve(check, target, node.selection_set)


def _resolve_typename(check: _Check, node: FieldNode) -> None:
    """GraphQL 4.1: a String of every composite type, under its own name."""
    if node.alias is not None:
        raise FieldSetError(
            f'Cannot use alias "{node.alias.value}" in "{print_ast(node)}": aliases are not currently supported in '
            f"@{check.word}"
        )
    if node.arguments:
        raise FieldSetError(
            f'Unknown argument "{node.arguments[0].name.value}" found in value: "__typename" has no arguments'
        )
    if node.selection_set is not None:
        raise FieldSetError('Field "__typename" must not have a selection since type "String!" has no subfields.')


def _check_arguments(check: _Check, field: Field, node: FieldNode) -> None:
    given: dict[str, ValueNode] = {argument.name.value: argument.value for argument in node.arguments or ()}
    for name, value in given.items():
        argument = field.args.get(name)
        if argument is None:
            raise FieldSetError(
                f'Unknown argument "{name}" found in value: "{field.coordinate}" has no argument named "{name}"'
            )
        constant = value_of(value)
        if not fits(check.scope.schema, argument.type, constant):
            raise FieldSetError(
                f'Invalid value {print_value(constant)} for argument "{argument.coordinate}" of type {argument.type}'
            )
    for argument in field.args.values():
        if argument.is_required and argument.name not in given and check.word != "key":
            raise FieldSetError(
                f'Missing mandatory value for argument "{argument.name}" of field "{field.coordinate}" in selection '
                f'"{print_ast(node)}"'
            )


def _check_selections(check: _Check, parent: Type, selections: SelectionSetNode, below_external: bool) -> None:
    types, upper = check.scope.schema.types, check.word.upper()
    for selection in selections.selections:
        if selection.directives:
            found = ", ".join(print_ast(directive) for directive in selection.directives)
            check.error(
                f"{upper}_DIRECTIVE_IN_FIELDS_ARG",
                f"cannot have directive applications in the @{check.word}(fields:) argument but found {found}.",
            )
        if isinstance(selection, FieldNode):
            # The type of an object is known wherever the object is; that is nobody's to provide or to require.
            if selection.name.value != "__typename":
                _check_field(check, parent, parent.fields[selection.name.value], selection, below_external)
        elif isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            inner = types[condition.name.value] if condition else parent
            _check_selections(check, inner, selection.selection_set, below_external)


def _check_field(check: _Check, parent: Type, field: Field, node: FieldNode, below_external: bool) -> None:
    facts, word = check.scope.facts, check.word
    place = location(check.scope.name, field.node)
    if field.args and word != "requires":
        check.error(
            f"{word.upper()}_FIELDS_HAS_ARGS",
            f"field {field.coordinate} cannot be included because it has arguments (fields with argument are not "
            f"allowed in @{word})",
            place,
        )
    is_external = facts.is_external(field)
    if node.selection_set is not None:
        target = check.scope.schema.types[named(field.type)]
        external = below_external or is_external or _is_external_below(check, parent, field)
        _check_selections(check, target, node.selection_set, external)
    elif word != "key" and not below_external and not is_external:
        why = "it is not marked @external"
        provided = "already provided by this subgraph"
        if field.coordinate in facts.fake_external:
            provided = 'already "effectively" provided by this subgraph'
            why = (
                "while it is marked @external, it is a @key field of an extension type, which are not internally "
                "considered external for historical/backward compatibility reasons"
            )
        check.error(
            f"{word.upper()}_FIELDS_MISSING_EXTERNAL",
            f'field "{field.coordinate}" should not be part of a @{word} since it is {provided} ({why})',
            place,
        )


def _is_external_below(check: _Check, parent: Type, field: Field) -> bool:
    if parent.kind is not Kind.INTERFACE:
        return False
    schema = check.scope.schema
    fields = (schema.types[name].fields.get(field.name) for name in schema.runtime_types(parent.name))
    return any(each is not None and check.scope.facts.is_external(each) for each in fields)


def _printed(applied: Applied) -> str:
    if applied.node is not None:
        return print_ast(applied.node)
    return f"@{applied.name}({', '.join(f'{name}: {print_value(value)}' for name, value in applied.args.items())})"

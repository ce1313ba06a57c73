"""`@composeDirective`: directives of other specifications that a subgraph wants in the supergraph.

A composed directive must come from a linked specification, under one name, and in one major version.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphql.pyutils import suggestion_list

from gateway.composition.elements import Applied, DirectiveDefinition, applications
from gateway.composition.links import Feature
from gateway.composition.merging.process import EnumUse, Merging
from gateway.composition.report import location
from gateway.composition.specs import (
    ACCESS_CONTROL,
    AUTHENTICATED,
    CONTEXT,
    CORE,
    COST,
    FEDERATION,
    INACCESSIBLE,
    JOIN,
    LINK,
    POLICY,
    SCOPES,
    TAG,
)
from gateway.composition.state import SubgraphState
from gateway.composition.typerefs import named
from gateway.composition.words import did_you_mean
from gateway.model.composition import SourceLocation

_CODE = "DIRECTIVE_COMPOSITION_ERROR"
_OWN = (LINK, CORE, JOIN, FEDERATION, TAG, INACCESSIBLE, AUTHENTICATED, SCOPES, POLICY, CONTEXT, COST)
_COMPOSED_ANYWAY = ("tag", "inaccessible", "context", *ACCESS_CONTROL)


@dataclass(frozen=True, slots=True)
class _Request:
    """One good `@composeDirective`: ``original`` is the directive's name in its specification, ``name`` here."""

    index: int
    feature: Feature
    original: str
    name: str
    applied: Applied


@dataclass(frozen=True, slots=True)
class CustomFeature:
    """A specification to link in the supergraph: local name -> name there, of its composed directives."""

    feature: Feature
    directives: dict[str, str]


def compose_directives(merging: Merging) -> list[CustomFeature]:
    """Checks the requests, gives the supergraph the definitions, and says what to link."""
    requests = [
        request
        for index, state in enumerate(merging.subgraphs)
        for applied in applications(state.schema, "composeDirective")
        if (request := _request(merging, index, applied)) is not None
    ]
    latest = {
        identity: entry
        for identity in dict.fromkeys(feature.identity for state in merging.subgraphs for feature in _others(state))
        if (entry := _latest(merging, identity, requests)) is not None
    }
    refused = set(_inconsistent(merging, requests))
    found: dict[str, CustomFeature] = {}
    for request in requests:
        identity = request.feature.identity
        if identity in latest and request.name not in refused:
            index, newest = latest[identity]
            custom = found.setdefault(identity, CustomFeature(newest, {}))
            custom.directives[request.name] = request.original
            merging.custom[request.name] = merging.custom.get(request.name, frozenset()) | {request.index}
            _define(merging, index, request)
    return [found[identity] for identity in sorted(found)]


def _request(merging: Merging, index: int, applied: Applied) -> _Request | None:
    state = merging.subgraphs[index]
    argument = applied.args.get("name")
    problem: str | None = None
    name = argument.removeprefix("@") if isinstance(argument, str) else ""
    if not isinstance(argument, str) or not argument:
        problem = f'Argument to @composeDirective in subgraph "{state.name}" cannot be NULL or an empty String'
    elif not argument.startswith("@"):
        problem = f'Argument to @composeDirective "{argument}" in subgraph "{state.name}" must have a leading "@"'
    elif name not in state.schema.directives:
        suggestions = suggestion_list(argument, [f"@{each}" for each in state.schema.directives])
        problem = (
            f'Could not find matching directive definition for argument to @composeDirective "{argument}" in subgraph '
            f'"{state.name}".{did_you_mean(suggestions)}'
        )
    if problem is None:
        return _linked_request(merging, index, applied, name)
    merging.report.error(_CODE, problem, location(state.name, applied.node))
    return None


def _linked_request(merging: Merging, index: int, applied: Applied, name: str) -> _Request | None:
    state = merging.subgraphs[index]
    place = location(state.name, applied.node)
    source = state.links.source_of_directive(name)
    subject = f'Directive "@{name}" in subgraph "{state.name}" cannot be composed because it '
    if source is None:
        merging.report.error(_CODE, f"{subject}is not a member of a core feature", place)
        return None
    feature, original = source
    if feature.directive_name(original) != name:
        merging.report.error(_CODE, f"{subject}is imported to a different name", place)
        return None
    if feature.identity in _OWN:
        _report_own(merging, name, original, state.name, place)
        return None
    for word in ("tag", "inaccessible"):
        clashing = [other.name for other in merging.subgraphs if _local_name(other.links.federation, word) == name]
        if clashing:
            text = f'conflicts with automatically composed federation directive "@{word}". Conflict exists in '
            merging.report.error(_CODE, f"{subject}{text}subgraph(s): ({','.join(clashing)})", place)
            return None
    machinery = next((word for word in ("join", "link") if name == word or name.startswith(f"{word}__")), None)
    if machinery is not None:
        problem = f'could be taken for one of "{machinery}" in the supergraph. Please rename the import via "as".'
        merging.report.error("INVALID_LINK_DIRECTIVE_USAGE", f"{subject}{problem}", place)
        return None
    return _Request(index, feature, original, name, applied)


def _local_name(federation: Feature | None, word: str) -> str:
    return word if federation is None else federation.directive_name(word)


def _report_own(merging: Merging, name: str, original: str, subgraph: str, place: tuple[SourceLocation, ...]) -> None:
    if original in _COMPOSED_ANYWAY:
        merging.report.hint(
            "DIRECTIVE_COMPOSITION_INFO",
            f'Directive "@{name}" should not be explicitly manually composed since it is a federation directive '
            "composed by default",
            f"@{name}",
            place,
        )
    else:
        message = f'Composing federation directive "@{name}" in subgraph "{subgraph}" is not supported'
        merging.report.error(_CODE, message, place)


def _others(state: SubgraphState) -> Iterator[Feature]:
    """What a subgraph links beside the specifications that composition knows how to merge."""
    return (feature for feature in state.links.features.values() if feature.identity not in _OWN)


def _linking(merging: Merging, identity: str) -> Iterator[tuple[int, Feature]]:
    for index, state in enumerate(merging.subgraphs):
        if identity in state.links.features:
            yield index, state.links.features[identity]


def _latest(merging: Merging, identity: str, requests: list[_Request]) -> tuple[int, Feature] | None:
    """The newest version among the subgraphs that compose it, with one subgraph that links it; None if none does."""
    composing = {request.index for request in requests if request.feature.identity == identity}
    linking = list(_linking(merging, identity))
    places = [place for index, feature in linking for place in location(merging.subgraphs[index].name, feature.node)]
    chosen = {feature.version[0] for index, feature in linking if index in composing}
    if len(chosen) > 1:
        message = f'Core feature "{identity}" requested to be merged has major version mismatch across subgraphs'
        merging.report.error(_CODE, message, places)
        return None
    if len({feature.version[0] for _, feature in linking}) > 1:
        message = f'Non-composed core feature "{identity}" has major version mismatch across subgraphs'
        merging.report.hint("DIRECTIVE_COMPOSITION_INFO", message, None, places)
    if not composing:
        return None
    return max(
        ((index, feature) for index, feature in linking if index in composing),
        key=lambda entry: (entry[1].version, entry[0]),
    )


def _inconsistent(merging: Merging, requests: list[_Request]) -> Iterator[str]:
    """Names that mean two things, and directives that have two names."""
    for name in dict.fromkeys(request.name for request in requests):
        same = [request for request in requests if request.name == name]
        problem = None
        if len({request.original for request in same}) > 1:
            problem = f'Composed directive "@{name}" does not refer to the same directive in every subgraph'
        elif len({request.feature.identity for request in same}) > 1:
            problem = f'Composed directive "@{name}" is not linked by the same core feature in every subgraph'
        if problem:
            yield name
            merging.report.error(_CODE, problem, _places(merging, same))
    for original in dict.fromkeys(request.original for request in requests):
        same = [request for request in requests if request.original == original]
        if len({request.name for request in same}) > 1:
            yield from (request.name for request in same)
            message = "Composed directive is not named consistently in all subgraphs: "
            names = " but ".join(f'"@{each.name}" in subgraph "{merging.subgraphs[each.index].name}"' for each in same)
            merging.report.error(_CODE, message + names, _places(merging, same))
        _hint_other_names(merging, same[0], {request.index for request in same})


def _places(merging: Merging, requests: list[_Request]) -> list[SourceLocation]:
    return [place for each in requests for place in location(merging.subgraphs[each.index].name, each.applied.node)]


def _hint_other_names(merging: Merging, request: _Request, composing: set[int]) -> None:
    different = [
        (index, feature)
        for index, feature in _linking(merging, request.feature.identity)
        if index not in composing
        and f"@{request.original}" in feature.imports.values()
        and feature.directive_name(request.original) != request.name
    ]
    if different:
        merging.report.hint(
            "DIRECTIVE_COMPOSITION_WARN",
            f'Composed directive "@{request.original}" is named differently in a subgraph that doesn\'t export it. '
            "Consistent naming will be required to export it.",
            f"@{request.name}",
            [place for index, feature in different for place in location(merging.subgraphs[index].name, feature.node)],
        )


def _define(merging: Merging, index: int, request: _Request) -> None:
    """The definition of the newest version, or of the asking subgraph where that one does not define it."""
    schemas = (merging.subgraphs[index].schema, merging.subgraphs[request.index].schema)
    definition = next(each.directives[request.name] for each in schemas if request.name in each.directives)
    merging.result.directives[request.name] = DirectiveDefinition(
        request.name,
        dict(definition.args),
        list(definition.locations),
        definition.repeatable,
        definition.description,
    )
    for argument in definition.args.values():
        merging.enum_uses.setdefault(named(argument.type), EnumUse(as_input=argument.coordinate))

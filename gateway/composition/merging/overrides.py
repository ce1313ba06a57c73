"""`@override(from:, label:)`: a field moves from one subgraph to another, at once or step by step."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graphql.pyutils import suggestion_list

from gateway.composition.elements import Applied, Field, Kind, applications, is_marked
from gateway.composition.merging.abstraction import abstracting_fields
from gateway.composition.merging.process import Merging, Sources
from gateway.composition.report import location
from gateway.composition.state import is_interface_object
from gateway.composition.words import did_you_mean, types_named
from gateway.model.composition import SourceLocation

_LABEL = re.compile(r"[a-zA-Z][a-zA-Z0-9_\-:./]*")
_PERCENT = re.compile(r"percent\((\d{1,2}(\.\d{1,8})?|100)\)")


@dataclass(slots=True)
class Overrides:
    """What overriding means for one field: subgraphs (by place) whose field is overridden, labels, unknown sources."""

    used: set[int] = field(default_factory=set)
    unused: set[int] = field(default_factory=set)
    unknown_source: set[int] = field(default_factory=set)
    labels: dict[int, str] = field(default_factory=dict)

    def is_overridden(self, index: int) -> bool:
        """Whether another subgraph took the field over (or is about to)."""
        return index in self.used or index in self.unused


@dataclass(frozen=True, slots=True)
class _Move:
    """One @override: ``index`` takes ``target`` over."""

    index: int
    field: Field
    applied: Applied
    source: str
    places: tuple[SourceLocation, ...]


def check_overrides(merging: Merging, sources: Sources[Field], target: Field) -> Overrides:
    """Reads the overrides of a field; errors for impossible ones, hints for those that did their work."""
    result = Overrides()
    moves = {}
    for index, source in sources.items():
        applied = next(iter(applications(source, "override")), None) if source else None
        if source is not None and applied is not None:
            places = location(merging.subgraphs[index].name, applied.node)
            moves[index] = _Move(index, source, applied, str(applied.args.get("from")), places)
    for move in moves.values():
        if _is_allowed_here(merging, move, target):
            _check_source(merging, move, moves, sources, target, result)
    return result


def _is_allowed_here(merging: Merging, move: _Move, target: Field) -> bool:
    subgraph = merging.subgraphs[move.index]
    parent = subgraph.schema.types[move.field.parent]
    if parent.kind is Kind.INTERFACE:
        merging.report.error(
            "OVERRIDE_ON_INTERFACE",
            f'@override cannot be used on field "{target.coordinate}" on subgraph "{subgraph.name}": @override is not '
            "supported on interface type fields.",
            move.places,
        )
        return False
    if is_interface_object(parent):
        merging.report.error(
            "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE",
            "@override is not yet supported on fields of @interfaceObject types: cannot be used on field "
            f'"{target.coordinate}" on subgraph "{subgraph.name}".',
            move.places,
        )
        return False
    return True


def _check_source(
    merging: Merging,
    move: _Move,
    moves: dict[int, _Move],
    sources: Sources[Field],
    target: Field,
    result: Overrides,
) -> None:
    report, name = merging.report, merging.subgraphs[move.index].name
    where = f'"{target.coordinate}" on subgraph "{name}"'
    if move.source not in merging.names:
        result.unknown_source.add(move.index)
        suggestion = did_you_mean(suggestion_list(move.source, merging.names))
        message = f'Source subgraph "{move.source}" for field {where} does not exist.{suggestion}'
        report.hint("FROM_SUBGRAPH_DOES_NOT_EXIST", message, target.coordinate, move.places)
        return
    origin = merging.names.index(move.source)
    if origin == move.index:
        message = f'Source and destination subgraphs "{name}" are the same for overridden field "{target.coordinate}"'
        report.error("OVERRIDE_FROM_SELF_ERROR", message, move.places)
    elif origin in moves:
        report.error(
            "OVERRIDE_SOURCE_HAS_OVERRIDE",
            f'Field {where} is also marked with directive @override in subgraph "{move.source}". Only one @override '
            "directive is allowed per field.",
            (*move.places, *moves[origin].places),
        )
    elif (source := sources.get(origin)) is None:
        _without_source(merging, move, origin, target)
    elif not _collides(merging, move, origin, source):
        _take_over(merging, move, origin, source, target, result)


def _without_source(merging: Merging, move: _Move, origin: int, target: Field) -> None:
    name = merging.subgraphs[move.index].name
    abstract = abstracting_fields(merging, target, origin)
    if abstract:
        merging.report.error(
            "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE",
            f'Invalid @override on field "{target.coordinate}" of subgraph "{name}": source subgraph "{move.source}" '
            f'does not have field "{target.coordinate}" but abstract it in '
            f"{types_named(each.parent for each in abstract)} and overriding abstracted fields is not supported.",
            move.places,
        )
        return
    merging.report.hint(
        "OVERRIDE_DIRECTIVE_CAN_BE_REMOVED",
        f'Field "{target.coordinate}" on subgraph "{name}" no longer exists in the from subgraph. The @override '
        "directive can be removed.",
        target.coordinate,
        move.places,
    )


def _collides(merging: Merging, move: _Move, origin: int, source: Field) -> bool:
    directive, subgraph = None, move.source
    for word in ("requires", "provides"):
        if is_marked(source, word):
            directive = word
    if directive is None and merging.facts[move.index].is_external(move.field):
        directive, subgraph = "external", merging.subgraphs[move.index].name
    if directive is None:
        return False
    merging.report.error(
        "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE",
        f'@override cannot be used on field "{source.coordinate}" on subgraph "{merging.subgraphs[move.index].name}" '
        f'since "{source.coordinate}" on "{subgraph}" is marked with directive "@{directive}"',
        (*move.places, *merging.place(origin, source)),
    )
    return True


def _take_over(merging: Merging, move: _Move, origin: int, source: Field, target: Field, result: Overrides) -> None:
    name, facts = merging.subgraphs[move.index].name, merging.facts[origin]
    label = move.applied.args.get("label")
    is_used = source.coordinate in facts.used
    places = merging.place(origin, source)
    if facts.is_external(source):
        merging.report.hint(
            "OVERRIDE_DIRECTIVE_CAN_BE_REMOVED",
            f'Field "{target.coordinate}" on subgraph "{name}" is not resolved anymore by the from subgraph (it is '
            f'marked "@external" in "{move.source}"). The @override directive can be removed.',
            target.coordinate,
            move.places,
        )
    else:
        (result.used if is_used else result.unused).add(origin)
        if label is None:
            advice = f"It is {_STILL_USED}" if is_used else "Consider removing it."
            message = f'Field "{target.coordinate}" on subgraph "{move.source}" is overridden. {advice}'
            merging.report.hint("OVERRIDDEN_FIELD_CAN_BE_REMOVED", message, target.coordinate, places)
    if isinstance(label, str):
        _note_label(merging, move, origin, label, target, result)
        _hint_migration(merging, move, is_used, target, places)


_STILL_USED = (
    "still used in some federation directive(s) (@key, @requires, and/or @provides) and/or to satisfy interface "
    "constraint(s), but consider marking it @external explicitly or removing it along with its references."
)


def _note_label(merging: Merging, move: _Move, origin: int, label: str, target: Field, result: Overrides) -> None:
    if _LABEL.fullmatch(label) or _PERCENT.fullmatch(label):
        result.labels[move.index] = result.labels[origin] = label
        return
    merging.report.error(
        "OVERRIDE_LABEL_INVALID",
        f'Invalid @override label "{label}" on field "{target.coordinate}" on subgraph '
        f'"{merging.subgraphs[move.index].name}": labels must start with a letter and after that may contain '
        "alphanumerics, underscores, minuses, colons, periods, or slashes. Alternatively, labels may be of the form "
        '"percent(x)" where x is a float between 0-100 inclusive.',
        move.places,
    )


def _hint_migration(
    merging: Merging, move: _Move, is_used: bool, target: Field, places: tuple[SourceLocation, ...]
) -> None:
    if is_used:
        message = (
            f'Field "{target.coordinate}" on subgraph "{move.source}" is currently being migrated via progressive '
            "@override. It is still used in some federation directive(s) (@key, @requires, and/or @provides) and/or to "
            "satisfy interface constraint(s). Once the migration is complete, consider marking it @external explicitly "
            "or removing it along with its references."
        )
    else:
        message = (
            f'Field "{target.coordinate}" is currently being migrated with progressive @override. Once the migration '
            f'is complete, remove the field from subgraph "{move.source}".'
        )
    merging.report.hint("OVERRIDE_MIGRATION_IN_PROGRESS", message, target.coordinate, places)

"""Default values: kept only where every subgraph has the same one."""

from __future__ import annotations

from gateway.composition.elements import Argument, Field
from gateway.composition.merging.mismatch import mismatch_error, mismatch_text, spread
from gateway.composition.merging.process import Member, Merging, Sources
from gateway.composition.values import print_value, same_value

_NONE = "no default value"


def merge_default(merging: Merging, sources: Sources[Member], target: Member) -> None:
    """Sets the default of ``target``, hints where some subgraphs have none, errors where two differ."""
    present = [source for source in sources.values() if source is not None]
    defaults = [source.default for source in present if source.has_default]
    if not defaults:
        return
    kind = "Argument" if isinstance(target, Argument) else "Input field"
    if not all(same_value(defaults[0], other) for other in defaults):
        code = "FIELD_ARGUMENT_DEFAULT_MISMATCH" if isinstance(target, Argument) else "INPUT_FIELD_DEFAULT_MISMATCH"
        message = f'{kind} "{target.coordinate}" has incompatible default values across subgraphs: it has '
        mismatch_error(merging, code, message, sources, "", default_text)
    elif len(defaults) == len(present):
        target.default, target.has_default = defaults[0], True
    else:
        coordinate = target.coordinate
        text = mismatch_text(
            f'{kind} "{coordinate}" has a default value in only some subgraphs: ',
            spread(merging, sources, _text),
            _NONE,
            lambda _, names: f"will not use a default in the supergraph (there is no default in {names}) but ",
            lambda value, names: f'"{coordinate}" has default value {value} in {names}',
        )
        merging.report.hint(
            "INCONSISTENT_DEFAULT_VALUE_PRESENCE", f"{text}.", coordinate, merging.locations(dict(sources))
        )


def _text(element: Argument | Field) -> str:
    return print_value(element.default) if element.has_default else _NONE


def default_text(element: Argument | Field) -> str:
    """`default value 1`, or that there is none."""
    return f"default value {print_value(element.default)}" if element.has_default else _NONE

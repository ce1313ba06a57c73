"""Types of fields and arguments: the widest for what comes out, the narrowest for what goes in."""

from __future__ import annotations

from gateway.composition.elements import Field, Kind
from gateway.composition.merging.mismatch import mismatch_error, mismatch_text, spread
from gateway.composition.merging.process import EnumUse, Member, Merging, Sources
from gateway.composition.typerefs import is_list, is_non_null, item, named, nullable


def merge_reference(merging: Merging, sources: Sources[Member], target: Member, *, is_input: bool) -> bool:
    """Sets the type of ``target``; returns whether all sources have the same one. Adds an error or a hint if not."""
    chosen = ""
    compatible, same = True, True
    for source in sources.values():
        if source is None or source.type == chosen:
            continue
        if not chosen:
            chosen = source.type
        elif is_strict_subtype(merging, chosen, source.type):
            same = False
            chosen = source.type if is_input else chosen
        elif is_strict_subtype(merging, source.type, chosen):
            same = False
            chosen = chosen if is_input else source.type
        else:
            compatible = False
    target.type = chosen
    _note_enum_use(merging, sources, target, is_input)
    if not compatible:
        _report_incompatible(merging, sources, target)
    elif not same:
        _hint_inconsistent(merging, sources, target, is_input)
    return compatible and same


def is_strict_subtype(merging: Merging, wide: str, narrow: str) -> bool:
    """Whether ``narrow`` is a subtype of ``wide`` and not the same, by what the merged types implement.

    A list never counts as a subtype of something that is none.
    """
    if wide == narrow:
        return False
    if is_non_null(narrow):
        inner = nullable(narrow)
        if is_non_null(wide):
            return is_strict_subtype(merging, nullable(wide), inner)
        return inner == wide or is_strict_subtype(merging, wide, inner)
    if is_non_null(wide):
        return False
    if is_list(wide) or is_list(narrow):
        return is_list(wide) and is_list(narrow) and is_strict_subtype(merging, item(wide), item(narrow))
    declared, candidate = merging.result.types.get(wide), merging.result.types.get(narrow)
    if declared is None or candidate is None:
        return False
    if declared.kind is Kind.UNION:
        return narrow in declared.members
    return declared.kind is Kind.INTERFACE and wide in candidate.interfaces


def _note_enum_use(merging: Merging, sources: Sources[Member], target: Member, is_input: bool) -> None:
    declared = merging.result.types.get(named(target.type))
    if declared is None or declared.kind is not Kind.ENUM:
        return
    use = merging.enum_uses.setdefault(declared.name, EnumUse())
    index, example = next(((i, source) for i, source in sources.items() if source is not None), (0, target))
    if is_input and use.as_input is None:
        use.as_input = example.coordinate
        use.locations += merging.place(index, example)
    elif not is_input and use.as_output is None:
        use.as_output = example.coordinate
        use.locations += merging.place(index, example)


def _report_incompatible(merging: Merging, sources: Sources[Member], target: Member) -> None:
    kind, code = ("argument", "FIELD_ARGUMENT_TYPE_MISMATCH")
    if isinstance(target, Field):
        kind, code = ("field", "FIELD_TYPE_MISMATCH")
    mismatch_error(
        merging,
        code,
        f'Type of {kind} "{target.coordinate}" is incompatible across subgraphs: it has ',
        sources,
        f'type "{target.type}"',
        lambda source: f'type "{source.type}"',
    )


def _hint_inconsistent(merging: Merging, sources: Sources[Member], target: Member, is_input: bool) -> None:
    kind, code = "argument", "INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE"
    if isinstance(target, Field):
        kind, code = "field", "INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE"
    relation = "supertype" if is_input else "subtype"
    coordinate = target.coordinate
    text = mismatch_text(
        f'Type of {kind} "{coordinate}" is inconsistent but compatible across subgraphs: ',
        spread(merging, sources, lambda source: source.type),
        target.type,
        lambda reference, names: f'will use type "{reference}" (from {names}) in supergraph but "{coordinate}" has ',
        lambda reference, names: f'{relation} "{reference}" in {names}',
    )
    merging.report.hint(code, f"{text}.", coordinate, merging.locations(dict(sources)))

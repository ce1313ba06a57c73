"""From objects of the result tree to the representations that an entity fetch sends, each sent once.

Federation subgraph specification, "Resolving entities": a representation is ``__typename`` with a key's fields, and the
fields that the asked ones @require.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeAlias

from gateway.execution.collecting import Tree, runtime_type
from gateway.ground.generated import Code
from gateway.model.operation import Field, Selections
from gateway.model.plan import Representation

Represented: TypeAlias = tuple[list[int], list[Tree]]
"""For each object the number of its representation (-1: it has none), and the different representations."""

Represent: TypeAlias = Callable[[list[Tree]], Represented]


Matches: TypeAlias = Mapping[str, frozenset[str]]
"""For each type name the runtime types that a fragment on it applies to."""


def compile_represent(representations: tuple[Representation, ...], matches: Matches) -> Represent:
    """A function from objects to their representations, compared by the exact values of all their fields."""
    return write_represent(representations, matches).function("represent")


def write_represent(representations: tuple[Representation, ...], matches: Matches) -> Code:
    """The source of that function."""
    code = Code()
    with code.block("def represent(objects):"):
        code.line("seen = {}; index = []; found = []")
        with code.block("for t in objects:"):
            code.line(f"name = t.get('__typename', {_assumed_type(representations)!r})")
            with code.block("if type(name) is not str:  # of no type that anybody knows"):
                code.line("index.append(-1); continue")
            for number, representation in enumerate(representations):
                with code.block(f"if name in {code.constant(representation.on)}:"):
                    _write_representation(code, number, representation, matches)
            code.line("index.append(-1)")
        code.line("return index, found")
    return code


def _assumed_type(representations: tuple[Representation, ...]) -> str | None:
    if len(representations) == 1 and len(representations[0].on) == 1:
        return next(iter(representations[0].on))
    return None


def _write_representation(code: Code, number: int, representation: Representation, matches: Matches) -> None:
    """Ends with `continue` if the object has a representation."""
    flat = all(isinstance(selection, Field) and not selection.selections for selection in representation.selections)
    if flat:
        _write_flat(code, number, representation)
    else:
        _write_nested(code, number, representation, matches)


def _write_flat(code: Code, number: int, representation: Representation) -> None:
    fields = [f for f in representation.selections if isinstance(f, Field) and f.name != "__typename"]
    keys = {field.name for field in representation.key if isinstance(field, Field)}
    for place, field in enumerate(fields):
        code.line(f"f{place} = t.get({field.key!r})")
    missing = " or ".join(f"f{place} is None" for place, field in enumerate(fields) if field.name in keys)
    with code.block(f"if not ({missing or 'False'}):"):
        # 1, 1.0 and true are equal in Python, not in a custom scalar.
        code.line(f"k = ({number}, {''.join(f'f{place}, f{place}.__class__, ' for place in range(len(fields)))})")
        # A field may hold a custom scalar's list or object.
        code.line("try: i = seen.get(k)")
        code.line(f"except TypeError: k = {code.constant(frozen)}(k); i = seen.get(k)")
        entries = "".join(f", {field.name!r}: f{place}" for place, field in enumerate(fields))
        _write_remember(code, f"{{'__typename': {representation.typename!r}{entries}}}")


def _write_nested(code: Code, number: int, representation: Representation, matches: Matches) -> None:
    """Nested keys and requirements are read by one general function."""
    read = code.constant(lambda source: read_representation(source, representation, matches))
    code.line(f"r = {read}(t)")
    with code.block("if r is not None:"):
        code.line(f"k = {code.constant(frozen)}(({number}, r)); i = seen.get(k)")
        _write_remember(code, "r")


def _write_remember(code: Code, made: str) -> None:
    with code.block("if i is None:"):
        code.line("i = seen[k] = len(found)")
        code.line(f"found.append({made})")
    code.line("index.append(i)")
    code.line("continue")


def read_representation(source: Tree, representation: Representation, matches: Matches) -> Tree | None:
    """One object's representation, or None if a leaf of its key is missing or null."""
    if not _has_key(source, representation.key, matches):
        return None
    fields = _read(source, representation.selections, matches)
    fields.pop("__typename", None)
    return {"__typename": representation.typename, **fields}


def _has_key(value: Any, selections: Selections, matches: Matches) -> bool:
    if isinstance(value, list):
        return all(_has_key(item, selections, matches) for item in value)
    if not selections or not isinstance(value, dict):
        return value is not None and not selections
    return all(
        _has_key(value.get(key), inner, matches)
        for key, (field, inner) in _fields(value, selections, matches).items()
        if field.name != "__typename"
    )


def _read(value: Any, selections: Selections, matches: Matches) -> Any:
    """A required field that is null stays null; what cannot be read is null."""
    if not selections:
        return value
    if isinstance(value, list):
        return [_read(item, selections, matches) for item in value]
    if not isinstance(value, dict):
        return None
    fields = _fields(value, selections, matches)
    return {field.name: _read(value.get(key), inner, matches) for key, (field, inner) in fields.items()}


def _fields(source: Tree, selections: Selections, matches: Matches) -> dict[str, tuple[Field, Selections]]:
    """The fields that apply to an object of this runtime type, equal ones together (GraphQL 6.3.2)."""
    fields: dict[str, tuple[Field, Selections]] = {}
    for selection in selections:
        if isinstance(selection, Field):
            known = fields.get(selection.key)
            fields[selection.key] = (selection, (known[1] if known else ()) + selection.selections)
        elif runtime_type(source) in matches[selection.type_condition]:
            for key, (field, inner) in _fields(source, selection.selections, matches).items():
                known = fields.get(key)
                fields[key] = (field, (known[1] if known else ()) + inner)
    return fields


def frozen(value: Any) -> Hashable:
    """A JSON value as something that can be a key of a dict; equal exactly if the values are."""
    if isinstance(value, dict):
        return ("{", *((key, frozen(item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        return ("[", *(frozen(item) for item in value))
    return (type(value), value)

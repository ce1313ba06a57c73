"""The projection of a regular answer, as Python written for the shape.

A regular answer has everything where the types say it is. Anything else raises Irregular, and the careful projection
takes over: the fast code decides nothing, it only knows when there is nothing to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from gateway.ground.generated import Code
from gateway.model.budget import UNLIMITED, Budget
from gateway.model.shape import FieldShape, LeafKind, LeafShape, ListShape, ObjectShape, Position, Source
from gateway.projection.coercing import LARGEST_INT

FastProjection: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]


class Irregular(Exception):  # noqa: N818 - not an error: the careful projection decides
    """Something stands where it should not."""


def compile_projection(shape: ObjectShape, budget: Budget = UNLIMITED) -> FastProjection:
    """A function from the result tree to the client's ``data``; raises Irregular."""
    code, name = write_projection(shape, budget)
    return code.function(name)


def write_projection(shape: ObjectShape, budget: Budget = UNLIMITED) -> tuple[Code, str]:
    """The source of that function, and its name in it."""
    writer = _Writer(budget)
    name = writer.object(shape)
    return writer.code, name


class _Writer:
    """Writes one function for each object shape, and one more for each runtime type if there are several."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.code = Code()
        self.code.constants |= {"Irregular": Irregular, "irregular": _irregular, "hidden": _hidden}
        self.names: dict[int, str] = {}
        self.bodies: dict[tuple[str, tuple[FieldShape, ...]], str] = {}

    def object(self, shape: ObjectShape) -> str:
        """The name of the function for an object that is not null; it may give None for a hidden type."""
        known = self.names.get(id(shape))
        if known is None:
            known = self.names[id(shape)] = self._object(shape)
        return known

    def _object(self, shape: ObjectShape) -> str:
        if shape.type_name in shape.fields:
            return self._body(shape.type_name, shape.fields[shape.type_name])
        table: dict[str | None, str] = {name: self._body(name, fields) for name, fields in shape.fields.items()}
        if shape.assumed is not None:
            table[None] = table[shape.type_name] = self._body(shape.type_name, shape.assumed)
        name = f"object_{len(self.code.lines)}"
        with self.code.block(f"def {name}(o):"):
            self.code.line("if o.__class__ is not dict: raise Irregular")
            self.code.line("n = o.get('__typename')")
            self.code.line("if n.__class__ is not str and n is not None: raise Irregular")
            self.code.line(f"return {name}_table.get(n, irregular)(o)")
        table |= dict.fromkeys(sorted(shape.hidden), "hidden")
        entries = ", ".join(f"{key!r}: {function}" for key, function in table.items())
        self.code.line(f"{name}_table = {{{entries}}}")
        return name

    def _body(self, type_name: str, fields: tuple[FieldShape, ...]) -> str:
        known = self.bodies.get((type_name, fields))
        if known is not None:
            return known
        self.budget.spend(3 * (1 + len(fields)))
        entries, reads, checks = [], [], []
        for number, field in enumerate(fields):
            value = f"v{number}"
            if field.source is Source.TYPENAME:
                value = repr(type_name)
            elif field.source is Source.DENIED:
                value = "None"
                if not field.position.nullable:
                    checks.append("True")
            else:
                reads.append(f"{value} = o.get({field.key!r})")
                checks.extend(self._checks(field.position, value))
                value = self._converted(field.position, value)
            entries.append(f"{field.shown!r}: {value}")
        name = f"fields_{len(self.code.lines)}"
        with self.code.block(f"def {name}(o):"):
            self._write_body(reads, checks, entries)
        self.bodies[type_name, fields] = name
        return name

    def _write_body(self, reads: Iterable[str], checks: list[str], entries: list[str]) -> None:
        self.code.line("if o.__class__ is not dict: raise Irregular")
        for read in reads:
            self.code.line(read)
        if checks:
            self.code.line(f"if {' or '.join(checks)}: raise Irregular")
        self.code.line(f"return {{{', '.join(entries)}}}")

    def _checks(self, position: Position, value: str) -> list[str]:
        """Expressions that are true if the value cannot stand here as it is."""
        shape = position.shape
        if not isinstance(shape, LeafShape):
            wrong = f"{value}.__class__ is not list" if isinstance(shape, ListShape) else ""
            absent = f"{value} is None"
            if position.nullable:
                return [f"({value} is not None and {wrong})"] if wrong else []
            return [wrong or absent]
        wrong = self._wrong_leaf(shape, value)
        if not position.nullable:
            return [wrong or f"{value} is None"]
        return [f"({value} is not None and {wrong})"] if wrong else []

    def _wrong_leaf(self, shape: LeafShape, value: str) -> str:
        match shape.kind:
            case LeafKind.CUSTOM:
                return ""
            case LeafKind.ENUM:
                # A list or object cannot be looked up in a set.
                return f"({value}.__class__ is not str or {value} not in {self.code.constant(shape.visible)})"
            case LeafKind.ID | LeafKind.STRING:
                return f"{value}.__class__ is not str"
            case LeafKind.FLOAT:
                whole = f"{value}.__class__ is int and {_range(value, 2**63)}"
                return f"({value}.__class__ is not float and not ({whole}))"
            case LeafKind.INT:
                return f"({value}.__class__ is not int or not {_range(value, LARGEST_INT)})"
        return f"{value}.__class__ is not bool"

    def _converted(self, position: Position, value: str) -> str:
        """The expression for a value that passed its checks."""
        shape = position.shape
        if isinstance(shape, LeafShape):
            return value
        if isinstance(shape, ListShape):
            made = f"[{self._item(shape.item, 'x')} for x in {value}]"
            return f"None if {value} is None else {made}" if position.nullable else made
        function = self.object(shape)
        if not position.nullable:
            return f"{self._never_none(shape, function)}({value})"
        return f"None if {value} is None else {function}({value})"

    def _never_none(self, shape: ObjectShape, function: str) -> str:
        """A hidden type is null, which a non-null position does not take."""
        if not shape.hidden:
            return function
        name = f"{function}_some"
        if name not in self.code.constants:
            self.code.constants[name] = None
            with self.code.block(f"def {name}(o):"):
                self.code.line(f"r = {function}(o)")
                self.code.line("if r is None: raise Irregular")
                self.code.line("return r")
        return name

    def _item(self, position: Position, value: str) -> str:
        if isinstance(position.shape, ListShape):
            return f"{self._list_function(position)}({value})"
        checks = self._checks(position, value)
        if not checks or not isinstance(position.shape, LeafShape):
            return f"({self._converted(position, value)})"
        return f"(irregular({value}) if {checks[0]} else {value})"

    def _list_function(self, position: Position) -> str:
        """A list in a list: a function of its own, so that the loops' variables do not meet."""
        checks = self._checks(position, "v")
        made = self._converted(position, "v")
        name = f"list_{len(self.code.lines)}"
        with self.code.block(f"def {name}(v):"):
            self.code.line(f"if {checks[0]}: raise Irregular")
            self.code.line(f"return {made}")
        return name


def _range(value: str, size: int) -> str:
    return f"{-size} <= {value} < {size}"


def _irregular(_: Any) -> dict[str, Any]:
    raise Irregular


def _hidden(_: Any) -> None:
    return None

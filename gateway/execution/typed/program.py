"""A plan made ready to run on structs: functions that collect, represent, complete and tidy, written once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msgspec import UNSET, Struct
from msgspec.json import Decoder

from gateway.execution.program import Program
from gateway.execution.representing import Represented, frozen
from gateway.execution.typed.classes import Classes, attribute
from gateway.execution.typed.sites import FetchLayout, Patch, Unfit, lay_out
from gateway.execution.typed.visits import Visit, Visits, compile_visits
from gateway.ground.generated import Code
from gateway.model.budget import UNLIMITED, Budget
from gateway.model.operation import Field
from gateway.model.plan import EntityCall, Plan
from gateway.model.shape import ObjectShape


@dataclass(frozen=True, slots=True)
class TypedCall:
    """``visits``: the numbers of those that find its objects. ``complete``: (objects, index, entities) -> None.
    ``tidy``: takes the hidden fields off the objects.
    """

    variable: str
    alias: str
    visits: tuple[int, ...]
    represent: Callable[[list[Any]], Represented]
    complete: Callable[[list[Any], list[int], list[Any]], None]
    tidy: Callable[[list[Any]], None]


@dataclass(frozen=True, slots=True)
class TypedFetch:
    decoder: Decoder[Any]
    root: tuple[str, ...]
    """The attributes that go from the answer's data to the root."""
    calls: tuple[TypedCall, ...]


@dataclass(frozen=True, slots=True)
class TypedProgram:
    """``plain``: the same plan for the other back end."""

    plain: Program
    root: type[Struct]
    fetches: tuple[TypedFetch, ...]
    visits: tuple[Visit, ...]


def compile_typed(plan: Plan, shape: ObjectShape, plain: Program, budget: Budget = UNLIMITED) -> TypedProgram | None:
    """None where structs do not fit."""
    try:
        layout = lay_out(plan, shape)
    except Unfit:
        return None
    classes, visits = Classes(layout), compile_visits(layout)
    fetches = tuple(_compile_fetch(classes, visits, fetch, budget) for fetch in layout.fetches)
    return TypedProgram(plain, classes.root, fetches, visits.every)


def _compile_fetch(classes: Classes, visits: Visits, layout: FetchLayout, budget: Budget) -> TypedFetch:
    # Classes and their decoder cost more than anything else of a fetch: some tenths of a millisecond for each type.
    budget.spend(50 + len(layout.fetch.document) // 4)
    pairs = zip(layout.fetch.entities, layout.calls, strict=True)
    return TypedFetch(
        decoder=classes.decoder(layout),
        root=tuple(attribute(key) for key in layout.root.brings) if layout.root else (),
        calls=tuple(_compile_call(classes, visits, call, patch) for call, patch in pairs),
    )


def _compile_call(classes: Classes, visits: Visits, call: EntityCall, patch: Patch) -> TypedCall:
    return TypedCall(
        variable=call.variable,
        alias=attribute(call.alias),
        visits=tuple(visits.numbers[path] for path in call.paths),
        represent=_compile_represent(call, patch),
        complete=_compile_complete(patch),
        tidy=_compile_tidy(classes, patch),
    )


def _compile_represent(call: EntityCall, patch: Patch) -> Callable[[list[Any]], Represented]:
    """Like that of the other back end, and gives the same representations in the same order."""
    representation = call.representations[0]
    fields = [f for f in representation.selections if isinstance(f, Field) and f.name != "__typename"]
    keys = {field.name for field in representation.key if isinstance(field, Field)}
    code = Code()
    code.constants |= {"Unfit": Unfit, "frozen": frozen}
    missing = " or ".join(f"f{n} is None or f{n} is UNSET" for n, field in enumerate(fields) if field.name in keys)
    code.constants["UNSET"] = UNSET
    with code.block("def represent(objects):"):
        code.line("seen = {}; index = []; found = []")
        with code.block("for t in objects:"):
            for number, field in enumerate(fields):
                code.line(f"f{number} = t.{attribute(field.key)}")
                if field.name not in keys:
                    code.line(f"if f{number} is UNSET: f{number} = None")
            with code.block(f"if {missing or 'False'}:"):
                code.line("raise Unfit" if patch.demands else "index.append(-1); continue")
            code.line(f"k = ({''.join(f'f{number}, f{number}.__class__, ' for number in range(len(fields)))})")
            code.line("try: i = seen.get(k)")
            code.line("except TypeError: k = frozen(k); i = seen.get(k)")
            entries = "".join(f", {field.name!r}: f{number}" for number, field in enumerate(fields))
            with code.block("if i is None:"):
                code.line("i = seen[k] = len(found)")
                code.line(f"found.append({{'__typename': {representation.typename!r}{entries}}})")
            code.line("index.append(i)")
        code.line("return index, found")
    return code.function("represent")


def _compile_complete(patch: Patch) -> Callable[[list[Any], list[int], list[Any]], None]:
    code = Code()
    code.constants["Unfit"] = Unfit
    names = [attribute(key) for key in patch.brings]
    with code.block("def complete(objects, index, entities):"):
        with code.block("for t, i in zip(objects, index):"):
            code.line("e = entities[i] if i >= 0 else None")
            with code.block("if e is None:"):
                code.line("raise Unfit" if patch.demands else "continue")
            for name in names:
                code.line(f"t.{name} = e.{name}")
        code.line("return None")
    return code.function("complete")


def _compile_tidy(classes: Classes, patch: Patch) -> Callable[[list[Any]], None]:
    """A field that is UNSET is not encoded. What is hidden at one place may be asked for at another."""
    code = Code()
    code.constants["UNSET"] = UNSET
    with code.block("def tidy(objects):"):
        for site, hides in zip(patch.sites, patch.hides, strict=True):
            if hides:
                name = code.constant(classes.site(site))
                one_class = "" if len(patch.sites) == 1 else f"if t.__class__ is {name}: "
                with code.block("for t in objects:"):
                    code.line(f"{one_class}{' = '.join(f't.{attribute(key)}' for key in hides)} = UNSET")
        code.line("return None")
    return code.function("tidy")

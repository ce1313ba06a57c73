"""Documents that grow without bound, each in its own way, over this network's graph: what is sent to stop a gateway."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Hostile:
    """A request's document with the values of its variables."""

    text: str
    variables: Mapping[str, Any] = field(default_factory=dict)


Shape: TypeAlias = Callable[[int], Hostile]
"""The larger the number, the worse the document."""


def deep(size: int) -> Hostile:
    """Objects in objects."""
    return Hostile(f"{{ {_nested(size, 'ministries { programmes { ', 'slug')} }}")


def wide(size: int) -> Hostile:
    """Many fragments side by side, each with fields of its own."""
    parts = " ".join(f"... on CipProgramme {{ f{n}: name {{ de }} }}" for n in range(size))
    return Hostile(f"{{ programmes {{ slug {parts} }} }}")


def bomb(size: int) -> Hostile:
    """Each fragment spreads the next one twice."""
    parts = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(size)]
    return Hostile(
        " ".join(["{ ...F0 }", *parts, f"fragment F{size} on Query {{ __typename __schema {{ __typename }} }}"])
    )


def crossed_bomb(size: int) -> Hostile:
    """Two fragments spread both of the next level, so that no spread stands twice in one place."""
    level = "fragment {0}{1} on Query {{ ...A{2} ...B{2} }}"
    parts = [level.format(name, n, n + 1) for n in range(size) for name in "AB"]
    ends = [f"fragment {name}{size} on Query {{ programmes {{ slug }} }}" for name in "AB"]
    return Hostile(" ".join(["{ ...A0 ...B0 }", *parts, *ends]))


def bomb_below(size: int) -> Hostile:
    """The same below fields of different names: what is asked for doubles with each level."""
    below = "{{ ministries {{ ...F{1} }} }}"
    level = f"fragment F{{0}} on Ministry {{{{ a: programmes {below} b: programmes {below} }}}}"
    parts = [level.format(n, n + 1) for n in range(size)]
    return Hostile(
        " ".join(["{ programmes { ministries { ...F0 } } }", *parts, f"fragment F{size} on Ministry {{ code }}"])
    )


def repeated(size: int) -> Hostile:
    """One field again and again."""
    return Hostile("{ " + "programmes { slug } " * size + "}")


def interfaces(size: int) -> Hostile:
    """Levels of an interface whose implementers must be asked one by one."""
    return Hostile(f"{{ {_nested(size, 'slug name { de } ministries { code programmes { ', 'slug')} }}")


def aliases(size: int) -> Hostile:
    """One field under many names."""
    return Hostile("{ " + " ".join(f"a{n}: programmes {{ slug name {{ de }} }}" for n in range(size)) + " }")


def conditions(size: int) -> Hostile:
    """Each part has a condition of its own."""
    names = [f"v{n}" for n in range(size)]
    declared = " ".join(f"${name}: Boolean!" for name in names)
    parts = " ".join(f"a{name}: programmes @include(if: ${name}) {{ slug name {{ de }} }}" for name in names)
    return Hostile(f"query({declared}) {{ programmes {{ slug }} {parts} }}", dict.fromkeys(names, True))


def introspection(size: int) -> Hostile:
    """Types have fields that have types that have fields."""
    nested = "types { name fields { name type { name fields { name args { name type { name } } } } } }"
    return Hostile("{ " + " ".join(f"s{n}: __schema {{ {nested} }}" for n in range(size)) + " }")


def abstract(size: int) -> Hostile:
    """Fragments on interfaces inside fragments on interfaces; each stands for all types behind it."""
    head = "... on Programme { slug ... on CipProgramme { ministries { code programmes { "
    return Hostile(f"{{ programmes {{ {head * size} slug {'} } } } ' * size} }} }}")


def mutations(size: int) -> Hostile:
    """Steps that wait for each other."""
    below = "idea { id title supportOffers: id } "
    parts = " ".join(f'm{n}: submitIdea(id: "{n}") {{ {below} }}' for n in range(size))
    return Hostile(f"mutation {{ {parts} }}")


def operations(size: int) -> Hostile:
    """Many operations that each reach the same long chain of fragments."""
    many = [f"query Q{n} {{ ...F0 }}" for n in range(size)]
    chain = [f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(size)]
    return Hostile(" ".join([*many, *chain, f"fragment F{size} on Query {{ __typename }}"]))


SHAPES: tuple[Shape, ...] = (
    *(deep, wide, bomb, crossed_bomb, bomb_below, repeated, interfaces),
    *(aliases, conditions, introspection, abstract, mutations, operations),
)


def _nested(size: int, level: str, inside: str) -> str:
    return f"programmes {{ {level * size} {inside} {'} } ' * size} }}"

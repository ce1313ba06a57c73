"""Type references as their SDL text ("[User!]!"): comparing, printing and hashing them costs nothing."""

from __future__ import annotations

from functools import cache

from graphql import ListTypeNode, NonNullTypeNode, TypeNode


def text_of(node: TypeNode) -> str:
    """The reference as SDL text."""
    match node:
        case NonNullTypeNode():
            return text_of(node.type) + "!"
        case ListTypeNode():
            return f"[{text_of(node.type)}]"
    return str(node.name.value)  # type: ignore[attr-defined]  # a NamedTypeNode: the only kind left


@cache
def named(reference: str) -> str:
    """The named type inside.

    >>> named("[[User!]]!")
    'User'
    """
    return reference.strip("[]!")


def is_non_null(reference: str) -> bool:
    """Whether null is excluded."""
    return reference.endswith("!")


def nullable(reference: str) -> str:
    """The same reference without its outermost `!`."""
    return reference.removesuffix("!")


def is_list(reference: str) -> bool:
    """Whether the reference, null aside, is a list."""
    return reference.startswith("[")


def item(reference: str) -> str:
    """What a nullable list reference is a list of."""
    return reference[1:-1]


def renamed(reference: str, names: dict[str, str]) -> str:
    """The reference with another named type inside, where ``names`` has one."""
    inner = named(reference)
    new = names.get(inner)
    return reference if new is None else reference.replace(inner, new, 1)

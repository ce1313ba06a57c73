"""graphql-core's parser and visitors without the cycles that they leave, which only a collection of garbage would find.

Each collection holds the loop of whoever is being answered; so what is read and forgotten must go by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from graphql import (
    DocumentNode,
    ListTypeNode,
    NamedTypeNode,
    Node,
    NonNullTypeNode,
    TypeNode,
    Visitor,
    visit,
)
from graphql.language import Location, Token, TokenKind
from graphql.language.parser import Parser

NO_TOKEN = Token(TokenKind.SOF, 0, 0, 0, 0)


class LeanParser(Parser):
    """Leaves no tokens behind; nodes keep their places in the text, which errors tell. graphql-core's tokens lead to
    each other in both directions, so that a collection of garbage would have to find each document that is forgotten,
    and walk through the tokens of all that are remembered.
    """

    def loc(self, start_token: Token) -> Location | None:
        place = super().loc(start_token)
        if place is not None:
            place.start_token = place.end_token = NO_TOKEN
        return place

    def parse_document(self) -> DocumentNode:
        try:
            return super().parse_document()
        finally:
            token: Token | None = self._lexer.token
            while token is not None:
                token.prev, token = None, token.prev


def parse_leanly(text: str, **options: Any) -> DocumentNode:
    """As graphql-core's `parse`. Raises GraphQLSyntaxError."""
    return LeanParser(text, **options).parse_document()


def walk(root: Node, visitors: Iterable[Visitor], keys: dict[str, tuple[str, ...]] | None = None) -> None:
    """Visits the root with the first of them, which hands on to the others; afterwards all of them are empty.

    A visitor keeps its own bound methods, and all that it has seen.
    """
    every = tuple(visitors)
    try:
        visit(root, every[0], keys)
    finally:
        for each in every:
            vars(each).clear()


def type_text(node: TypeNode) -> str:
    """As graphql-core prints it, which leaves a cycle for each."""
    match node:
        case NonNullTypeNode():
            return f"{type_text(node.type)}!"
        case ListTypeNode():
            return f"[{type_text(node.type)}]"
    return cast(NamedTypeNode, node).name.value

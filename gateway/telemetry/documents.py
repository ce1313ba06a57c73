"""Documents for traces: without the values that a client wrote into them, and without his comments."""

from __future__ import annotations

from graphql import GraphQLError, Source
from graphql.language import Lexer, TokenKind

VALUES = frozenset((TokenKind.INT, TokenKind.FLOAT, TokenKind.STRING, TokenKind.BLOCK_STRING))
TOGETHER = frozenset((TokenKind.NAME, TokenKind.DOLLAR, TokenKind.AT))
LONGEST = 10_000


def without_literals(text: str) -> str:
    """Every number and string is ``?``; what is no GraphQL is nothing.

    >>> without_literals('query ($id: ID!) { idea(id: $id, title: "Anna", first: 3) { id } } # for Anna')
    'query ( $id : ID ! ) { idea ( id : $id title : ? first : ? ) { id } }'
    """
    words: list[str] = []
    lexer = Lexer(Source(text[:LONGEST]))
    try:
        while (token := lexer.advance()).kind is not TokenKind.EOF:
            word = "?" if token.kind in VALUES else token.value or token.kind.value
            if words and words[-1] in ("$", "@"):
                words[-1] += word
            else:
                words.append(word)
    except GraphQLError:
        return ""  # cut, or never GraphQL: what stands there may be anything
    return " ".join(words)

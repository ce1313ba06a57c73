"""Small ways to write subgraphs in a test."""

from __future__ import annotations

import textwrap

from gateway.composition import compose
from gateway.model.composition import Composed, CompositionFailed, SubgraphSource

FEDERATION = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{}])\n'
WORDS = """
    @key @shareable @external @requires @provides @override @inaccessible @tag @interfaceObject @extends
    @composeDirective @authenticated @requiresScopes @policy @context @fromContext @cost @listSize
"""
FULL_LINK = FEDERATION.format(", ".join(f'"{word}"' for word in WORDS.split()))


def subgraph(name: str, sdl: str, *, link: str = FULL_LINK) -> SubgraphSource:
    """A Federation 2 subgraph with everything imported, or with the given first line."""
    return SubgraphSource(name, f"http://{name}.example", link + textwrap.dedent(sdl))


def subgraphs(**sdls: str) -> list[SubgraphSource]:
    """Federation 2 subgraphs by name."""
    return [subgraph(name, sdl) for name, sdl in sdls.items()]


def composed(*sources: SubgraphSource) -> Composed:
    """The composition of subgraphs that fit."""
    result = compose(sources)
    assert isinstance(result, Composed), result
    return result


def codes(*sources: SubgraphSource) -> set[str]:
    """The codes of what is wrong; empty where the subgraphs fit."""
    result = compose(sources)
    return {error.code for error in result.errors} if isinstance(result, CompositionFailed) else set()

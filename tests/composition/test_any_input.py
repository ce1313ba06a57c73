"""Whatever the subgraphs are, composition ends in a report."""

from __future__ import annotations

import re
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.composition import compose
from gateway.composition.explanations import ERRORS, HINTS
from gateway.model.composition import Composed, CompositionFailed, SubgraphSource
from tools.judge_composition.mutate import Subgraphs, mutate

SEEDS: list[Subgraphs] = [
    [{"name": name, "sdl": sdl} for name, sdl in entry.example.items()] for entry in (*ERRORS, *HINTS)
]
TEXT = """
{ } ( ) ! [ ] @ & | : = " extend schema type interface union enum input scalar directive on repeatable null 0
-1 1e400 $ ... # \ud800 \x00 _ __typename _entities Query link import url fields @link @key {a:1} [[]] @link(url:5)
@key(fields:1) @key(fields:["id"]) @key(fields:"") @key(fields:"...") @requires(fields:"{") @provides(fields:"id{")
@fromContext(field:"$") @context(name:"") @override(from:1) @tag(name:{}) @listSize(slicingArguments:[null])
@policy(policies:[null]) @requiresScopes(scopes:"a") @cost(weight:null) @composeDirective(name:3)
@link(url:"https://a/b/v1.0",import:[{}]) @link(url:"http://[") @interfaceObject @inaccessible
"""
PIECES = TEXT.split()


def damaged(number: int) -> Subgraphs:
    """One of the examples with one to three edits: sensible ones, pieces put in, words replaced."""
    source = Random(number)
    subgraphs = [dict(each) for each in source.choice(SEEDS)]
    for _ in range(source.randint(1, 3)):
        if source.random() < 0.4:
            subgraphs = mutate(subgraphs, source) or subgraphs
            continue
        subgraph = source.choice(subgraphs)
        words = list(re.finditer(r'"[^"]*"|\w+', subgraph["sdl"])) or list(re.finditer("$", subgraph["sdl"]))
        word = source.choice(words)
        assert word is not None
        piece = source.choice((source.choice(PIECES), f" {source.choice(PIECES)} {word[0]}", ""))
        subgraph["sdl"] = subgraph["sdl"][: word.start()] + piece + subgraph["sdl"][word.end() :]
    return subgraphs


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 2**64).map(damaged))
@example(
    [{"name": "a", "sdl": 'extend schema @link(url: "http://[") @link(url: "https://specs.apollo.dev/link/v1.0")'}]
)
@example([{"name": "a", "sdl": ""}])
@example([])
def test_every_input_ends_in_a_report(subgraphs: Subgraphs) -> None:
    result = compose([SubgraphSource(each["name"], "http://x", each["sdl"]) for each in subgraphs])
    assert isinstance(result, Composed) or (isinstance(result, CompositionFailed) and result.errors)

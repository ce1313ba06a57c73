"""A request that was answered leaves nothing for the garbage collector, which would hold all answers meanwhile."""

from __future__ import annotations

import gc

from tests.kit.asking import ask
from tests.services.conftest import House

MATCH = """query ($text: String!) { match(input: { text: $text }, first: 10) { totalCount nodes { kind score
  explanation { similarity sharedTopics { slug } passage } target { __typename ... on Idea { title } } } } }"""
REQUESTS = 5
FEW = 20  # objects for each request


async def test_an_answered_request_is_gone(market: House) -> None:
    for _ in range(3):
        await ask(market.app, MATCH, {"text": "Vogelstimmen im Wald erkennen"})
    gc.collect()
    gc.disable()
    try:
        for _ in range(REQUESTS):
            answer = await ask(market.app, MATCH, {"text": "Vogelstimmen im Wald erkennen"})
            assert answer.errors == []
        del answer
        assert gc.collect() <= FEW * REQUESTS
    finally:
        gc.enable()

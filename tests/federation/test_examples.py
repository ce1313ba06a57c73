"""The federated answer equals the answer of one unfederated schema over the same records."""

from __future__ import annotations

import pytest

from tests.federation.example import example_names, load
from tests.federation.federated import ask
from tests.federation.subgraph import answer_whole

VARIABLES = {"no": False}


def cases() -> list[tuple[str, str]]:
    return [(name, query) for name in example_names() for query in load(name).queries]


@pytest.mark.parametrize(("name", "query"), cases())
async def test_the_federated_answer_is_the_unfederated_one(name: str, query: str) -> None:
    example = load(name)
    text = example.queries[query]
    variables = {key: value for key, value in VARIABLES.items() if f"${key}" in text}
    expected = answer_whole(example, text, variables, example.store())
    assert "errors" not in expected
    assert await ask(example, text, variables) == expected

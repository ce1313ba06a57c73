"""``check``: what a change of the subgraphs would break, before anybody deploys it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLSchema

from gateway.answering.graph import Graph
from gateway.commands.baseline import read_baseline
from gateway.commands.composing import compose_at_once, in_words, sources_of
from gateway.commands.sources import looked_at, looked_up, request_of
from gateway.composition.changes import check, markdown
from gateway.ground.errors import RequestError
from gateway.making import supergraph_of
from gateway.model.changes import ChangeLevel, Check
from gateway.model.composition import Composed, CompositionFailed
from gateway.operations import ClientOperation
from gateway.settings import Settings
from gateway.web.pages.operations import read_operations

WORDS = {ChangeLevel.BREAKING: "breaking", ChangeLevel.DANGEROUS: "dangerous", ChangeLevel.SAFE: "safe"}


def check_command(arguments: Namespace) -> int:
    """Compares the composed subgraphs with what is served; 1 if they do not compose or would break somebody."""
    before, sources = read_baseline(arguments.against, arguments.subgraphs), sources_of(arguments.subgraphs)
    operations = {each.id: each.query for each in read_operations(arguments.operations)}
    if isinstance(before, str):
        supergraph_of(before, Settings())  # what is no supergraph is said before anything is compared with it
    else:
        sys.stderr.write(f"{arguments.against} tells its API only: the paths between subgraphs were not compared.\n")
    result = check(before, sources, operations)
    after = compose_at_once(sources)
    costs = list(dearer(before, after, operations))
    match arguments.format:
        case "markdown":
            sys.stdout.write(markdown(result) + section(costs))
        case _ if isinstance(after, CompositionFailed):
            sys.stderr.write(in_words(after))
        case _:
            sys.stdout.write("".join(f"{line}\n" for line in [*lines(result), *costs, summary(result)]))
    return 0 if result.is_passed else 1


def lines(result: Check) -> Iterator[str]:
    """What changes, one line each, what hurts most first."""
    for level, word in WORDS.items():
        yield from (f"{word}: {each.kind}: {each.text}" for each in result.changes if each.level is level)
    for operation in result.operations:
        yield from (f"breaking: operation {operation.name}: {message}" for message in operation.messages)


def summary(result: Check) -> str:
    """The last line: whether the change may go out."""
    counts = ", ".join(f"{sum(each.level is level for each in result.changes)} {word}" for level, word in WORDS.items())
    broken = f"{len(result.operations)} saved operations broken"
    return f"{'Passed' if result.is_passed else 'Failed'}: {counts}, {broken}."


def section(costs: list[str]) -> str:
    """The costs as a part of the Markdown."""
    return (
        "".join(["\n### Saved operations that would cost more\n\n", *(f"- {line}\n" for line in costs)])
        if costs
        else ""
    )


def dearer(
    before: str | GraphQLSchema, after: Composed | CompositionFailed, operations: Mapping[str, str]
) -> Iterator[str]:
    """The saved operations whose plans need more requests than before; an API alone has no plans."""
    if not operations or not isinstance(before, str) or isinstance(after, CompositionFailed):
        return
    sdls = (before, after.supergraph_sdl)
    old, new = (looked_at(sdl) for sdl in sdls)
    for name, text in operations.items():
        then, now = requests_of(old, text), requests_of(new, text)
        if then is not None and now is not None and now > then:
            yield f"costs more: operation {name}: {now} requests instead of {then}"


def requests_of(graph: Graph, text: str) -> int | None:
    """How many requests the plan has, with everything included that a variable could; None where there is no plan."""
    try:
        return len(looked_up(graph, request_of(graph, text), _everything).plan.fetches)
    except RequestError:
        return None


def _everything(operation: ClientOperation, _: Mapping[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(operation.conditions, True)

"""``check``: what a change of the subgraphs would break, before anybody deploys it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping

from graphql import GraphQLSchema

from gateway.answering.engine import Engine, read_operation, specialise_operation
from gateway.app import engine_of, not_open, supergraph_of
from gateway.commands.baseline import read_baseline
from gateway.commands.composing import compose_at_once, in_words, sources_of
from gateway.composition.changes import check, markdown
from gateway.ground.errors import RequestError
from gateway.model.budget import Budget
from gateway.model.changes import ChangeLevel, Check
from gateway.model.composition import Composed, CompositionFailed
from gateway.operations import ClientOperation
from gateway.settings import Settings
from gateway.web.operations import read_operations

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
    old, new = (engine_of(supergraph_of(sdl, Settings()), Settings(), not_open) for sdl in sdls)
    for name, text in operations.items():
        then, now = requests_of(old, text), requests_of(new, text)
        if then is not None and now is not None and now > then:
            yield f"costs more: operation {name}: {now} requests instead of {then}"


def requests_of(engine: Engine, text: str) -> int | None:
    """How many requests the plan has, with everything included that a variable could; None where there is no plan."""
    operation = read_operation(engine, text, None)
    if not isinstance(operation, ClientOperation):
        return None
    specialised = specialise_operation(engine, operation, (True,) * len(operation.conditions))
    if isinstance(specialised, RequestError) or specialised.planned is None:
        return None
    try:
        return len(
            engine.plan(specialised.planned, labels=frozenset(), budget=Budget(engine.lanes.allowance.large)).fetches
        )
    except RequestError:
        return None

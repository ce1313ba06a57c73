"""``check``: what a change of the subgraphs would break, before anybody deploys it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from graphql import GraphQLSchema, find_breaking_changes, find_dangerous_changes, parse, validate

from gateway.app import supergraph_of
from gateway.commands.composing import in_words, sources_of
from gateway.commands.sources import read_text
from gateway.composition import compose
from gateway.model.composition import CompositionFailed
from gateway.settings import Settings
from gateway.web.operations import read_operations


def check_command(arguments: Namespace) -> int:
    """Compares the composed subgraphs with a supergraph; 1 if they do not compose or break a client or an operation."""
    result = compose(sources_of(arguments.subgraphs))
    if isinstance(result, CompositionFailed):
        sys.stderr.write(in_words(result))
        return 1
    before = supergraph_of(read_text(arguments.against), Settings()).api
    after = supergraph_of(result.supergraph_sdl, Settings()).api
    broken = [*breaking(before, after), *broken_operations(before, after, arguments.operations)]
    notes = [f"may matter: {change.description}" for change in find_dangerous_changes(before, after)]
    lines = [*broken, *notes, f"Breaking: {len(broken)}, to be looked at: {len(notes)}."]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if broken else 0


def breaking(before: GraphQLSchema, after: GraphQLSchema) -> Iterator[str]:
    """What a client could ask before and cannot ask any more, or would get in another form."""
    for change in find_breaking_changes(before, after):
        yield f"breaking: {change.type.name}: {change.description}"


def broken_operations(before: GraphQLSchema, after: GraphQLSchema, folder: Path | None) -> Iterator[str]:
    """The saved operations that were valid and are so no more, with the first reason."""
    for operation in read_operations(folder):
        document = parse(operation.query)
        errors = validate(after, document)
        if errors and not validate(before, document):
            yield f"breaking: operation {operation.id}: {errors[0].message}"

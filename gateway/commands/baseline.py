"""What a change is compared with: what is served now, by a gateway, in a file, or in a revision of git."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import orjson
from graphql import GraphQLError, GraphQLSchema, build_client_schema, get_introspection_query

from gateway.commands.sources import read_text
from gateway.ground.errors import ConfigurationError, SubgraphError
from gateway.ground.sentence import ended
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.settings import Settings
from gateway.subgraphs.http import open_network
from gateway.subgraphs.patience import within

GIT = "git:"
COMMITTED = "supergraph.graphql"  # beside the list of subgraphs
ASKING_SECONDS = 10.0
QUESTIONS = (
    get_introspection_query(specified_by_url=True, directive_is_repeatable=True, input_value_deprecation=True),
    get_introspection_query(),  # servers of older specifications know less
)


def read_baseline(place: str, subgraphs: Path) -> str | GraphQLSchema:
    """A supergraph SDL from a FILE or ``git:REV``, or the API that the gateway at a URL tells. ConfigurationError.

    ``git:REV`` is the supergraph.graphql beside ``subgraphs`` as committed there, ``git:REV:PATH`` another file of it.
    """
    if place.startswith(GIT):
        return _committed(place.removeprefix(GIT), subgraphs.parent)
    if place.startswith(("http://", "https://")):
        return asyncio.run(_served(place))
    return read_text(Path(place))


def _committed(place: str, folder: Path) -> str:
    revision, _, path = place.partition(":")
    # A path that begins with "./" counts from the folder (gitrevisions(7)); what ends the options stands before it.
    command = ["git", "-C", str(folder), "show", "--end-of-options", f"{revision or 'HEAD'}:{path or f'./{COMMITTED}'}"]
    try:
        shown = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")  # noqa: S603 - no shell
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{GIT}{place} cannot be read: {ended(error)}") from error
    if shown.returncode:
        raise ConfigurationError(f"{GIT}{place} cannot be read.", problems=(shown.stderr.strip(),))
    return shown.stdout


async def _served(url: str) -> GraphQLSchema:
    async with open_network(connections=1, largest_answer=Settings().subgraph_answer) as network:
        send = within(network, ASKING_SECONDS)
        said = ""
        for question in QUESTIONS:
            body = orjson.dumps({"query": question})
            try:
                answer = await send(SubgraphRequest("gateway", url, OperationKind.QUERY, body))
            except SubgraphError as error:
                raise ConfigurationError(f"{url} cannot be asked for its schema: {error.message}") from error
            found = _schema(answer)
            if isinstance(found, GraphQLSchema):
                return found
            said = found
    hint = "If introspection is switched off there, compare with a FILE or with git:REV."
    raise ConfigurationError(f"{url} does not tell its schema: {said}. {hint}")


def _schema(answer: SubgraphAnswer) -> GraphQLSchema | str:
    """The schema that was told, or what was said instead."""
    try:
        content = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return f"status {answer.status}, and no JSON"
    if not isinstance(content, dict) or not isinstance(content.get("data"), dict) or content.get("errors"):
        return f"status {answer.status}, {answer.body[:200].decode(errors='replace')}"
    try:
        return build_client_schema(content["data"])
    except (GraphQLError, TypeError, KeyError, ValueError, AttributeError) as error:
        return f"its answer is no schema ({error})"

"""``python -m gateway``: serve the graph, compose it, and look at every stage on its own."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from gateway.commands.checking import check_command
from gateway.commands.composing import compose_command
from gateway.commands.explaining import explain_command
from gateway.commands.keys import key_command, token_command
from gateway.commands.planning import plan_command
from gateway.commands.serving import serve_command
from gateway.commands.settings import settings_command
from gateway.commands.showing import show_command
from gateway.ground.errors import CollectedRequestError, ConfigurationError, RequestError
from gateway.identity.signing import ISSUER

USAGE_ERROR = 2


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command. 0: done; 1: what was looked at is not in order; 2: it could not be looked at."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    arguments = parser().parse_args(words)
    try:
        code: int = arguments.run(arguments)
    except ConfigurationError as error:
        say(error.message, *error.problems)
        return USAGE_ERROR
    except CollectedRequestError as error:
        say("The operation cannot be answered.", *(f"{each.code}: {each.message}" for each in error.errors))
        return 1
    except RequestError as error:
        say(f"{error.code}: {error.message}")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`... | head`): nothing is wrong, and nobody is there to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def say(first: str, *others: str) -> None:
    """An error: the sentence, then its parts."""
    sys.stderr.write("".join([f"{first}\n", *(f"  - {other}\n" for other in others)]))


def parser() -> argparse.ArgumentParser:
    """The words that the command line knows."""
    whole = argparse.ArgumentParser("python -m gateway", description=__doc__, allow_abbrev=False)
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _serve(commands.add_parser("serve", help="run the gateway", allow_abbrev=False))
    _compose(commands.add_parser("compose", help="make one graph of several subgraphs", allow_abbrev=False))
    _plan(commands.add_parser("plan", help="show how an operation would be answered", allow_abbrev=False))
    _show(commands.add_parser("show", help="look at one stage on its own", allow_abbrev=False))
    _check(commands.add_parser("check", help="what a change of the subgraphs would break", allow_abbrev=False))
    code = commands.add_parser("explain", help="what an error code means and how to mend it", allow_abbrev=False)
    code.add_argument("code", metavar="CODE")
    code.set_defaults(run=explain_command)
    known = commands.add_parser("settings", help="what can be set, and how", allow_abbrev=False)
    known.add_argument(
        "--format", choices=("table", "json-schema"), default="table", help="for people, or a JSON Schema for editors"
    )
    known.set_defaults(run=settings_command)
    key = commands.add_parser("dev-key", help="make the key pair of the development issuer", allow_abbrev=False)
    key.add_argument("folder", type=Path, metavar="FOLDER", help="where private.pem and jwks.json go")
    key.add_argument("--calls", action="store_true", help="a key that signs calls (signing_key), not tokens")
    key.add_argument("--anew", action="store_true", help="in place of a key that is there")
    key.set_defaults(run=key_command)
    _token(commands.add_parser("dev-token", help="sign a token for a program, for development", allow_abbrev=False))
    return whole


def _token(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar="FOLDER", help="where dev-key put private.pem")
    command.add_argument("persona", metavar="PERSONA", help="whose token")
    command.add_argument("--personas", type=Path, required=True, metavar="FILE", help="the demo persons (JSON)")
    command.add_argument("--to", type=Path, required=True, metavar="FILE", help="where the token goes")
    command.add_argument("--issuer", default=ISSUER, metavar="NAME", help=f"its iss, as jwt_issuer has it ({ISSUER})")
    command.add_argument("--days", type=int, default=30, metavar="NUMBER", help="how long it holds (30)")
    command.set_defaults(run=token_command)


def _graph(command: argparse.ArgumentParser) -> None:
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument("--supergraph", type=Path, metavar="FILE", help="a composed supergraph (SDL)")
    source.add_argument(
        "--subgraphs", type=Path, metavar="FILE", help="a list of subgraphs (supergraph.yaml) to compose"
    )


def _serve(command: argparse.ArgumentParser) -> None:
    _graph(command)
    command.add_argument("--host", metavar="ADDRESS", help="address to listen on")
    command.add_argument("--port", type=int, metavar="N", help="port to listen on")
    command.add_argument("--workers", type=int, metavar="N", help="processes that share the port")
    command.add_argument("--config", type=Path, metavar="FILE", help="settings (YAML); the environment wins over it")
    command.set_defaults(run=serve_command)


def _compose(command: argparse.ArgumentParser) -> None:
    command.add_argument("subgraphs", type=Path, metavar="FILE", help="the list of subgraphs (supergraph.yaml)")
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the supergraph here")
    command.add_argument("--view", metavar="NAME", help="only the part that this view of the list shows (`views:`)")
    command.add_argument("--debug", action="store_true", help="say the hints of level DEBUG, too")
    _format(command)
    command.set_defaults(run=compose_command)


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("subgraphs", type=Path, metavar="FILE", help="the list of subgraphs (supergraph.yaml)")
    command.add_argument(
        "--against",
        required=True,
        metavar="URL|FILE|git:REV",
        help="what is served now: a gateway's address, a supergraph, or the one beside FILE in a revision",
    )
    command.add_argument("--operations", type=Path, metavar="FOLDER", help="saved operations that must stay valid")
    command.add_argument(
        "--format", choices=("text", "markdown"), default="text", help="Markdown is for a pull request"
    )
    command.set_defaults(run=check_command)


def _operation(command: argparse.ArgumentParser) -> None:
    command.add_argument("operation", type=Path, metavar="FILE", help="the operation (GraphQL); - reads standard input")
    command.add_argument("--name", metavar="NAME", help="which operation of the file")
    command.add_argument(
        "--label", action="append", default=[], help="a progressive override that is active; repeatable"
    )
    command.add_argument("--variables", default="{}", metavar="JSON", help="decides @skip and @include")


def _plan(command: argparse.ArgumentParser) -> None:
    _graph(command)
    _operation(command)
    _format(command)
    command.set_defaults(run=plan_command)


def _show(command: argparse.ArgumentParser) -> None:
    stages = command.add_subparsers(title="stages", metavar="STAGE", required=True, dest="stage")
    for name, text in (
        ("graph", "the query graph: which subgraph gives which field, and the ways between subgraphs"),
        ("api", "the schema that clients see"),
    ):
        _graph(stages.add_parser(name, help=text, allow_abbrev=False))
    for name, text in (
        ("operation", "the operation as it is planned: fragments inlined, conditions decided"),
        ("paths", "every way that is considered to each leaf, before the cheapest are chosen"),
        ("fetches", "the requests that the subgraphs get, with their documents"),
        ("program", "the Python that is written to run a plan"),
    ):
        stage = stages.add_parser(name, help=text, allow_abbrev=False)
        _graph(stage)
        _operation(stage)
    command.set_defaults(run=show_command)


def _format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("text", "json"), default="text", help="for people or for programs")


if __name__ == "__main__":
    sys.exit(main())

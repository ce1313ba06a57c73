"""``explain``: what a public code means and what to do about it."""

from __future__ import annotations

import difflib
import sys
from argparse import Namespace

from gateway.composition.explanations import ERRORS, HINTS, NEVER, explain
from gateway.ground.codes import PublicCode
from gateway.ground.errors import ConfigurationError

OF_SERVICES = (
    'Codes in the `errors` of a mutation are the services\' own: gateway/README.md, "What a mutation says".',
    'Codes of errors that services report beside: services/README.md, "Errors".',
)


def explain_command(arguments: Namespace) -> int:
    """Prints the explanation. Raises ConfigurationError for an unknown code, with those that look like it."""
    code = arguments.code.upper()
    found = _request_code(code) or explain(code)
    if found is None:
        known = {*PublicCode.__members__, *(entry.code for entry in (*ERRORS, *HINTS, *NEVER))}
        close = difflib.get_close_matches(code, sorted(known))
        problems = (*(f"Did you mean {each}?" for each in close), *OF_SERVICES)
        raise ConfigurationError(f"There is no code {code}.", problems=problems)
    sys.stdout.write(found.rstrip() + "\n")
    return 0


def _request_code(word: str) -> str | None:
    if word not in PublicCode.__members__:
        return None
    code = PublicCode[word]
    return f"{word} (of a request, status {code.shown_status}; the fault is {code.fault})\n\n{code.meaning}\n"


def table() -> str:
    """The codes of requests as the rows of a Markdown table."""
    return "".join(f"| `{code}` | {code.shown_status} | {code.fault} | {code.meaning} |\n" for code in PublicCode)

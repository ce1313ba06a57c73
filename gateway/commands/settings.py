"""``settings``: what can be set, for people or for editors."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import fields

import orjson

from gateway.ground.setting_schemas import schema_of
from gateway.settings import Settings, table


def settings_command(arguments: Namespace) -> int:
    """Prints the table of gateway/README.md, or the JSON Schema of a file of settings."""
    if arguments.format == "json-schema":
        sys.stdout.write(orjson.dumps(schema_of(fields(Settings)), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stdout.write(f"| setting | default | what |\n|---|---|---|\n{table()}")
    return 0

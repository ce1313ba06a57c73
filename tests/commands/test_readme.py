"""The gateway's README cannot lie: its tables are compared with the code."""

from __future__ import annotations

import re
from argparse import _SubParsersAction
from pathlib import Path

from gateway.__main__ import parser
from gateway.commands.explaining import table as codes_table
from gateway.guard.assurance import SUBSTANTIAL
from gateway.observe.instruments import table as instruments_table
from gateway.settings import PREFIX, Settings, read_settings, table
from services.kit.changing import FaultCode

README = (Path(__file__).parents[2] / "gateway" / "README.md").read_text(encoding="utf-8")


def rows_under(heading: str) -> list[str]:
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return lines[1:]


def test_the_table_of_settings_is_that_of_the_code() -> None:
    assert "\n".join(rows_under("Settings")) + "\n" == table()


def test_the_table_of_commands_is_that_of_the_command_line() -> None:
    (commands,) = (action for action in parser()._actions if isinstance(action, _SubParsersAction))
    named = [re.findall(r"`(\S+?)`", row)[0] for row in rows_under("Commands")]
    assert named == list(commands.choices)


def test_every_default_reads_back_from_the_environment() -> None:
    """What the table shows can be written into the environment and means the same."""
    shown = {
        row.split("|")[1].strip(" `"): re.findall(r"`([^`]+)`", row.split("|")[2]) for row in rows_under("Settings")
    }
    environment = {PREFIX + name.upper(): ",".join(words) for name, words in shown.items()}
    assert read_settings(environment) == Settings()


def test_the_table_of_errors_is_that_of_the_code() -> None:
    assert "\n".join(rows_under("Errors")) + "\n" == codes_table()


def test_the_table_of_the_codes_in_payloads_is_that_of_the_services() -> None:
    named = [re.findall(r"`(\S+?)`", row)[0] for row in rows_under("What a mutation says")]
    assert named == [code.value for code in FaultCode]


def test_the_table_of_metrics_is_that_of_the_code() -> None:
    assert "\n".join(rows_under("What it tells its operator")) + "\n" == instruments_table()


def test_the_levels_of_a_strong_login_are_those_of_the_policy() -> None:
    """Whoever connects an identity provider reads here which ``acr`` it must say."""
    (row,) = (row for row in rows_under("Who may ask what") if "assurance:is_substantial`" in row)
    _, _, levels = row.partition("substantial: ")
    assert set(re.findall(r"`([^`]+)`", levels)) == SUBSTANTIAL

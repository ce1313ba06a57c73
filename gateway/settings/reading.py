"""Settings read once, from an optional YAML file and the environment; every problem is listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from gateway.ground.by_subgraph import BySubgraph
from gateway.ground.errors import ConfigurationError
from gateway.ground.setting_forms import READERS
from gateway.ground.yaml_text import read_yaml
from gateway.settings.checking import checked
from gateway.settings.every import Settings

PREFIX = "GATEWAY_"


def read_settings(environment: Mapping[str, str], file: Path | None = None) -> Settings:
    """Settings from the file, overridden by the environment.

    Raises ConfigurationError with everything that is wrong: unreadable file, unknown name, value of the wrong form.
    """
    given: dict[str, tuple[str, Any]] = {}
    problems: list[str] = []
    known = {item.name for item in fields(Settings)}
    for name, value in (_from_file(file) if file else {}).items():
        if name in known:
            given[name] = (f"{name} in {file}", value)
        else:
            problems.append(f"{file}: there is no setting {name!r}.")
    for variable, text in environment.items():
        name = variable.removeprefix(PREFIX).lower()
        if variable.startswith(PREFIX) and name in known and text != "":
            given[name] = (variable, text)
    return _settings(given, problems)


def unknown_variables(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Variables that look like settings and are none. No error: container platforms set such ones by themselves."""
    known = {f"{PREFIX}{item.name.upper()}" for item in fields(Settings)}
    return tuple(sorted(name for name in environment if name.startswith(PREFIX) and name not in known))


def _from_file(file: Path) -> Mapping[str, Any]:
    try:
        content = read_yaml(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"The settings file {file} cannot be read.", problems=(str(error),)) from error
    if content is None:
        return {}
    if not isinstance(content, dict) or not all(isinstance(name, str) for name in content):
        raise ConfigurationError(f"The settings file {file} must hold names and values.")
    return content


def _settings(given: Mapping[str, tuple[str, Any]], problems: list[str]) -> Settings:
    values: dict[str, Any] = {}
    for item in fields(Settings):
        if item.name not in given:
            continue
        place, raw = given[item.name]
        try:
            read = READERS[str(item.type)](raw)
            values[item.name] = read.over(getattr(Settings(), item.name)) if isinstance(read, BySubgraph) else read
        except (ValueError, TypeError) as error:
            problems += [f"{place}: {problem}" for problem in error.args]
    return checked(Settings(**values), problems)

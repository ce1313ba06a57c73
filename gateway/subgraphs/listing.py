"""``supergraph.yaml``: which subgraphs there are (the format that rover reads, plus owner and contact)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from gateway.ground.errors import ConfigurationError, SubgraphError
from gateway.ground.sentence import ended
from gateway.ground.yaml_text import read_yaml
from gateway.model.composition import SubgraphSource, View
from gateway.model.exchange import SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.send import Send

ENVIRONMENT = re.compile(r"\$\{env\.(\w+)\}")
ASK = orjson.dumps({"query": "{ _service { sdl } }"})


@dataclass(frozen=True, slots=True)
class ListedSubgraph:
    """One entry. Its SDL stands in ``file``, in ``sdl`` itself, or is asked of the running service at ``ask``."""

    name: str
    url: str
    file: Path | None = None
    sdl: str | None = None
    ask: str | None = None
    owner: str | None = None
    contact: str | None = None


def read_listing(file: Path, environment: Mapping[str, str]) -> tuple[ListedSubgraph, ...]:
    """The subgraphs of the file; paths in it are relative to it, ``${env.NAME}`` stands for a variable.

    Raises ConfigurationError with everything that is wrong.
    """
    problems: list[str] = []
    content = _parse(file, _filled_in(_text(file), environment, problems))
    entries = content.get("subgraphs")
    if not isinstance(entries, dict) or not entries:
        raise ConfigurationError(f"{file} lists no subgraphs; it needs `subgraphs:` with a name for each.")
    listed = [_listed(str(name), entry, file.parent, problems) for name, entry in entries.items()]
    problems += _problems_of_views(content.get("views"))
    if problems:
        raise ConfigurationError(f"The list of subgraphs {file} cannot be used.", problems=tuple(problems))
    return tuple(each for each in listed if each is not None)


def read_view(file: Path, name: str, environment: Mapping[str, str]) -> View:
    """A view that the file defines under ``views:``, by tags. Raises ConfigurationError: unknown, or not of this form.

    .. code-block:: yaml

        views:
          public: {exclude: [internal, staff]}
    """
    views = _parse(file, _filled_in(_text(file), environment, [])).get("views")
    if not isinstance(views, dict) or name not in views:
        there = ", ".join(map(str, views)) if isinstance(views, dict) and views else "none"
        raise ConfigurationError(f"{file} defines no view {name!r} under `views:`; there is: {there}.")
    wrong = _problems_of_views({name: views[name]})
    if wrong:
        raise ConfigurationError(f"{file}: {wrong[0]}")
    entry = views[name] or {}
    return View(frozenset(entry.get("include", ())), frozenset(entry.get("exclude", ())))


def _problems_of_views(views: Any) -> list[str]:
    """What is wrong with the views, whether one is asked for or not: a misspelt one would show too much one day."""
    if views is None:
        return []
    if not isinstance(views, dict):
        return ["`views:` needs a name for each view."]
    return [
        f"the view {name!r} takes lists of tags as `include` and `exclude`."
        for name, entry in views.items()
        if not _is_view(entry)
    ]


def _is_view(entry: Any) -> bool:
    return entry is None or (
        isinstance(entry, dict)
        and entry.keys() <= {"include", "exclude"}
        and all(isinstance(tags, list) and all(isinstance(tag, str) for tag in tags) for tags in entry.values())
    )


async def read_sources(listed: tuple[ListedSubgraph, ...], send: Send) -> tuple[SubgraphSource, ...]:
    """The SDL of each, from its file or its service. Raises ConfigurationError with every one that cannot be had."""
    found: list[SubgraphSource] = []
    problems: list[str] = []
    for each in listed:
        try:
            found.append(SubgraphSource(each.name, each.url, await _sdl(each, send), each.owner, each.contact))
        except (OSError, UnicodeDecodeError, ValueError) as error:
            problems.append(f"{each.name}: {error}")
        except SubgraphError as error:
            problems.append(error.message)
    if problems:
        raise ConfigurationError("The schema of some subgraphs cannot be had.", problems=tuple(problems))
    return tuple(found)


async def _sdl(each: ListedSubgraph, send: Send) -> str:
    if each.sdl is not None:
        return each.sdl
    if each.file is not None:
        return each.file.read_text(encoding="utf-8")
    # Federation subgraph specification: every subgraph tells its own SDL.
    answer = await send(SubgraphRequest(each.name, each.ask or each.url, OperationKind.QUERY, ASK))
    try:
        sdl = orjson.loads(answer.body)["data"]["_service"]["sdl"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        sdl = None
    if not isinstance(sdl, str):
        raise ValueError("it did not answer { _service { sdl } }; is it a federation subgraph?")
    return sdl


def _filled_in(text: str, environment: Mapping[str, str], problems: list[str]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] not in environment:
            problems.append(f"the environment variable {match[1]} is not set.")
        return environment.get(match[1], "")

    return ENVIRONMENT.sub(value, text)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The list of subgraphs {file} cannot be read: {ended(error)}") from error


def _parse(file: Path, text: str) -> dict[str, Any]:
    try:
        content = read_yaml(text)
    except ValueError as error:
        raise ConfigurationError(f"{file} is not YAML.", problems=(str(error),)) from error
    return content if isinstance(content, dict) else {}


def _listed(name: str, entry: Any, folder: Path, problems: list[str]) -> ListedSubgraph | None:
    schema = entry.get("schema") if isinstance(entry, dict) else None
    if not isinstance(schema, dict):
        problems.append(f"{name}: it needs `schema:` with `file:` or `subgraph_url:`.")
        return None
    texts = {**{key: entry.get(key) for key in ("routing_url", "owner", "contact")}, **schema}
    wrong = [key for key, value in texts.items() if value is not None and not isinstance(value, str)]
    if wrong:
        problems.append(f"{name}: {', '.join(wrong)} must be text.")
        return None
    sources = [key for key in ("file", "sdl", "subgraph_url") if schema.get(key)]
    if len(sources) != 1:
        problems.append(f"{name}: its schema needs one of `file`, `sdl` or `subgraph_url`.")
        return None
    return ListedSubgraph(
        name,
        url=texts["routing_url"] or schema.get("subgraph_url") or "",
        file=folder / schema["file"] if "file" in sources else None,
        sdl=schema.get("sdl"),
        ask=schema.get("subgraph_url"),
        owner=texts["owner"],
        contact=texts["contact"],
    )

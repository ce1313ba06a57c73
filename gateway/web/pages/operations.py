"""The saved queries: a folder of GraphQL files, offered to whoever opens GraphiQL."""

from __future__ import annotations

import re
from pathlib import Path

from graphql import GraphQLSyntaxError, OperationDefinitionNode

from gateway.ground.errors import ConfigurationError
from gateway.model.saved import SavedOperation
from gateway.model.syntax import parse_leanly

HEADING = re.compile(r"\A(?:\ufeff)?\s*#+ *(?P<title>[^\n]*)")
ABOVE = re.compile(r"\A(?:\ufeff)?(?:\s*#[^\n]*\n?)*")
"""The comment above the operation; a ``# Group:`` further down belongs to a field."""
GROUP = re.compile(r"^\s*#+ *Group: *(?P<group>\S[^\n]*)$", re.MULTILINE)


def read_operations(folder: Path | None) -> tuple[SavedOperation, ...]:
    """All ``*.graphql`` files of the folder, by number. Raises ConfigurationError with each that is not usable."""
    if folder is None:
        return ()
    if not folder.is_dir():
        raise ConfigurationError(f"The folder of saved queries {folder} is not there.")
    found: list[SavedOperation] = []
    problems: list[str] = []
    for file in sorted(folder.glob("*.graphql"), key=_place):
        try:
            found.append(_read(file))
        except (OSError, ValueError, GraphQLSyntaxError) as error:
            problems.append(f"{file}: {error}")
    if problems:
        raise ConfigurationError("Some saved queries cannot be read.", problems=tuple(problems))
    return tuple(found)


def _place(file: Path) -> tuple[float, str]:
    """
    >>> [each.name for each in sorted(map(Path, ("b", "100_a", "20_c")), key=_place)]
    ['20_c', '100_a', 'b']
    """
    number = file.name.partition("_")[0]
    return (int(number) if number.isdecimal() else float("inf"), file.name)


def _read(file: Path) -> SavedOperation:
    text = file.read_text(encoding="utf-8")
    operations = [node for node in parse_leanly(text).definitions if isinstance(node, OperationDefinitionNode)]
    if not operations:
        raise ValueError("there is no operation in it")
    heading = HEADING.match(text)
    name = operations[0].name.value if operations[0].name else file.stem
    title = heading["title"].strip() if heading else ""
    return SavedOperation(file.stem, title or name, operations[0].operation.value, text, group=_group(text))


def _group(text: str) -> str:
    above = ABOVE.match(text)
    found = GROUP.search(above[0]) if above else None
    return found["group"].strip() if found else ""

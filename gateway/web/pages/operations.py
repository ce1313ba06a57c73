"""The saved queries: a folder of GraphQL files, offered to whoever opens GraphiQL."""

from __future__ import annotations

import re
from pathlib import Path

from graphql import GraphQLSyntaxError, OperationDefinitionNode, parse

from gateway.ground.errors import ConfigurationError
from gateway.model.saved import SavedOperation

HEADING = re.compile(r"\A(?:\ufeff)?\s*#+ *(?P<title>[^\n]*)")


def read_operations(folder: Path | None) -> tuple[SavedOperation, ...]:
    """All ``*.graphql`` files of the folder, by name. Raises ConfigurationError with every file that is not usable."""
    if folder is None:
        return ()
    if not folder.is_dir():
        raise ConfigurationError(f"The folder of saved queries {folder} is not there.")
    found: list[SavedOperation] = []
    problems: list[str] = []
    for file in sorted(folder.glob("*.graphql")):
        try:
            found.append(_read(file))
        except (OSError, ValueError, GraphQLSyntaxError) as error:
            problems.append(f"{file}: {error}")
    if problems:
        raise ConfigurationError("Some saved queries cannot be read.", problems=tuple(problems))
    return tuple(found)


def _read(file: Path) -> SavedOperation:
    text = file.read_text(encoding="utf-8")
    operations = [node for node in parse(text).definitions if isinstance(node, OperationDefinitionNode)]
    if not operations:
        raise ValueError("there is no operation in it")
    heading = HEADING.match(text)
    name = operations[0].name.value if operations[0].name else file.stem
    return SavedOperation(
        file.stem, (heading["title"].strip() if heading else "") or name, operations[0].operation.value, text
    )

"""Files that somebody has, as rows: CSV as spreadsheets write it, and JSON. What is wrong is told with line and column.

A spreadsheet in German separates with ``;``, writes Windows-1252 unless told otherwise, begins with a mark (BOM) when
told, ends lines with CRLF, may say ``sep=;`` first, and leaves empty columns and lines at the ends. All of it is read
but for the encoding: what a byte above 127 means cannot be known, so a file in another one is refused with the place.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from services.kit.errors import StartError

Record: TypeAlias = Mapping[str, Any]
Parse: TypeAlias = Callable[[bytes], Sequence["Raw"]]
LARGEST_FILE = 256 * 2**20  # bytes
MOST_COLUMNS = 16_384
"""As many as a spreadsheet can have."""
SEPARATORS = (";", "\t", ",")
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK\x03\x04": "a spreadsheet (XLSX or ODS)", b"%PDF": "PDF"}
"""What files begin with that are no text in UTF-8."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A row as it stands in the file. ``where``: ``line 7``, ``item 3``; ``given``: its fields."""

    where: str
    given: Record


def read(parsers: Mapping[str, Parse], file: Path) -> Sequence[Raw]:
    """The rows of a file by the ending of its name. ``StartError`` for one that cannot be read as that."""
    parse = parsers.get(file.suffix.lower())
    if parse is None:
        raise StartError(f"{file}: a file to import ends with one of {', '.join(parsers)}.")
    kind = file.suffix[1:].upper()
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise StartError(f"{file} is larger than {LARGEST_FILE} bytes; import it in parts.")
        return parse(file.read_bytes())
    except OSError as error:
        raise StartError(f"{file} cannot be read: {error.strerror}.") from error
    except (csv.Error, ValueError) as error:
        raise StartError(f"{file} is no {kind} in UTF-8: {error}") from error


def text_of(content: bytes) -> str:
    """The text, without a mark at its beginning. ``ValueError`` with line and column where it is not UTF-8."""
    for mark, what in MARKS.items():
        if content.startswith(mark):
            raise ValueError(f"it is {what}; save it as CSV in UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        as_typed = content[error.start : error.start + 1].decode("cp1252", "replace")
        raise ValueError(
            f"line {line}, byte {column} is no UTF-8; in Windows-1252 it would be {as_typed!r}. Save it as CSV in UTF-8"
        ) from None


def from_csv(content: bytes) -> Sequence[Raw]:
    """The first line names the columns (RFC 4180, and as spreadsheets write it)."""
    text = text_of(content)
    separator, text = _separated(text)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    skipped = content.count(b"\n", 0, len(content)) - text.count("\n")
    try:
        return list(_rows(lines, skipped))
    except csv.Error as error:
        raise ValueError(f"line {lines.line_num + skipped}: {error}") from error


def _separated(text: str) -> tuple[str, str]:
    """What separates values, and the text without a first line that says so (``sep=;``)."""
    first, _, rest = text.partition("\n")
    said = first.strip().removeprefix("sep=")
    if first.startswith("sep=") and len(said) <= 1:
        return said or "\t", rest
    most = max(SEPARATORS, key=first.count)
    return (most if first.count(most) else ","), text


def _rows(lines: Any, skipped: int) -> Iterator[Raw]:
    header = [name.strip().lower() for name in next(lines, [])]
    _check_width(header)
    while header and not header[-1]:
        header.pop()
    if not header:
        raise ValueError("it has no header line with the names of the columns")
    twice = sorted(name for name, times in Counter(header).items() if times > 1)
    if twice:
        raise ValueError(f"its header names {', '.join(twice) or 'an empty column'} more than once")
    begin = lines.line_num
    for values in lines:
        line, begin = begin + 1 + skipped, lines.line_num
        _check_width(values)
        if any(value.strip() for value in values):
            # A value without a name is told as an unknown field; what is missing at the end is empty.
            names = [*header, *(f"value {place + 1}" for place in range(len(header), len(values)))]
            given = {name: value for name, value in zip(names, values, strict=False) if value.strip()}
            yield Raw(f"line {line}", {**dict.fromkeys(header), **given})


def _check_width(values: Sequence[str]) -> None:
    if len(values) > MOST_COLUMNS:
        raise ValueError(f"it has a line of more than {MOST_COLUMNS} columns")


def from_json(content: bytes) -> Sequence[Raw]:
    """A list of objects."""
    items = orjson.loads(text_of(content))
    if isinstance(items, dict) and items.keys() & {"@context", "@graph", "@id"}:
        raise ValueError("it is JSON-LD; its name must end with .jsonld")
    if not isinstance(items, list):
        raise ValueError("it is no list of objects")
    return [
        Raw(f"item {place}", item if isinstance(item, dict) else {"": item})
        for place, item in enumerate(items, start=1)
    ]

"""Files that somebody has, as rows: CSV as spreadsheets write it, and JSON. What is wrong is told with line and column.

A spreadsheet in German separates with ``;``, writes Windows-1252 unless told otherwise, begins with a mark (BOM) when
told, ends lines with CRLF, may say ``sep=;`` first, and leaves empty columns and lines at the ends. All of it is read
but for the encoding: what a byte above 127 means cannot be known, so a file in another one is refused with the place.
Rows of CSV and JSON are read one after the other: of a large file no more than a part is in memory, and a row has a
longest length, so that a file of strangers cannot take more either.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, TextIO, TypeAlias

import orjson

from services.kit.errors import StartError

Record: TypeAlias = Mapping[str, Any]
Parse: TypeAlias = Callable[[BinaryIO], Iterable["Raw"]]
LARGEST_FILE = 256 * 2**20  # bytes
LONGEST_ROW = 2**20
"""Characters of a row as it stands in the file; what is longer is refused before it is taken apart."""
MOST_COLUMNS = 16_384
"""As many as a spreadsheet can have."""
SEPARATORS = (";", "\t", ",")
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK\x03\x04": "a spreadsheet (XLSX or ODS)", b"%PDF": "PDF"}
"""What files begin with that are no text in UTF-8."""
LONGEST_MARK = max(map(len, MARKS))
CHUNK = 2**14  # characters
BLANK = " \t\r\n"
ITEM = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Raw:
    """A row as it stands in the file. ``where``: ``line 7``, ``item 3``; ``given``: its fields."""

    where: str
    given: Record


def read(parsers: Mapping[str, Parse], file: Path) -> Iterator[Raw]:
    """The rows of a file by the ending of its name. ``StartError`` for one that cannot be read as that.

    One by one: what is wrong with the end of a file is said when its rows before have been given.
    """
    parse = parsers.get(file.suffix.lower())
    if parse is None:
        raise StartError(f"{file}: a file to import ends with one of {', '.join(parsers)}.")
    kind = file.suffix[1:].upper()
    try:
        with file.open("rb") as content:
            if file.stat().st_size > LARGEST_FILE:
                raise StartError(f"{file} is larger than {LARGEST_FILE} bytes; import it in parts.")
            yield from parse(content)
    except OSError as error:
        raise StartError(f"{file} cannot be read: {error.strerror}.") from error
    except (csv.Error, ValueError) as error:
        raise StartError(f"{file} is no {kind} in UTF-8: {_placed(file, error)}") from error


def _placed(file: Path, error: Exception) -> str:
    """What is wrong, and for a byte that is no UTF-8 where it stands in the whole file."""
    if isinstance(error, UnicodeDecodeError):
        try:
            text_of(file.read_bytes())
        except ValueError as placed:
            return str(placed)
    return str(error)


def text_of(content: bytes) -> str:
    """The text, without a mark at its beginning. ``ValueError`` with line and column where it is not UTF-8."""
    _refuse_marks(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        as_typed = content[error.start : error.start + 1].decode("cp1252", "replace")
        raise ValueError(
            f"line {line}, byte {column} is no UTF-8; in Windows-1252 it would be {as_typed!r}. Save it as CSV in UTF-8"
        ) from None


def _refuse_marks(content: bytes) -> None:
    for mark, what in MARKS.items():
        if content.startswith(mark):
            raise ValueError(f"it is {what}; save it as CSV in UTF-8")


def _opened(content: BinaryIO) -> TextIO:
    """The text of a file, to be read on; line ends as they are."""
    begin = content.read(LONGEST_MARK)
    _refuse_marks(begin)
    content.seek(0)
    return io.TextIOWrapper(content, encoding="utf-8-sig", newline="")


def from_csv(content: BinaryIO) -> Iterator[Raw]:
    """The first line names the columns (RFC 4180, and as spreadsheets write it)."""
    with _opened(content) as text:
        bounded = _Lines(text)
        first = next(bounded, "")
        separator, is_header = _separated(first)
        lines = csv.reader(chain([first] * is_header, bounded), strict=True, delimiter=separator)
        skipped = 0 if is_header else 1
        try:
            yield from _rows(lines, skipped, bounded)
        except csv.Error as error:
            raise ValueError(f"line {lines.line_num + skipped}: {error}") from error


@dataclass(slots=True)
class _Lines:
    """The lines of a text. ``ValueError`` where those of one row (a quoted value may have many) are longer together
    than ``LONGEST_ROW``. ``size``: of those that were read of a row; who takes the row sets it to 0.
    """

    text: TextIO
    size: int = 0
    count: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_ROW + 1 - self.size)
        if not line:
            raise StopIteration
        self.size += len(line)
        self.count += 1
        if self.size > LONGEST_ROW:
            raise ValueError(f"line {self.count}: a row has more than {LONGEST_ROW} characters")
        return line


def _separated(first: str) -> tuple[str, bool]:
    """What separates values, by the first line, and whether it is the header: it may say so alone (``sep=;``)."""
    said = first.strip().removeprefix("sep=")
    if first.startswith("sep=") and len(said) <= 1:
        return said or "\t", False
    most = max(SEPARATORS, key=first.count)
    return (most if first.count(most) else ","), True


def _rows(lines: Any, skipped: int, bounded: _Lines) -> Iterator[Raw]:
    header = [name.strip().lower() for name in next(lines, [])]
    bounded.size = 0
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
        line, begin, bounded.size = begin + 1 + skipped, lines.line_num, 0
        _check_width(values)
        if any(value.strip() for value in values):
            # A value without a name is told as an unknown field; what is missing at the end is empty.
            names = [*header, *(f"value {place + 1}" for place in range(len(header), len(values)))]
            given = {name: value for name, value in zip(names, values, strict=False) if value.strip()}
            yield Raw(f"line {line}", {**dict.fromkeys(header), **given})


def _check_width(values: Sized) -> None:
    if len(values) > MOST_COLUMNS:
        raise ValueError(f"it has a line of more than {MOST_COLUMNS} columns")


def from_json(content: BinaryIO) -> Iterator[Raw]:
    """A list of objects."""
    with _opened(content) as text:
        begin = ""
        while not begin and (more := text.read(CHUNK)):
            begin = more.lstrip(BLANK)
        if not begin.startswith("["):
            raise ValueError(_no_list(begin + text.read(LONGEST_ROW)))
        for place, item in enumerate(_items(begin[1:], text), start=1):
            if isinstance(item, dict):
                _check_width(item)
            yield Raw(f"item {place}", item if isinstance(item, dict) else {"": item})


def _no_list(text: str) -> str:
    if len(text) > LONGEST_ROW:
        return "it is no list of objects; JSON-LD has a name that ends with .jsonld"
    document = orjson.loads(text)
    if isinstance(document, dict) and document.keys() & {"@context", "@graph", "@id"}:
        return "it is JSON-LD; its name must end with .jsonld"
    return "it is no list of objects"


def _items(left: str, text: TextIO) -> Iterator[Any]:
    """The items of a list whose opening bracket has been read. ``left``: what has been read behind it."""
    place = 1
    while not (left := _with_more(left, text)).startswith("]"):
        if place > 1:
            if not left.startswith(","):
                raise ValueError(f"there is no comma before item {place}")
            left = _with_more(left[1:], text)
        item, left = _item(left, text, place)
        yield item
        place += 1
    left = left[1:]
    while not left.strip(BLANK) and (more := text.read(CHUNK)):
        left = more
    if left.strip(BLANK):
        raise ValueError("there is something behind its list")


def _with_more(left: str, text: TextIO) -> str:
    """What has been read, without blanks at its beginning; more where that is nothing."""
    left = left.lstrip(BLANK)
    while not left and (more := text.read(CHUNK)):
        left = more.lstrip(BLANK)
    if not left:
        raise ValueError("its list has no end")
    return left


def _item(left: str, text: TextIO, place: int) -> tuple[Any, str]:
    """The item that ``left`` begins with, and what is behind it."""
    wanted = CHUNK
    while True:
        try:
            end, why = ITEM.raw_decode(left)[1], "its list has no end"
            if end > LONGEST_ROW:
                break
            if end < len(left):  # a number that ends with what has been read may go on
                # By the parser of all other JSON: the first one finds where an item ends, and takes what is none (NaN).
                return orjson.loads(left[:end]), left[end:]
        except orjson.JSONDecodeError as error:
            raise ValueError(f"item {place}: {error}") from error
        except (ValueError, RecursionError) as error:
            why = str(error)
        if len(left) > LONGEST_ROW:
            break
        more = text.read(wanted)
        if not more:
            raise ValueError(f"item {place}: {why}")
        left, wanted = left + more, wanted * 2
    raise ValueError(f"item {place} has more than {LONGEST_ROW} characters")

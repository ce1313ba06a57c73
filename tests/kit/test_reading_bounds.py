"""What a stranger's file may take: a row has a longest length, and a file read as a whole a process with bounds."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from services.kit import apart
from services.kit.apart import Apart
from services.kit.reading import LONGEST_ROW, Parse, Raw, from_csv, from_json

ROOT = Path(__file__).resolve().parents[2]
MIB = 2**20
SHARE = 32 * MIB
"""Bytes that refusing takes at most: a row as it is read, twice, and what a parser makes of one."""


class Endless(RawIOBase):
    """A beginning, and then a part again and again: nothing of it is in memory. ``size``: in bytes."""

    def __init__(self, begin: bytes, part: bytes, size: int = 128 * MIB) -> None:
        super().__init__()
        self.begin, self.part, self.left = begin, part * (MIB // len(part)), size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        assert offset == whence == 0
        self.place = 0
        return 0

    place = 0

    def readinto(self, into: Any) -> int:
        part = self.begin[self.place :] if self.place < len(self.begin) else self.part
        part = part[: min(len(into), self.left)]
        into[: len(part)] = part
        self.place += len(part)
        self.left -= len(part)
        return len(part)

    def read1(self, size: int = -1) -> bytes:
        return self.read(size) or b""


@pytest.mark.parametrize(
    ("parse", "begin", "part"),
    [
        (from_csv, b"a,b\n", b","),
        (from_csv, b"", b","),
        (from_csv, b"a,b\n", b'"\n",'),  # one row of many lines
        (from_csv, b'a,b\n"', b"\n"),
        (from_csv, b"a,b\n", b"\x00"),
        (from_json, b'[{"a":[', b"[],"),
        (from_json, b'[{"a":"', b"x"),
        (from_json, b"[", b"1"),
        (from_json, b'{"a":[', b"[],"),
        (from_json, b"[]", b" "),
        (from_json, b"", b" "),
    ],
)
def test_a_row_without_an_end_takes_no_memory(
    parse: Callable[[BinaryIO], Iterator[Raw]], begin: bytes, part: bytes
) -> None:
    content = cast(BinaryIO, Endless(begin, part))
    tracemalloc.start()
    try:
        with_end = begin == b"[]"
        if with_end:
            assert list(parse(content)) == []
        else:
            with pytest.raises(ValueError, match=r"row has more|item 1|field larger|no list|empty"):
                list(parse(content))
        assert tracemalloc.get_traced_memory()[1] < SHARE
    finally:
        tracemalloc.stop()


def test_the_longest_row_is_read_and_not_one_character_more() -> None:
    values = ["x" * 104_000] * (LONGEST_ROW // 104_001)
    line = ",".join(values)
    line += " " * (LONGEST_ROW - len(line) - 1) + "\n"
    head = ",".join(f"c{place}" for place in range(len(values))) + "\n"
    assert [len(raw.given) for raw in from_csv(BytesIO((head + line * 3).encode()))] == [len(values)] * 3
    with pytest.raises(ValueError, match="line 3: a row has more than 1048576 characters"):
        list(from_csv(BytesIO((head + line + " " + line).encode())))
    item = '{"a":"%s"}' % ("x" * (LONGEST_ROW - len('{"a":""}')))
    assert len(list(from_json(BytesIO(f"[{item},{item}]".encode())))) == 2
    with pytest.raises(ValueError, match="item 2 has more than 1048576 characters"):
        list(from_json(BytesIO(f'[{item},{item[:-2]}x"}}]'.encode())))


def grow(_: BinaryIO) -> Sequence[Raw]:
    return [Raw(str(len(bytearray(2**40))), {})]


def hang(_: BinaryIO) -> Sequence[Raw]:
    while True:
        pass


def end(_: BinaryIO) -> Sequence[Raw]:
    raise SystemExit(3)


def refuse(content: BinaryIO) -> Sequence[Raw]:
    raise ValueError(f"{content.read().decode()} is no word")


def give(content: BinaryIO) -> Sequence[Raw]:
    return [Raw("here", {"said": content.read().decode()})]


def give_much(_: BinaryIO) -> Sequence[Raw]:
    return [Raw("here", {"said": bytes(400 * MIB)})]


def tell_and_hang(content: BinaryIO) -> Sequence[Raw]:
    Path(content.read().decode()).write_text(str(os.getpid()))
    return hang(content)


@pytest.mark.parametrize(
    ("parse", "seconds", "why"),
    [
        (grow, 60.0, "it takes more than 1536 MiB of memory to read; import it in parts"),
        (hang, 0.1, "it was not read within 0.1 seconds; import it in parts"),
        (end, 60.0, "the process that read it ended; import it in parts"),
        (refuse, 60.0, "hello is no word"),
    ],
)
def test_what_a_parser_makes_of_a_file_has_an_end(parse: Parse, seconds: float, why: str) -> None:
    with pytest.raises(ValueError) as refused:
        Apart(parse, seconds=seconds)(BytesIO(b"hello"))
    assert str(refused.value) == why


def test_a_file_read_apart_gives_its_rows_and_is_not_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Apart(give)(BytesIO(b"hello")) == [Raw("here", {"said": "hello"})]
    monkeypatch.setattr(apart, "LARGEST", 4)
    with pytest.raises(ValueError, match="it is larger than 4 bytes; import it in parts"):
        Apart(give)(BytesIO(b"hello"))


def test_rows_that_fit_once_and_not_twice_are_too_much() -> None:
    with pytest.raises(ValueError, match="it takes more than 700 MiB of memory to read"):
        Apart(give_much, memory=700 * MIB)(BytesIO())


def test_a_parser_ends_with_the_one_that_waits_for_it(tmp_path: Path) -> None:
    told = tmp_path / "told"
    os.mkfifo(told)
    program = f"from {__name__} import *\nApart(tell_and_hang)(BytesIO({str(told)!r}.encode()))"
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) as caller:
        parser = os.pidfd_open(int(told.read_text()))
        caller.kill()
    try:
        assert select.select([parser], [], [], 60.0)[0]
    finally:
        os.close(parser)

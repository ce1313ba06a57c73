"""The text of Server-Sent Events, read piece by piece as it comes (WHATWG HTML, 9.2.6), without I/O."""

from __future__ import annotations

import re
from typing import NamedTuple

END = re.compile(rb"\r\n|\n|\r")
MARK = b"\xef\xbb\xbf"


class TooLargeError(Exception):
    """One event is larger than allowed."""


class Event(NamedTuple):
    """``name``: empty where the text gives none."""

    name: str
    data: bytes


class EventText:
    r"""What has come of the text until now. ``largest``: bytes of one event.

    >>> text = EventText(100)
    >>> text.feed(b"event: next\ndata: {}"), text.feed(b"\r"), text.feed(b"\n\n:\n\nevent: complete\ndata:\n\n")
    ([], [], [Event(name='next', data=b'{}'), Event(name='complete', data=b'')])
    """

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._size = 0
        self._pieces: list[bytes] = []
        self._begun = 0
        """Bytes of the pieces: counted as they come, since a line may come byte by byte."""
        self._name = ""
        self._data: list[bytes] = []
        self._is_first = True
        self._is_half_ended = False
        """The last piece ended with CR: an LF that follows belongs to it."""

    def feed(self, piece: bytes) -> list[Event]:
        """The events that are complete with this piece. Raises TooLargeError."""
        if self._is_half_ended:
            piece = piece.removeprefix(b"\n")
        self._is_half_ended = piece.endswith(b"\r")
        found: list[Event] = []
        if END.search(piece) is None:
            self._pieces.append(piece)
            self._begun += len(piece)
            self._check(self._begun)
            return found
        *lines, rest = END.split(b"".join((*self._pieces, piece)))
        for line in lines:
            self._size += len(line) + 1
            self._check(0)
            if line:
                self._field(line.removeprefix(MARK) if self._is_first else line)
            else:
                found += self._ended()
            self._is_first = False
        self._pieces, self._begun = [rest], len(rest)
        self._check(len(rest))
        return found

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        match name:
            case b"event":
                self._name = value.removeprefix(b" ").decode("utf-8", "replace")
            case b"data":
                self._data.append(value.removeprefix(b" "))
            case _:
                """A comment (without a name), or a field that is of no use here."""

    def _ended(self) -> list[Event]:
        # Stricter readers want data, too; some servers send `event: complete` without it.
        found = [Event(self._name, b"\n".join(self._data))] if self._name or self._data else []
        self._name, self._data, self._size = "", [], 0
        return found

    def _check(self, begun: int) -> None:
        """``begun``: bytes of a line that has not ended yet."""
        if self._size + begun > self._largest:
            raise TooLargeError

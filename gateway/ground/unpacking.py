"""Content codings undone (RFC 9110 8.4): for services that compress although they were asked not to."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from importlib import import_module
from typing import Any


def library(name: str) -> Any:
    """A library that is a requirement; None where somebody installed without it: its coding is not there then."""
    try:
        return import_module(name)
    except ImportError:
        return None


zstandard = library("zstandard")
CODINGS = 8
"""So many, one around the other, are undone."""
GZIP = zlib.MAX_WBITS | 16
ZLIB = zlib.MAX_WBITS
RAW = -zlib.MAX_WBITS
WINDOW = 8 * 1024 * 1024
"""RFC 9659 3: no larger window in the coding zstd."""
TAKEN = ("zstd", "gzip") if zstandard is not None else ("gzip",)
"""What can be unpacked, and may be asked for."""


class PackedError(Exception):
    """The body is not what its codings say, or in a coding that is not known here."""


class UnpackedTooLargeError(Exception):
    """The body is larger than allowed when it is unpacked."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """One member unpacked, and what follows it."""

    body: bytes
    rest: bytes


def unpacked(body: bytes, codings: str, largest: int) -> bytes:
    """The body without ``codings``, a Content-Encoding's value: names in the order in which they were applied.

    Never makes more than ``largest`` bytes at any step. Raises PackedError or UnpackedTooLargeError.
    """
    names = [name for each in codings.split(",") if (name := each.strip(" \t").lower()) not in ("", "identity")]
    if len(names) > CODINGS:
        raise PackedError(f"{len(names)} codings around one body")
    for name in reversed(names):
        if name in ("gzip", "x-gzip"):
            body = _gunzipped(body, largest)
        elif name == "deflate":
            body = _inflated(body, largest)
        elif name == "zstd" and zstandard is not None:
            body = _unzstd(body, largest)
        else:
            raise PackedError(f"the coding {name!r} was not asked for")
    return body


def _gunzipped(body: bytes, largest: int) -> bytes:
    """RFC 1952 2.2: one member after the other. Zeros behind the last one fill a block and mean nothing."""
    made = bytearray()
    while True:
        member = _member(body, GZIP, largest - len(made))
        made += member.body
        body = member.rest.lstrip(b"\0")
        if not body:
            return bytes(made)


def _unzstd(body: bytes, largest: int) -> bytes:
    """RFC 8878 3: one frame after the other. Measured before it is made: a few bytes can stand for gigabytes."""
    unpacking = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    try:
        with unpacking.stream_reader(io.BytesIO(body), read_across_frames=True) as reader:
            if len(reader.read(largest + 1)) > largest:
                raise UnpackedTooLargeError
        made = bytearray()
        while body:
            frame = unpacking.decompressobj()
            made += frame.decompress(body)
            if not frame.eof:
                raise PackedError("it ends in the middle")
            body = frame.unused_data
    except zstandard.ZstdError as error:
        raise PackedError(str(error)) from error
    return bytes(made)


def _inflated(body: bytes, largest: int) -> bytes:
    """RFC 9110 8.4.1.2: in the zlib format, though some send the bare data."""
    try:
        found = _member(body, ZLIB, largest)
    except PackedError:
        found = _member(body, RAW, largest)
    if found.rest:
        raise PackedError("there is more behind the end")
    return found.body


def _member(body: bytes, form: int, largest: int) -> _Whole:
    unpacking = zlib.decompressobj(wbits=form)
    try:
        made = unpacking.decompress(body, largest + 1)
    except zlib.error as error:
        raise PackedError(str(error)) from error
    if len(made) > largest:
        raise UnpackedTooLargeError
    if not unpacking.eof:
        raise PackedError("it ends in the middle")
    return _Whole(made, unpacking.unused_data)

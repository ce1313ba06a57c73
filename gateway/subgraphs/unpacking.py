"""Content codings undone (RFC 9110 8.4): for services that compress although they were asked not to."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

CODINGS = 8
"""So many, one around the other, are undone."""
GZIP = zlib.MAX_WBITS | 16
ZLIB = zlib.MAX_WBITS
RAW = -zlib.MAX_WBITS


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

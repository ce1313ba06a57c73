"""Content codings (RFC 9110 8.4): which one a client takes, and bodies packed and unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from gateway.ground.unpacking import GZIP, library, zstandard

brotli = library("brotli")

Pack = Callable[[bytes], bytes]
KNOWN = ("zstd", "br", "gzip")
"""In the order in which we prefer them."""
ZSTD_LEVEL, BROTLI_LEVEL, GZIP_LEVEL = 3, 4, 5
"""Beyond these a level costs more time than it saves on the way."""


def _gzip(body: bytes) -> bytes:
    packing = zlib.compressobj(GZIP_LEVEL, wbits=GZIP)
    return packing.compress(body) + packing.flush()


def _zstd(body: bytes) -> bytes:
    made: bytes = zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(body)
    return made


def _brotli(body: bytes) -> bytes:
    made: bytes = brotli.compress(body, quality=BROTLI_LEVEL)
    return made


def _there() -> Mapping[str, Pack]:
    found: dict[str, tuple[Any, Pack]] = {"zstd": (zstandard, _zstd), "br": (brotli, _brotli), "gzip": (zlib, _gzip)}
    return MappingProxyType({name: pack for name, (library, pack) in found.items() if library is not None})


PACK: Mapping[str, Pack] = _there()
"""How to pack in each coding that can be had here."""


@lru_cache(maxsize=256)
def chosen(accepted: str | None, offered: tuple[str, ...]) -> str | None:
    """The coding for a client's Accept-Encoding; None for the body as it is (RFC 9110 12.5.3).

    >>> chosen("gzip, br;q=0.5, *;q=0.1", ("br", "gzip")), chosen("identity", ("gzip",)), chosen(None, ("gzip",))
    ('gzip', None, None)
    >>> chosen("gzip;q=0.5, identity;q=0.8", ("gzip",)), chosen("*", ("zstd", "gzip")), chosen("x-gzip", ("gzip",))
    (None, 'zstd', 'gzip')
    """
    if not accepted:
        return None
    wanted = dict(_weighed(part) for part in accepted.lower().split(",") if part.strip())
    wanted.setdefault("gzip", wanted.get("x-gzip", wanted.get("*", 0.0)))
    least = wanted.get("identity", 0.0)
    best = max(offered, key=lambda name: (wanted.get(name, wanted.get("*", 0.0)), -offered.index(name)), default=None)
    if best is None:
        return None
    quality = wanted.get(best, wanted.get("*", 0.0))
    return best if quality > 0 and quality >= least else None


def _weighed(part: str) -> tuple[str, float]:
    name, _, rest = part.partition(";")
    key, _, value = rest.partition("=")
    if key.strip() != "q":
        return name.strip(), 1.0
    try:
        return name.strip(), min(max(float(value), 0.0), 1.0)
    except ValueError:
        return name.strip(), 0.0

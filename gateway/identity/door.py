"""Who asks, by any of several issuers: where each one's tokens come, and which of them a token names as its own."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from http.cookies import CookieError, SimpleCookie
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

import orjson

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.ground.issuers import TrustedIssuer
from gateway.identity.tokens import Checker
from gateway.model.caller import ANONYMOUS, Caller

Headers: TypeAlias = Mapping[bytes, bytes]
"""Names in small letters, each once."""
UNAUTHENTICATED = PublicCode.UNAUTHENTICATED
BEARER = ("authorization", "bearer")


@dataclass(frozen=True, slots=True)
class Entry:
    """An issuer, and who checks its tokens."""

    issuer: TrustedIssuer
    checker: Checker


class Way(NamedTuple):
    """A header in which tokens come, and the issuers whose tokens come in it. ``name``: as it comes."""

    name: bytes
    header: str
    scheme: str
    entries: tuple[Entry, ...]
    is_bearer: bool


def _ways(entries: Iterable[Entry]) -> tuple[Way, ...]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for each in entries:
        found.setdefault((each.issuer.header, each.issuer.scheme.lower()), []).append(each)
    return tuple(Way(way[0].encode(), *way, tuple(those), way == BEARER) for way, those in found.items())


@dataclass(frozen=True, slots=True)
class Door:
    """``origins``: those whose pages may come with a cookie, beside our own. ``is_closed``: nobody comes in without a
    token. Without entries no token is checked: the subgraphs see for themselves.
    """

    entries: tuple[Entry, ...] = ()
    origins: frozenset[str] = frozenset()
    is_closed: bool = False
    ways: tuple[Way, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ways", _ways(self.entries))

    async def __call__(self, headers: Headers) -> Caller:
        """The caller. Raises RequestError (UNAUTHENTICATED) for a token that does not hold, and for none at a closed
        door; SubgraphError when an issuer's keys cannot be had.
        """
        shown = self._shown(headers) if self.entries else None
        if shown is None:
            if self.is_closed:
                raise NobodyError("Log in to use this graph.", code=UNAUTHENTICATED)
            return ANONYMOUS
        token, possible, is_bearer = shown
        caller = await _chosen(token, possible).checker.caller(token)
        return caller if is_bearer else replace(caller, token=token)

    async def ready(self) -> None:
        """Until every issuer was asked for its keys once."""
        await asyncio.gather(*(entry.checker.keys.ready() for entry in self.entries))

    def _shown(self, headers: Headers) -> tuple[str, tuple[Entry, ...], bool] | None:
        """A token, the issuers whose tokens come so, and whether it came as services look for it."""
        for way in self.ways:
            value = headers.get(way.name)
            if value is not None:
                token = _after(way.scheme, value.decode("latin-1"), way.header)
                return token, way.entries, way.is_bearer
        named = dict.fromkeys(each.issuer.cookie for each in self.entries if each.issuer.cookie)
        if named and b"cookie" in headers and self._may_bring_cookies(headers):
            cookies = _cookies(headers[b"cookie"])
            for name in named:
                if name in cookies:
                    entries = tuple(each for each in self.entries if each.issuer.cookie == name)
                    return cookies[name], entries, False
        return None

    def _may_bring_cookies(self, headers: Headers) -> bool:
        # A browser sends cookies along with whatever a foreign page asks for; only Origin tells whose page it is.
        origin = headers.get(b"origin", b"").decode("latin-1")
        is_own = bool(origin) and urlsplit(origin).netloc == headers.get(b"host", b"").decode("latin-1")
        return is_own or origin in self.origins


class NobodyError(RequestError):
    """No token was shown where one is needed; nothing is wrong with any."""


def _after(scheme: str, value: str, header: str) -> str:
    if not scheme:
        return value.strip()
    word, _, token = value.partition(" ")
    token = token.strip()
    if word.lower() != scheme or not token:
        shown = "-".join(part.capitalize() for part in header.split("-"))
        raise RequestError(f"The {shown} header must be '{scheme.capitalize()} <token>'.", code=UNAUTHENTICATED)
    return token


def _cookies(header: bytes) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header.decode("latin-1")).items()}
    except CookieError:
        return {}


def _chosen(token: str, possible: Iterable[Entry]) -> Entry:
    """The token's ``iss`` chooses; whether it speaks the truth is seen when it is checked."""
    entries = tuple(possible)
    if len(entries) == 1:
        return entries[0]
    for entry in entries:
        if entry.checker.knows(token):
            return entry
    issuer = _claimed_issuer(token)
    for entry in entries:
        if entry.issuer.issuer == issuer:
            return entry
    raise RequestError("The token does not hold: its issuer is not known here.", code=UNAUTHENTICATED)


def _claimed_issuer(token: str) -> Any:
    parts = token.split(".")
    try:
        claims = orjson.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (IndexError, ValueError):
        claims = None
    if not isinstance(claims, dict):
        raise RequestError("The token does not hold: it is no JWT.", code=UNAUTHENTICATED)
    return claims.get("iss")

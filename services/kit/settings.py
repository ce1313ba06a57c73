"""Settings from the environment, read once into one frozen object.

==========================  =====================================================================================
variable                    meaning
==========================  =====================================================================================
``<P>_DATABASE_URL``        PostgreSQL; else ``DATABASE_URL``
``<P>_HOST``, ``<P>_PORT``  where to listen (127.0.0.1 and the service's own port)
``<P>_POOL_SIZE``           most connections to the database (10)
``<P>_LIMIT_BODY``          bytes of the largest request body (16777216); a gateway sends long lists of references
``<P>_LIMIT_HEAD``          bytes of the largest request head: line and headers (65536)
``<P>_LIMIT_TOKENS``        most tokens in a document (15000)
``<P>_LIMIT_DEPTH``         deepest nesting of fields (200)
``<P>_LIMIT_FIELDS``        most fields in a document, those of a fragment once (10000)
``<P>_LIMIT_ALIASES``       most aliases in a document (1000)
``<P>_LIMIT_ROOT_FIELDS``   most root fields in an operation (500)
``<P>_LIMIT_VALUES``        most values in an answer: fields of all objects, items of all lists (100000)
``<P>_ANSWER_FRESH``        seconds that caches may keep an answer to who does not say who he is (none)
``<P>_ANSWER_STALE``        seconds that such an answer may stand in while the house fails (none)
``<P>_DOCUMENT_MEMORY``     bytes of documents to remember; twice as much at most (16777216)
``<P>_CLIENT_ARRIVAL``      seconds in which a request, head and body, must have come (20)
``<P>_CLIENT_IDLE``         seconds that a connection stays open without a request (75)
``<P>_CLIENT_STALL``        seconds that an answer may wait for a client who does not read it (20)
``<P>_FEEDS``               which houses are followed, and where: ``marketplace=http://host/graphql,...``; else none
``<P>_FEED_TOKEN_FILE``     this house's token for them, read for each request; needs the scope ``service:events``
``<P>_LOG_FORMAT``          ``text`` on standard error, or ``json`` on standard output; else ``LOG_FORMAT``
``<P>_ACCESS_LOG``          ``on``: a record of each request in the log, without personal data; else ``ACCESS_LOG``
``AUTH_JWKS``               file or https URL of the issuer's public keys; without it everybody is anonymous
``AUTH_ISSUER``             the ``iss`` that a token must have, if set
``AUTH_AUDIENCE``           the ``aud`` that a token must have, if set
``AUTH_ISSUERS``            several issuers, instead of the three above: a JSON list, or a file of it (see ``issuers``)
``AUTH_JWKS_REFRESH``       seconds after which an issuer is asked for its keys again (600)
``AUTH_JWKS_STALE``         seconds that its keys stay good while it is away (86400)
``AUTH_GATEWAY_JWKS``       file or address of the gateway's public keys; with it only what it has signed has a caller
``AUTH_UNSIGNED``           what calls that are not signed are then: ``strangers``, whatever their token, or who their
                            ``tokens`` say (only what the gateway says beside needs its signature)
``<P>_REDIS_URL``           a Redis or Valkey (``redis://``, ``rediss://``) where replicas of a house have in common
                            which signed changes came; else ``REDIS_URL``; without it each process has its own
``CLOCK_SHIFT``             seconds by which the clock of the house is moved (0); the same for all houses of a demo
==========================  =====================================================================================

``<P>`` is the service's prefix. ``<P>_AUTH_...`` wins over ``AUTH_...``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from services.kit.clock import Clock
from services.kit.errors import StartError
from services.kit.issuers import TrustedIssuer, read_issuers
from services.kit.keys import KEYS_AGE, KEYS_LAST

STRANGERS, TOKENS = "strangers", "tokens"
MOST_SHIFT = 100 * 366 * 86_400


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may take; sizes in bytes, times in seconds. Generous beside the gateway's own.

    ``fresh``: so long caches may keep an answer to who does not say who he is; ``stale``: so long it may stand in for
    one that does not come (RFC 5861 4).
    """

    body: int = 16_777_216
    head: int = 65_536
    tokens: int = 15_000
    depth: int = 200
    fields: int = 10_000
    aliases: int = 1_000
    root_fields: int = 500
    values: int = 100_000
    document_memory: int = 16_777_216
    arrival: int = 20
    # Longer than clients keep an idle connection: else they send a request into one that is just being closed.
    idle: int = 75
    stall: int = 20
    fresh: int = 0
    stale: int = 0


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Settings:
    """What every subservice needs to know. ``pool_size`` counts database connections.

    ``schema`` is the service's own PostgreSQL schema: several services may share one database and never meet in it.
    ``feeds`` are the addresses of other houses by name.
    """

    schema: str
    database_url: str | None
    host: str
    port: int
    pool_size: int = 10
    auth_jwks: str | None = None
    auth_issuer: str | None = None
    auth_audience: str | None = None
    auth_issuers: tuple[TrustedIssuer, ...] = ()
    gateway_jwks: str | None = None
    are_unsigned_tokens_good: bool = False
    redis_url: str | None = None
    keys_age: float = KEYS_AGE
    keys_last: float = KEYS_LAST
    clock: Clock = field(default_factory=Clock)
    limits: Limits = USUAL
    feeds: Mapping[str, str] = field(default_factory=dict)
    feed_token_file: Path | None = None
    log_format: str = "text"
    access_log: bool = False


def read_settings(environment: Mapping[str, str], prefix: str, port: int) -> Settings:
    """The settings of the service with this prefix; ``port`` is its default.

    Raises ``StartError`` for a value that is no number or out of range.
    """

    def value(name: str) -> str | None:
        return environment.get(f"{prefix}_{name}") or environment.get(name) or None

    token_file = environment.get(f"{prefix}_FEED_TOKEN_FILE")
    unsigned = value("AUTH_UNSIGNED") or STRANGERS
    return Settings(
        schema=prefix.lower(),
        database_url=value("DATABASE_URL"),
        host=environment.get(f"{prefix}_HOST") or "127.0.0.1",
        port=number(environment, f"{prefix}_PORT", port, most=65535),
        pool_size=number(environment, f"{prefix}_POOL_SIZE", 10, most=1000),
        auth_jwks=value("AUTH_JWKS"),
        auth_issuer=value("AUTH_ISSUER"),
        auth_audience=value("AUTH_AUDIENCE"),
        auth_issuers=read_issuers(value("AUTH_ISSUERS")),
        gateway_jwks=value("AUTH_GATEWAY_JWKS"),
        are_unsigned_tokens_good=one_of("AUTH_UNSIGNED", unsigned, STRANGERS, TOKENS) == TOKENS,
        redis_url=value("REDIS_URL"),
        keys_age=number(environment, "AUTH_JWKS_REFRESH", round(KEYS_AGE), most=10**9),
        keys_last=number(environment, "AUTH_JWKS_STALE", round(KEYS_LAST), most=10**9),
        clock=Clock(timedelta(seconds=clock_shift(environment.get("CLOCK_SHIFT") or None))),
        limits=read_limits(environment, prefix),
        feeds=feeds_of(environment.get(f"{prefix}_FEEDS") or "", prefix),
        feed_token_file=Path(token_file) if token_file else None,
        log_format=one_of(f"{prefix}_LOG_FORMAT", value("LOG_FORMAT") or "text", "text", "json"),
        access_log=one_of(f"{prefix}_ACCESS_LOG", value("ACCESS_LOG") or "off", "off", "on") == "on",
    )


def read_limits(environment: Mapping[str, str], prefix: str) -> Limits:
    """The limits for clients; raises ``StartError`` as ``read_settings`` does."""

    def limit(name: str, default: int, *, most: int = 10**12) -> int:
        return number(environment, f"{prefix}_{name}", default, most=most)

    return Limits(
        body=limit("LIMIT_BODY", USUAL.body),
        head=limit("LIMIT_HEAD", USUAL.head),
        tokens=limit("LIMIT_TOKENS", USUAL.tokens),
        depth=limit("LIMIT_DEPTH", USUAL.depth),
        fields=limit("LIMIT_FIELDS", USUAL.fields),
        aliases=limit("LIMIT_ALIASES", USUAL.aliases),
        root_fields=limit("LIMIT_ROOT_FIELDS", USUAL.root_fields),
        values=limit("LIMIT_VALUES", USUAL.values),
        document_memory=limit("DOCUMENT_MEMORY", USUAL.document_memory),
        arrival=limit("CLIENT_ARRIVAL", USUAL.arrival, most=86_400),
        idle=limit("CLIENT_IDLE", USUAL.idle, most=86_400),
        stall=limit("CLIENT_STALL", USUAL.stall, most=86_400),
        fresh=limit("ANSWER_FRESH", USUAL.fresh, most=86_400),
        stale=limit("ANSWER_STALE", USUAL.stale, most=31_536_000),
    )


def feeds_of(text: str, prefix: str) -> dict[str, str]:
    """Names and addresses; ``StartError`` for what is none.

    >>> feeds_of("cip=http://127.0.0.1:4001/graphql, civic_data_lab=https://lab.example.org/graphql", "P")["cip"]
    'http://127.0.0.1:4001/graphql'
    """
    feeds: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        name, _, url = map(str.strip, part.partition("="))
        if name in feeds or not url.startswith(("https://", "http://")):
            raise StartError(f"{prefix}_FEEDS must be name=address, each name once, and {part!r} does not fit.")
        feeds[name] = url
    return feeds


def clock_shift(text: str | None) -> int:
    """Seconds, also negative ones; at most a century. ``StartError`` for anything else."""
    if text is None:
        return 0
    if not re.fullmatch(r"[+-]?[0-9]{1,10}", text.strip()) or abs(int(text)) > MOST_SHIFT:
        raise StartError(f"CLOCK_SHIFT must be a whole number of seconds, at most {MOST_SHIFT}, not {text!r}.")
    return int(text)


def number(environment: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    """A whole number from 1 to ``most``; an empty or missing variable is the default."""
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise StartError(f"{name} must be a whole number from 1 to {most}, not {text!r}.")
    return int(text)


def one_of(name: str, given: str, *words: str) -> str:
    """One of the words; ``StartError`` for any other."""
    if given.strip().lower() not in words:
        raise StartError(f"{name} must be {' or '.join(words)}, not {given!r}.")
    return given.strip().lower()


def required_database_url(settings: Settings, prefix: str) -> str:
    """The database's URL; a ``StartError`` that says how to set it when there is none."""
    if settings.database_url is None:
        raise StartError(f"Set {prefix}_DATABASE_URL (or DATABASE_URL), for example postgresql://user@localhost/name.")
    return settings.database_url

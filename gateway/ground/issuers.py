"""Who may sign tokens: the list of issuers in its written form, which gateway and services read alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.ground.yaml_text import read_yaml

# Public-key signatures only: with a shared secret whoever can check tokens could also make them.
ALGORITHMS = ("EdDSA", "ES256", "RS256", "PS256")
HEADER = re.compile(r"[a-z0-9!#$%&'^_`|~.+-]+")
WORD = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """``issuer``: the ``iss`` of its tokens; empty: any. Its keys are at ``jwks_url``, or where ``discovery`` says.

    ``scopes``: the claim that holds them, as a path (``realm_access.roles``); empty: where they usually are. A token
    comes in ``header`` after the word ``scheme`` (empty: alone), or in the cookie of that name.
    """

    name: str
    issuer: str = ""
    jwks_url: str = ""
    discovery: str = ""
    audience: tuple[str, ...] = ()
    algorithms: tuple[str, ...] = ALGORITHMS
    scopes: str = ""
    header: str = "authorization"
    scheme: str = "Bearer"
    cookie: str = ""


def read_issuers(raw: Any) -> tuple[TrustedIssuer, ...]:
    """A list of mappings, its YAML or JSON as text, or the name of a file with it.

    Raises ValueError with every problem.

    >>> read_issuers('[{"issuer": "https://a.example", "jwks_url": "https://a.example/keys", "audience": "x"}]')[0].name
    'https://a.example'
    """
    given = read_yaml(_text(raw)) if isinstance(raw, str) else raw
    if not isinstance(given, list):
        raise ValueError(f"{raw!r} is not a list of issuers.")
    problems: list[str] = []
    found = [_issuer(each, number, problems) for number, each in enumerate(given, 1)]
    names = [each.issuer for each in found if each is not None]
    problems += [f"{name!r} is listed twice." for name in sorted(set(names)) if names.count(name) > 1]
    if problems:
        raise ValueError(*problems)
    return tuple(each for each in found if each is not None)


def _text(raw: str) -> str:
    if raw.lstrip().startswith(("[", "-")):
        return raw
    try:
        return Path(raw.strip()).read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError(f"{raw!r} cannot be read: {error.strerror}.") from error


def _issuer(raw: Any, number: int, problems: list[str]) -> TrustedIssuer | None:
    known = frozenset(TrustedIssuer.__dataclass_fields__)
    if not isinstance(raw, dict) or not all(isinstance(name, str) for name in raw):
        problems.append(f"issuer {number}: {raw!r} is no mapping.")
        return None
    place = f"issuer {number} ({raw.get('name') or raw.get('issuer') or 'without a name'})"
    wrong = [f"{place}: there is no {name!r}." for name in sorted(raw.keys() - known)]
    values: dict[str, Any] = {}
    for name in known & raw.keys():
        if raw[name] is None:
            continue
        listed = name in ("audience", "algorithms")
        value = [raw[name]] if listed and isinstance(raw[name], str) else raw[name]
        if isinstance(value, list) and listed and all(isinstance(word, str) for word in value):
            values[name] = tuple(value)
        elif isinstance(value, str) and not listed:
            values[name] = value.lower() if name == "header" else value
        else:
            wrong.append(f"{place}: {name} has not the right form.")
    values.setdefault("name", values.get("issuer", ""))
    made = TrustedIssuer(**values)
    wrong += [f"{place}: {problem}" for problem in _problems(made)]
    problems += wrong
    return None if wrong else made


def _problems(made: TrustedIssuer) -> list[str]:
    addresses = (("jwks_url", made.jwks_url), ("discovery", made.discovery))
    checks: Mapping[str, bool] = {
        "it needs `issuer`, the iss of its tokens.": not made.issuer,
        "it needs `audience`, the aud of its tokens.": not made.audience,
        "it needs `jwks_url` or `discovery`, and not both.": bool(made.jwks_url) == bool(made.discovery),
        f"algorithms: of {', '.join(ALGORITHMS)} at least one.": not made.algorithms
        or not set(made.algorithms) <= set(ALGORITHMS),
        f"header: {made.header!r} is not the name of a header.": not HEADER.fullmatch(made.header),
        f"scheme: {made.scheme!r} is not one word.": bool(made.scheme) and not WORD.fullmatch(made.scheme),
        f"cookie: {made.cookie!r} is not the name of a cookie.": bool(made.cookie) and not WORD.fullmatch(made.cookie),
    }
    found = [text for text, is_wrong in checks.items() if is_wrong]
    return found + [f"{name}: {url!r} is no web address." for name, url in addresses if url and not url.startswith(WEB)]

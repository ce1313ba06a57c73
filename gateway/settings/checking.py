"""Settings that contradict themselves, or the supergraph: found before anything starts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from gateway.ground.by_caller import ByCaller
from gateway.ground.by_subgraph import BySubgraph
from gateway.ground.codes import PublicCode
from gateway.ground.codings import KNOWN
from gateway.ground.errors import ConfigurationError
from gateway.ground.header_rules import HeaderRules, problem_of_name
from gateway.ground.proxies import is_loopback, is_network
from gateway.settings.every import Settings

OWN_EXTENSIONS = frozenset(("code", "service", "owner", "contact", "morePlaces", "reference", "retryAfter"))


def checked(settings: Settings, problems: Iterable[str] = ()) -> Settings:
    """The settings, if neither ``problems`` nor they themselves speak against it; else ConfigurationError."""
    found = (*problems, *_too_small(settings), *_contradictions(settings))
    if found:
        raise ConfigurationError("The settings cannot be used.", problems=found)
    return settings


def _too_small(settings: Settings) -> list[str]:
    return [
        f"{item.name}: {value} is less than {item.metadata['least']}."
        for item in fields(settings)
        if item.metadata["least"] is not None
        for value in _values(getattr(settings, item.name))
        if value < item.metadata["least"]
    ]


def _values(given: Any) -> Iterable[Any]:
    return given.values.values() if isinstance(given, BySubgraph | ByCaller) else (given,)


def _contradictions(settings: Settings) -> list[str]:
    judged = (problem_of_name(name) for name in settings.forward_headers)
    problems = [f"forward_headers: {problem}" for problem in judged if problem]
    problems += [
        f"compression: {name!r} is none of {', '.join(KNOWN)}." for name in settings.compression if name not in KNOWN
    ]
    wrong = problem_of_name(settings.deadline_header) if settings.deadline_header else None
    problems += [f"deadline_header: {wrong}"] if wrong else []
    if settings.port > 65535:
        problems.append(f"port: {settings.port} is more than 65535.")
    if settings.admin_port > 65535:
        problems.append(f"admin_port: {settings.admin_port} is more than 65535.")
    if not settings.path.startswith("/") or settings.path == "/":
        problems.append(f"path: {settings.path!r} must begin with / and name something, as /graphql does.")
    problems += [
        f"trusted_proxies: {network!r} is no network, such as 10.0.0.0/8."
        for network in settings.trusted_proxies
        if not is_network(network)
    ]
    if settings.log_level not in ("debug", "info", "warning", "error"):
        problems.append(f"log_level: {settings.log_level!r} is none of debug, info, warning, error.")
    if settings.log_format not in ("text", "json"):
        problems.append(f"log_format: {settings.log_format!r} is none of text, json.")
    if PublicCode.INTERNAL_SERVER_ERROR in settings.public_codes:
        # Whatever nobody expected has it: its text was written for nobody outside.
        problems.append("public_codes: INTERNAL_SERVER_ERROR is never public.")
    problems += [
        f"error_extensions: {name!r} is the gateway's own word."
        for name in settings.error_extensions
        if name in OWN_EXTENSIONS
    ]
    if settings.cors_credentials and "*" in settings.cors_origins:
        problems.append("cors_credentials: not together with the origin *; name the origins.")
    return problems + _of_identity(settings)


def _of_identity(settings: Settings) -> list[str]:
    problems: list[str] = []
    if (settings.jwks_url or settings.issuers) and settings.dev_issuer_key:
        # The embedded issuer hands a token to whoever asks: beside a real identity provider it would be a back door.
        problems.append("dev_issuer_key: the embedded issuer cannot be switched on beside jwks_url or issuers.")
    if settings.dev_issuer_key and not settings.dev_issuer_anywhere and not is_loopback(settings.host):
        problems.append(
            f"dev_issuer_key: whoever reaches {settings.host} could become any person. Listen on 127.0.0.1,"
            " or say dev_issuer_anywhere, too."
        )
    if settings.jwks_url and settings.issuers:
        problems.append("issuers: not together with jwks_url; put that one into the list.")
    if settings.require_authentication and not (settings.jwks_url or settings.issuers or settings.dev_issuer_key):
        problems.append("require_authentication: there is no issuer whose tokens could be checked.")
    if bool(settings.dev_issuer_key) != bool(settings.dev_personas):
        problems.append("dev_issuer_key and dev_personas: the embedded issuer needs both.")
    return problems


def unknown_subgraphs(settings: Settings, there: Iterable[str]) -> tuple[str, ...]:
    """A problem for each name of a subgraph in the settings that is not among those that are ``there``."""
    known = tuple(there)
    return tuple(
        f"{item.name}: There is no subgraph {name!r}; there are: {', '.join(known)}."
        for item in fields(settings)
        for name in sorted(_subgraphs_named(item.name, getattr(settings, item.name)))
        if name not in known
    )


def _subgraphs_named(setting_name: str, value: Any) -> Iterable[str]:
    if isinstance(value, BySubgraph | HeaderRules):
        return value.names
    return value if setting_name in ("subgraph_urls", "ready_requires") else ()

"""Media types of GraphQL over HTTP (sections 4 and 6): what may be sent, and in which form the answer goes."""

from __future__ import annotations

from functools import lru_cache

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"


@lru_cache(maxsize=256)
def is_graphql_wanted(accept: str) -> bool:
    """Whether the newer form is wanted: named, and no less than the older. All others get JSON.

    >>> is_graphql_wanted("application/graphql-response+json, application/json;q=0.9")
    True
    >>> is_graphql_wanted("*/*"), is_graphql_wanted("application/graphql-response+json;q=0")
    (False, False)
    """
    qualities = {name: _quality(parameters) for name, parameters in map(media_type, accept.split(","))}
    wanted = qualities.get(GRAPHQL, 0.0)
    return wanted > 0 and wanted >= qualities.get(JSON, 0.0)


def is_json(content_type: str) -> bool:
    """Whether a body is JSON in UTF-8: nothing else is read."""
    name, parameters = media_type(content_type)
    return name == JSON and parameters.get("charset", "utf-8").lower() in ("utf-8", "utf8")


def media_type(text: str) -> tuple[str, dict[str, str]]:
    """The type in small letters, and its parameters (RFC 9110, 8.3.1).

    >>> media_type('Application/JSON; charset="UTF-8"')
    ('application/json', {'charset': 'UTF-8'})
    """
    name, *rest = text.split(";")
    pairs = (item.partition("=") for item in rest)
    return name.strip().lower(), {key.strip().lower(): value.strip().strip('"') for key, _, value in pairs if value}


def _quality(parameters: dict[str, str]) -> float:
    try:
        return float(parameters.get("q", "1"))
    except ValueError:
        return 0.0

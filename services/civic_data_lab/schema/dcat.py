"""The catalogue at addresses of its own: ``/catalogue`` (as the client likes it), ``.ttl``, ``.jsonld``; ``/id/...``.

A page has 200 data sets; ``hydra:nextPage`` leads on. Making triples is work: it is done beside the event loop, and
what was made is remembered for its edition.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from rdflib import Graph
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from services.civic_data_lab.rules import dcat
from services.civic_data_lab.store import giving as store
from services.kit.database import Database
from services.kit.errors import ServiceError
from services.kit.media import media_type
from services.kit.organisations import NamesOf, knows_no_names

PAGE = 200
MOST_REMEMBERED = 64  # pages
AFTER = re.compile(r"[A-Za-z0-9_-]{0,80}")
TURTLE, JSON_LD = "text/turtle", "application/ld+json"
FORMATS = {TURTLE: "turtle", JSON_LD: "json-ld"}
ENDINGS = {".ttl": TURTLE, ".jsonld": JSON_LD}
FRESH = "public, max-age=60"  # seconds
UNNAMED = {"cache-control": "no-store", "vary": "accept"}


@dataclass(slots=True)
class Catalogue:
    """``address``: the public one; ``names``: of the organisations that publish."""

    database: Database
    address: str
    contributor: str
    license: str
    names: NamesOf
    made: dict[tuple[int, str, str], bytes] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        return [
            Route("/catalogue", self.negotiated, methods=["GET"]),
            *(Route(f"/catalogue{ending}", partial(self.page, ENDINGS[ending]), methods=["GET"]) for ending in ENDINGS),
            Route("/id/{name}", self.entry, methods=["GET"]),
        ]

    async def negotiated(self, request: Request) -> Response:
        """The form that the client likes best; Turtle where it likes all."""
        form = wanted(request.headers.get("accept", ""))
        return self._unwanted() if form is None else await self.page(form, request)

    def _unwanted(self) -> Response:
        return PlainTextResponse(f"There are {' and '.join(FORMATS)}.\n", HTTPStatus.NOT_ACCEPTABLE)

    async def page(self, form: str, request: Request) -> Response:
        """The data sets after an id (``?after=``), the first ones without."""
        after = request.query_params.get("after", "")
        if not AFTER.fullmatch(after):
            return PlainTextResponse("after is the id of a data set.\n", HTTPStatus.BAD_REQUEST)
        try:
            return await self._page(form, after, request)
        except ServiceError as error:
            return PlainTextResponse(f"{error.message}\n", HTTPStatus.SERVICE_UNAVAILABLE)

    async def _page(self, form: str, after: str, request: Request) -> Response:
        edition = await store.edition(self.database)
        tag = f'"{edition}-{after}-{FORMATS[form]}"'
        headers = {"etag": tag, "cache-control": FRESH, "vary": "accept"}
        if has(request, tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        key = (edition, after, form)
        content = self.made.get(key)
        if content is None:
            rows = await store.entries_after(self.database, after, None, PAGE + 1)
            following = rows[PAGE - 1].id if len(rows) > PAGE else None
            entries = await self._named(rows[:PAGE])
            part = dcat.Part(after, following, await store.size(self.database))
            content = await self._written(form, lambda head: dcat.catalogue_graph(head, entries, part))
            if self._are_named(entries):
                self._remember(key, content)
            else:  # names that nobody could tell now are asked for again, by whoever has this answer, too
                headers = UNNAMED
        return Response(content, headers=headers, media_type=form)

    async def _named(self, rows: list[store.EntryRow]) -> list[dcat.Entry]:
        names = await self.names(store.publishers(rows))
        return [store.entry_of(row, names) for row in rows]

    def _are_named(self, entries: Iterable[dcat.Entry]) -> bool:
        """Whether nobody could say more of the publishers later: of one whose name is not known the id stands there."""
        return self.names is knows_no_names or all(
            entry.publisher is None or entry.publisher != entry.publisher_id for entry in entries
        )

    async def _head(self) -> dcat.Head:
        row = await store.programme(self.database)
        plain = {"de": dcat.CONTACT_NAME}
        return dcat.Head(
            address=self.address,
            title=row.name if row else plain,
            description=row.description if row else plain,
            operator=(row and row.operator_name) or dcat.CONTACT_NAME,
            contributor=self.contributor,
            license=self.license,
            modified=await store.modified(self.database),
        )

    async def _written(self, form: str, graph: Callable[[dcat.Head], Graph]) -> bytes:
        head = await self._head()
        how: dict[str, Any] = {"auto_compact": True} if form == JSON_LD else {}
        return await asyncio.to_thread(lambda: graph(head).serialize(format=FORMATS[form], encoding="utf-8", **how))

    def _remember(self, key: tuple[int, str, str], content: bytes) -> None:
        """What is older than the newest edition is of no use any more."""
        self.made = {each: said for each, said in self.made.items() if each[0] == key[0]}
        while len(self.made) >= MOST_REMEMBERED:
            self.made.pop(next(iter(self.made)))
        self.made[key] = content

    async def entry(self, request: Request) -> Response:
        """A data set at the address that names it; 410 with its tombstone when it was withdrawn."""
        form = wanted(request.headers.get("accept", ""))
        if form is None:
            return self._unwanted()
        uri = f"{self.address}/id/{request.path_params['name']}"
        if "\0" in uri:  # no text of PostgreSQL has it
            return PlainTextResponse("There is no such data set.\n", HTTPStatus.NOT_FOUND)
        try:
            return await self._entry(form, uri, request)
        except ServiceError as error:
            return PlainTextResponse(f"{error.message}\n", HTTPStatus.SERVICE_UNAVAILABLE)

    async def _entry(self, form: str, uri: str, request: Request) -> Response:
        edition = await store.edition(self.database)
        rows = await store.entries_after(self.database, "", uri, 1)
        if not rows:
            return PlainTextResponse("There is no such data set.\n", HTTPStatus.NOT_FOUND)
        (entry,) = entries = await self._named(rows)
        tag = f'"{edition}-{FORMATS[form]}"'
        headers = {"etag": tag, "cache-control": FRESH, "vary": "accept"} if self._are_named(entries) else UNNAMED
        if "etag" in headers and not entry.is_gone and has(request, tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        content = await self._written(form, lambda head: dcat.entry_graph(head, entry))
        return Response(content, HTTPStatus.GONE if entry.is_gone else HTTPStatus.OK, headers, form)


def has(request: Request, tag: str) -> bool:
    """Whether the client has what the tag names (RFC 9110 13.1.2): in a list, compared weakly; a star is any."""
    given = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    return tag in given or given == ["*"]


def wanted(accept: str) -> str | None:
    """The form that an Accept header likes best (RFC 9110, 12.5.1); None for one that likes neither.

    >>> wanted(""), wanted("application/ld+json, text/turtle;q=0.5"), wanted("text/*")
    ('text/turtle', 'application/ld+json', 'text/turtle')
    >>> wanted("text/html;q=0.9, */*;q=0.1"), wanted("application/xml")
    ('text/turtle', None)
    """
    likes = [media_type(part) for part in accept.split(",") if part.strip()] or [("*/*", {})]
    best: tuple[float, str] | None = None
    for form in FORMATS:
        fitting = [(name, parameters) for name, parameters in likes if fits(name, form)]
        # The most exact name counts: text/turtle before text/* before */*.
        fitting.sort(key=lambda like: like[0].count("*"))
        quality = weight(fitting[0][1]) if fitting else 0.0
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, form)
    return best[1] if best else None


def fits(liked: str, form: str) -> bool:
    return liked in ("*/*", form, f"{form.partition('/')[0]}/*")


def weight(parameters: dict[str, str]) -> float:
    try:
        return float(parameters.get("q", "1"))
    except ValueError:
        return 0.0

"""Automatic persisted queries: a client sends a hash in place of a document that the gateway has seen before.

Protocol: Apollo's ``extensions.persistedQuery`` (version 1, SHA-256 in hexadecimal).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from gateway.ground.codes import PublicCode
from gateway.ground.recent import Recent
from gateway.model.exchange import GraphQLRequest
from gateway.web.http.refusal import RefusedError

V = TypeVar("V")

NOT_FOUND = PublicCode.PERSISTED_QUERY_NOT_FOUND
NOT_SUPPORTED = PublicCode.PERSISTED_QUERY_NOT_SUPPORTED
MISMATCH = PublicCode.PERSISTED_QUERY_HASH_MISMATCH
LARGEST = 100_000
"""Characters; a longer document is answered but not kept."""
KEPT = 4_194_304
"""Characters of documents kept; twice as many at most."""


def _size(digest: str, document: str) -> int:
    return len(digest) + len(document)


class Documents(Protocol):
    """Where other processes' documents are."""

    async def get(self, digest: str) -> str | None: ...

    async def put(self, digest: str, document: str) -> None: ...


@dataclass(frozen=True, slots=True)
class PersistedQueries:
    """``known``: hash -> document; ``is_on``: whether documents are kept at all. ``elsewhere``: those that others
    know.
    """

    is_on: bool = True
    known: Recent[str, str] = field(default_factory=lambda: Recent(KEPT, _size))
    elsewhere: Documents | None = None

    def document(self, query: str | None, extensions: Mapping[str, Any]) -> str | None:
        """The document that is meant; None if the request names none.

        Raises RefusedError: the client then sends document and hash together, and the next time the hash is enough.
        """
        wanted = extensions.get("persistedQuery")
        if wanted is None:
            return query
        digest = wanted.get("sha256Hash") if isinstance(wanted, dict) and wanted.get("version") == 1 else None
        if not isinstance(digest, str):
            raise RefusedError("persistedQuery must hold version 1 and a sha256Hash.")
        if not self.is_on:
            if query is not None:
                return query
            raise RefusedError("PersistedQueryNotSupported", code=NOT_SUPPORTED)
        return self._found(digest) if query is None else self._kept(digest, query)

    def _found(self, digest: str) -> str:
        document = self.known.get(digest.lower())
        if document is None:
            raise UnknownDocumentError(digest.lower())
        return document

    def _kept(self, digest: str, query: str) -> str:
        if hashlib.sha256(query.encode()).hexdigest() != digest.lower():
            raise RefusedError("The sha256Hash is not that of the document.", code=MISMATCH)
        if len(query) <= LARGEST:
            self.known.put(digest.lower(), query)
        return query

    async def read(self, read: Callable[[], V]) -> V:
        """What ``read`` gives, which asks for documents; those that this process has not seen are looked for elsewhere.

        Raises what ``read`` raises.
        """
        asked: set[str] = set()
        while True:
            try:
                return read()
            except UnknownDocumentError as error:
                if self.elsewhere is None or error.digest in asked:
                    raise
                asked.add(error.digest)
                document = await self.elsewhere.get(error.digest)
                if document is None:
                    raise
                self.known.put(error.digest, document)

    async def tell(self, request: GraphQLRequest) -> None:
        """Others may need the document of this request, too."""
        wanted = request.extensions.get("persistedQuery")
        if self.elsewhere is None or not self.is_on or wanted is None or len(request.query) > LARGEST:
            return
        await self.elsewhere.put(wanted["sha256Hash"].lower(), request.query)


class UnknownDocumentError(RefusedError):
    """Nobody here has seen the document of this hash."""

    def __init__(self, digest: str) -> None:
        # The message is part of the protocol: clients switch on it.
        super().__init__("PersistedQueryNotFound", code=NOT_FOUND)
        self.digest = digest

"""A house of the kit with one field and no database, for ``tools.bench.pair --houses``: ``python house.py PORT``.

It is run as a file, so that the kit is that of the checkout which PYTHONPATH names.
"""

from __future__ import annotations

import sys

import strawberry
import uvicorn

from services.kit.app import application
from services.kit.arrival import protocol_of
from services.kit.context import RequestContext
from services.kit.field import field
from services.kit.identity import Verifier
from services.kit.schema import subgraph
from services.kit.settings import USUAL


@strawberry.type
class Query:
    @field()
    def hello(self) -> str:
        return "hello"


async def ping() -> None:
    """There is nothing that could be away."""


if __name__ == "__main__":
    uvicorn.run(
        application(subgraph(Query), RequestContext, Verifier(), ping),
        port=int(sys.argv[1]),
        http=protocol_of(USUAL),
        ws="none",
        access_log=False,
        log_level="warning",
        timeout_keep_alive=USUAL.idle,
    )

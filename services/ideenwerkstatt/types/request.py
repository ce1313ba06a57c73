"""What a resolver of this service knows about the request."""

from __future__ import annotations

from dataclasses import dataclass

import strawberry

from services.ideenwerkstatt.loaders import Loaders
from services.kit.context import RequestContext
from services.kit.database import Database


@dataclass(frozen=True, slots=True)
class Context(RequestContext):
    """``loaders`` are fresh for each request; ``database`` is for root fields, which have no level to share."""

    database: Database
    loaders: Loaders


Info = strawberry.Info[Context, None]

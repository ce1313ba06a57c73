"""The info that resolvers are given."""

from __future__ import annotations

import strawberry

from services.civic_data_lab.loaders.context import Context

Info = strawberry.Info[Context, None]

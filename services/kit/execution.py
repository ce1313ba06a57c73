"""An execution that is gone when it is done.

graphql-core 3.3 gives each executor helpers that are methods of itself: a circle, on which hang the context of the
request, its loaders and all they read, until the garbage collector comes. Here the helpers know their executor weakly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any
from weakref import WeakMethod

from graphql.type import GraphQLResolveInfoHelpers
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


class Execution(StrawberryGraphQLCoreExecutionContext):
    """The executor of one request."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        gathering, tracking = WeakMethod(self.gather_async_work), WeakMethod(self.track_async_work)

        def gather(values: Sequence[Awaitable[Any]]) -> Awaitable[list[Any]]:
            alive = gathering()
            return asyncio.gather(*values) if alive is None else alive(values)

        def track(values: Sequence[Any]) -> None:
            alive = tracking()
            if alive is not None:
                alive(values)

        self.async_helpers = GraphQLResolveInfoHelpers(gather=gather, track=track)

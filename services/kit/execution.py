"""An execution within so many values, that is gone when it is done.

graphql-core 3.3 gives each executor helpers that are methods of itself: a circle, on which hang the context of the
request, its loaders and all they read, until the garbage collector comes. Here the helpers know their executor weakly.

A description of the schema needs nothing of the service, and may be as large as any answer: one is worked out at a
time, beside the event loop, which answers everybody else meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from inspect import isawaitable
from typing import Any
from weakref import WeakMethod

from graphql.pyutils import AwaitableOrValue, Path, Undefined
from graphql.pyutils.gather_with_cancel import gather_with_cancel
from graphql.type import GraphQLResolveInfoHelpers
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from services.kit.errors import LimitError
from services.kit.leaves import UNCERTAIN, leaves_of
from services.kit.settings import USUAL

DESCRIPTIONS = frozenset({"__schema", "__type"})
_beside = ThreadPoolExecutor(1, "describing")
_execute_fields = StrawberryGraphQLCoreExecutionContext.execute_fields


class Execution(StrawberryGraphQLCoreExecutionContext):
    """The executor of one request. ``values``: fields of all objects and items of all lists that it answers at most.

    Beyond them it raises ``LimitError`` as a whole: an answer with holes would say less, and its errors be as many.
    """

    def __init__(self, *arguments: Any, values: int = USUAL.values, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.values, self.left = values, values
        gathering, tracking = WeakMethod(self.gather_async_work), WeakMethod(self.track_async_work)

        def gather(values: Sequence[Awaitable[Any]]) -> Awaitable[list[Any]]:
            alive = gathering()
            return asyncio.gather(*values) if alive is None else alive(values)

        def track(values: Sequence[Any]) -> None:
            alive = tracking()
            if alive is not None:
                alive(values)

        self.async_helpers = GraphQLResolveInfoHelpers(gather=gather, track=track)

    # Counted once for each object and list, not for each value, and written out: they are called by the ten thousand.
    def execute_fields(
        self, parent_type: Any, source_value: Any, path: Any, grouped_field_set: Any, position_context: Any
    ) -> AwaitableOrValue[dict[str, Any]]:
        self.left -= len(grouped_field_set)
        if self.left < 0:
            raise self.refusal()
        if path is None and not DESCRIPTIONS.isdisjoint(map(_name, grouped_field_set.values())):
            return self._described(parent_type, source_value, grouped_field_set, position_context)
        return self._fields(parent_type, source_value, path, grouped_field_set, position_context)

    def _fields(
        self, parent_type: Any, source: Any, path: Path | None, grouped: Mapping[str, Any], context: Any
    ) -> AwaitableOrValue[dict[str, Any]]:
        """As graphql-core does it, but that plain fields are read at once (``leaves.py``)."""
        leaves, type_name = leaves_of(parent_type), parent_type.name
        results: dict[str, Any] = {}
        awaited: list[str] = []
        for name, details in grouped.items():
            field = details[0].node.name.value
            leaf = leaves.get(field)
            value = UNCERTAIN if leaf is None else leaf(source)
            try:
                if value is not UNCERTAIN:
                    results[name] = self._counted(value)
                    continue
                value = self.execute_field(parent_type, source, details, Path(path, name, type_name), context)
            except Exception:
                if awaited:  # they may fail, too, and nobody would hear of it
                    self.settle_in_background([results[each] for each in awaited])
                raise
            if value is not Undefined:
                results[name] = value
                if self.is_awaitable(value):
                    awaited.append(name)
        return _whole(results, awaited) if awaited else results

    def _counted(self, value: Any) -> Any:
        if type(value) is list:
            self.left -= len(value)
            if self.left < 0:
                raise self.refusal()
        return value

    async def _described(self, parent_type: Any, source: Any, grouped: dict[str, Any], context: Any) -> dict[str, Any]:
        """The root fields: first what describes the schema, so that only one thread counts at a time; then the rest."""
        described = {name: found for name, found in grouped.items() if _name(found) in DESCRIPTIONS}
        others = {name: found for name, found in grouped.items() if name not in described}
        describe = partial(_execute_fields, self, parent_type, source, None, described, context)
        done: Any = await asyncio.get_running_loop().run_in_executor(_beside, describe)
        rest = _execute_fields(self, parent_type, source, None, others, context)
        answers = {**done, **(await rest if isawaitable(rest) else rest)}
        return {name: answers[name] for name in grouped if name in answers}

    def complete_list_value(self, *arguments: Any) -> AwaitableOrValue[list[Any]]:
        items = arguments[4]
        if isinstance(items, list | tuple):
            self.left -= len(items)
            if self.left < 0:
                raise self.refusal()
        return super().complete_list_value(*arguments)

    def refusal(self) -> LimitError:
        return LimitError(f"The answer would have more than {self.values} values; ask for less at a time.")

    def handle_field_error(self, raw_error: Exception, *arguments: Any) -> None:
        if self.left < 0:
            raise raw_error
        super().handle_field_error(raw_error, *arguments)


async def _whole(results: dict[str, Any], awaited: Sequence[str]) -> dict[str, Any]:
    """The fields of an object when those that are awaited have come, in the place of each."""
    if len(awaited) == 1:
        results[awaited[0]] = await results[awaited[0]]
        return results
    found = await gather_with_cancel(*(results[each] for each in awaited))
    results.update(zip(awaited, found, strict=True))
    return results


def _name(details: Any) -> str:
    name: str = details[0].node.name.value
    return name

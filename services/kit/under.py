"""Lists under something by declaration: sorted, cut by a period and by what is lacking, as a whole or page by page.

    pilot_projects: list[PilotProjectType] | None = listed_under(
        PilotProjectType, store.pilot_projects_of_idea, PilotProjectOrder, Cut(DAYS, ProjectLack)
    )

The statements of the relation take the keys, what the declaration says of the context (``further``), what it asks for
(``Cut.asked``), the ends of the period, the lacks; then the place behind which a page begins, where there are pages,
and how many rows.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as field_of
from enum import Enum
from functools import partial
from types import GenericAlias
from typing import Annotated, Any, TypeAlias

import strawberry
from strawberry.types.field import StrawberryField

from services.kit.civic import ProjectLack, ProjectStatus, SupportOfferStatus
from services.kit.cutting import DAYS, DEADLINES, Period
from services.kit.field import field, sliced
from services.kit.finding import Further, nothing_further
from services.kit.making import all_made, made
from services.kit.named import resolved
from services.kit.ordering import SortDirection
from services.kit.paged import AskedPage, Sorted, first_sorted, found_sorted
from services.kit.paging import check_days
from services.kit.relation import One

Relation: TypeAlias = Sorted[Any, Any] | Callable[[Any], Sorted[Any, Any]]
Key: TypeAlias = str | Callable[[Any], str]
Nodes: TypeAlias = Callable[[Any, Any], Awaitable[Mapping[str, Any]]]
Check: TypeAlias = Callable[[Any, strawberry.Info[Any, None]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Cut:
    """Arguments of a list beside those of its page. ``lack``: the enum of what may be lacking; ``asked``: by the name
    of the argument, the type of an optional one (an enum, or ``list`` of one), or that and what it usually is.
    """

    period: Period | None = None
    lack: type[Enum] | None = None
    asked: Mapping[str, Any] = field_of(default_factory=dict)

    def parameters(self) -> Iterator[inspect.Parameter]:
        """In the order in which the statement takes them."""
        for name, kind in self.asked.items():
            yield optional(name, *kind) if isinstance(kind, tuple) else optional(name, kind)
        if self.period is not None:
            yield optional(self.period.start, self.period.kind)
            yield optional(self.period.end, self.period.kind)
        if self.lack is not None:
            yield optional("without", GenericAlias(list, (self.lack,)))

    def filters(self, given: Mapping[str, Any]) -> tuple[Hashable, ...]:
        """What a client asked for, as arguments of a statement. ``BadInputError`` for a period that ends too soon."""
        if self.period is not None:
            check_days(given.get(python_name(self.period.start)), given.get(python_name(self.period.end)))
        return tuple(plain(given.get(each.name)) for each in self.parameters())


WHOLE = Cut()
PROGRAMME_OFFERS = Cut(DEADLINES, asked={"status": list[SupportOfferStatus]})
PROGRAMME_PROJECTS = Cut(DAYS, ProjectLack, {"status": list[ProjectStatus]})


@dataclass(frozen=True, slots=True)
class Declared:
    """What a test compares with the statements: the relation and what it is given behind the keys."""

    relation: Relation
    further: Further[Any]
    cut: Cut
    in_pages: bool
    goes_on: bool


def listed_under(
    reference: Any,
    relation: Relation,
    order: type[Enum],
    cut: Cut = WHOLE,
    *,
    key: Key = "id",
    further: Further[Any] = nothing_further,
    first: int = 20,
    check: Check | None = None,
    pages: Callable[..., Any] | None = None,
    nodes: Nodes | None = None,
    by_id: One[Any] | None = None,
    **options: Any,
) -> Any:
    """A field with the rows of a relation. ``reference``: the type, or a lazy reference to it.

    ``key``: the attribute of the object that is the relation's key, or what makes it of the object. ``check``: raises
    where the list is not the caller's to ask. ``pages``: makes a connection, as ``services.kit.connections.listing``
    does; without it the field is a plain list, the first ones of it. ``nodes``: the objects of a page by their ids,
    where a row alone does not make one. ``by_id``: the rows of such a plain list by their ids, which takes ``further``,
    too; with it the list goes on after the id of the last item.
    """

    async def resolve(root: Any, info: strawberry.Info[Any, None], **given: Any) -> Any:
        if check is not None:
            await check(root, info)
        kind = reference if isinstance(reference, type) else resolved(reference)
        chosen = relation if isinstance(relation, Sorted) else relation(root)
        of: str = getattr(root, key) if isinstance(key, str) else key(root)
        filters = (*further(info.context), *cut.filters(given))
        page = asked_page(given, first)
        if pages is None:
            rows_by_id = None if by_id is None else (by_id, *further(info.context))
            return all_made(kind, await first_sorted(info, chosen, of, page, *filters, by_id=rows_by_id))
        asked = await found_sorted(info, chosen, of, page, *filters)
        node_of: Callable[[Any], Any] = partial(made, kind)
        if nodes is not None:
            found = await nodes(info, asked.page.rows)
            node_of = lambda row: found.get(row.id)  # noqa: E731 - as short as it is
        return pages(asked.page, node_of, asked.sort_key, asked.total)

    resolve.declared = Declared(relation, further, cut, pages is not None, by_id is not None)  # type: ignore[attr-defined]
    after = str if pages is not None else None if by_id is None else strawberry.ID
    return with_arguments(resolve, order, cut, first, after=after, **options)


def with_arguments(
    resolve: Callable[..., Any], order: type[Enum], cut: Cut, first: int = 20, *, after: Any = str, **options: Any
) -> Any:
    """A field of a resolver that takes the arguments of a list as ``**given`` (``asked_page``, ``Cut.filters``).

    ``after``: the type of a cursor, which a connection has, or of the last item's id; None for a list that ends there.
    """
    resolve.__signature__ = signature(order, cut, first, after)  # type: ignore[attr-defined]
    size = sliced(sized=("nodes", "edges")) if after is str else sliced()
    return field(list_size=size, **options)(resolve)


def asked_page(given: Mapping[str, Any], first: int) -> AskedPage[Any]:
    """The page that a client asks for; ``first``: where it says nothing."""
    return AskedPage(given.get("first", first), given.get("after"), given.get("order_by"), given.get("direction"))


def declared(given: StrawberryField) -> Declared | None:
    """How a field was declared here; None for any other."""
    found: Declared | None = getattr(getattr(given.base_resolver, "wrapped_func", None), "declared", None)
    return found


def signature(order: type[Enum], cut: Cut, first: int, after: Any) -> inspect.Signature:
    """What Strawberry reads the arguments of."""
    own = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Signature(
        [
            inspect.Parameter("self", own, annotation=Any),
            inspect.Parameter("info", own, annotation=strawberry.Info[Any, None]),
            *cut.parameters(),
            optional("order_by", order),
            optional("direction", SortDirection),
            optional("first", int, first),
            *([] if after is None else [optional("after", after)]),
        ]
    )


def optional(name: str, kind: Any, usual: object = None) -> inspect.Parameter:
    """An argument that may be left out."""
    taken = kind | None
    annotation = Annotated[taken, strawberry.argument(name=name)] if python_name(name) != name else taken
    return inspect.Parameter(python_name(name), inspect.Parameter.KEYWORD_ONLY, default=usual, annotation=annotation)


def python_name(name: str) -> str:
    """As Python can write it: ``from`` is a word of its own."""
    return "from_" if name == "from" else name


def plain(value: Any) -> Any:
    """As a statement takes it: names of enums, lists as tuples, which loaders can tell apart."""
    if isinstance(value, list):
        return tuple(map(plain, value))
    told: Hashable = value.value if isinstance(value, Enum) else value
    return told


def only_asked(order: type[Enum], cut: Cut = WHOLE, *, first: int = 20) -> Any:
    """The same field, in pages, of an interface: its types answer it."""

    async def resolve(root: Any, info: strawberry.Info[Any, None], **given: Any) -> Any:
        raise NotImplementedError

    resolve.__signature__ = signature(order, cut, first, str)  # type: ignore[attr-defined]
    return field()(resolve)

"""A reader of events that counts and measures them, for one process."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from gateway.model.operation import OperationKind
from gateway.observe import events
from gateway.observe import instruments as of
from gateway.observe.events import Event
from gateway.observe.instruments import Instrument, Kind

Values: TypeAlias = tuple[str | int | None, ...]
"""One for each attribute of the instrument; None for one that does not apply."""
Cell: TypeAlias = list[float]
"""A number; of a histogram how many fell under each bound and over all of them, then the sum."""
Figures: TypeAlias = dict[str, list[tuple[Values, Cell]]]
"""By the name of the instrument, as JSON data."""
NAMED = {each.name: each for each in of.INSTRUMENTS}
OTHER = "_other"
"""In place of the id of a document that is not saved."""
TRANSPORT = "sse"
"""The one way by which clients get events here."""


PLAIN = frozenset((events.Came, events.Planned, events.Fetched))
"""Kinds of which a few events come again and again, each adding one."""


class Counts:
    """All that happened since the start. All events come from the thread of the event loop.

    >>> from gateway.observe.events import Fetched, Planned
    >>> counts = Counts()
    >>> counts(Planned(is_known=False)); counts(Fetched("cip")); counts(Fetched("cip"))
    >>> counts.shown()["plans"], counts.shown()["fetches"]
    ({'made': 1, 'known': 0}, {'cip': {'answered': 2}})
    """

    def __init__(self) -> None:
        self._cells: dict[Instrument, dict[Values, Cell]] = {each: {} for each in of.OF_WORKERS}
        self._hear: Mapping[type, Callable[[Any], object]] = {
            events.Came: self._came,
            events.Exchanged: self._exchanged,
            events.Answered: self._answered,
            events.Refused: lambda event: self._add(of.REFUSED, (event.code.value,)),
            events.Abandoned: lambda _: self._add(of.ABANDONED, ()),
            events.Planned: self._planned,
            events.Fetched: self._fetched,
            events.Shared: lambda event: self._add(of.SHARED, (event.subgraph,)),
            events.Sent: self._sent,
            events.BreakerMoved: lambda event: self._set(of.BREAKERS, (event.subgraph,), event.phase),
            events.Queued: lambda event: self._add(of.WAITING, (event.subgraph,), event.by),
            events.Costed: self._costed,
            events.Subscribed: lambda event: self._add(of.SUBSCRIPTIONS, (TRANSPORT, event.subgraph), event.by),
            events.Delivered: lambda event: self._add(of.DELIVERED, (TRANSPORT, event.subgraph)),
            events.Dropped: lambda event: self._add(of.DROPPED, (TRANSPORT, event.subgraph, event.code.value)),
        }
        # What nearly every request brings is looked up by the event itself, once it was heard.
        self._plain: dict[Event, Cell] = {}
        self._exchanges: dict[Values, tuple[Cell, Cell, Cell, Cell]] = {}
        self._operations: dict[tuple[bool, str | None, str | None], Cell] = {}
        self._calls: dict[Values, Cell] = {}
        # What never happened is 0, so that a rate of it can be asked for; where attributes are few, that is said.
        self._add(of.ABANDONED, (), 0)
        self._add(of.PLANS, ("hit",), 0)
        self._add(of.PLANS, ("miss",), 0)

    def __call__(self, event: Event) -> None:
        """Count it."""
        kind = type(event)
        if kind in PLAIN:
            cell = self._plain.get(event)
            if cell is not None:
                cell[0] += 1
                return
        self._hear[kind](event)

    def _add(self, instrument: Instrument, values: Values, by: float = 1) -> Cell:
        cell = self._cells[instrument].setdefault(values, [0])
        cell[0] += by
        return cell

    def _set(self, instrument: Instrument, values: Values, to: float) -> None:
        self._cells[instrument][values] = [to]

    def _histogram(self, instrument: Instrument, values: Values) -> Cell:
        return self._cells[instrument].setdefault(values, [0.0] * (len(instrument.bounds) + 2))

    def _measure(self, instrument: Instrument, values: Values, value: float) -> None:
        cell = self._histogram(instrument, values)
        cell[bisect_left(instrument.bounds, value)] += 1
        cell[-1] += value

    def _came(self, event: events.Came) -> None:
        self._plain[event] = self._add(of.ACTIVE, (event.method, event.scheme))

    def _exchanged(self, event: events.Exchanged) -> None:
        values = (event.method, event.scheme, event.route, event.status, event.version, event.error)
        active, times, received, sent = self._exchanges.get(values) or self._exchange(values)
        # Written out: every request comes by here, and four times the same key would be looked up.
        active[0] -= 1
        times[bisect_left(of.SECONDS, event.seconds)] += 1
        times[-1] += event.seconds
        if event.received is not None:
            received[bisect_left(of.BYTES, event.received)] += 1
            received[-1] += event.received
        if event.status is not None:
            sent[bisect_left(of.BYTES, event.sent)] += 1
            sent[-1] += event.sent

    def _exchange(self, values: Values) -> tuple[Cell, Cell, Cell, Cell]:
        active = self._add(of.ACTIVE, values[:2], 0)
        times, received, sent = (self._histogram(each, values) for each in (of.REQUESTS, of.RECEIVED, of.SENT))
        self._exchanges[values] = found = active, times, received, sent
        return found

    def _answered(self, event: events.Answered) -> None:
        # Not by the kind itself: an Enum's hash is a function of Python.
        key = (event.kind is OperationKind.QUERY, event.document, event.code)
        times = self._operations.get(key)
        if times is None:
            values = (event.kind.value, event.document or OTHER, event.code)
            times = self._operations[key] = self._histogram(of.OPERATIONS, values)
        times[bisect_left(of.SECONDS, event.seconds)] += 1
        times[-1] += event.seconds

    def _planned(self, event: events.Planned) -> None:
        if event.is_known:
            self._plain[event] = self._add(of.PLANS, ("hit",))
        else:
            self._add(of.PLANS, ("miss",))
            self._measure(of.PLAN_TIME, (), event.seconds)

    def _fetched(self, event: events.Fetched) -> None:
        cell = self._add(of.FETCHES, (event.subgraph, None if event.code is None else event.code.value))
        if event.code is None:
            self._plain[event] = cell

    def _sent(self, event: events.Sent) -> None:
        error = None if event.code is None else event.code.value
        values = ("POST", event.server, event.port, event.status, error, event.subgraph)
        times = self._calls.get(values)
        if times is None:
            times = self._calls[values] = self._histogram(of.CALLS, values)
        times[bisect_left(of.SECONDS, event.seconds)] += 1
        times[-1] += event.seconds

    def _costed(self, event: events.Costed) -> None:
        self._measure(of.ESTIMATED, (event.kind.value,), event.estimated)
        self._measure(of.ACTUAL, (event.kind.value,), event.actual)

    def figures(self) -> Figures:
        """All numbers as JSON data."""
        return {each.name: list(cells.items()) for each, cells in self._cells.items() if cells}

    def shown(self) -> dict[str, Any]:
        """What happened how often, as JSON data for people."""
        answered: dict[str, int] = {}
        for values, cell in self._cells[of.OPERATIONS].items():
            kind = str(values[0])
            answered[kind] = answered.get(kind, 0) + round(sum(cell[:-1]))
        fetches: dict[str, dict[str, int]] = {}
        for (subgraph, code), (number,) in self._cells[of.FETCHES].items():
            fetches.setdefault(str(subgraph), {})[str(code or "answered")] = round(number)
        plans = {values[0]: round(number) for values, (number,) in self._cells[of.PLANS].items()}
        return {
            "requests": {
                "answered": answered,
                "refused": {str(code): round(number) for (code,), (number,) in self._cells[of.REFUSED].items()},
                "abandoned": round(self._cells[of.ABANDONED][()][0]),
            },
            "plans": {"made": plans["miss"], "known": plans["hit"]},
            "fetches": fetches,
        }


def added(kind: Kind, before: Cell | None, more: Cell) -> Cell:
    """The numbers of two processes together."""
    if before is None:
        return list(more)
    if kind is Kind.LARGEST:
        return [max(before[0], more[0])]
    return [one + other for one, other in zip(before, more, strict=True)]


def together(all_figures: Iterable[Figures]) -> Figures:
    """The figures of several processes as those of one. Over the line of JSON values became lists."""
    totals: dict[str, dict[Values, Cell]] = {}
    for figures in all_figures:
        for name, cells in figures.items():
            total = totals.setdefault(name, {})
            for given, cell in cells:
                values = tuple(given)
                total[values] = added(NAMED[name].kind, total.get(values), cell)
    return {name: list(cells.items()) for name, cells in totals.items()}


def gone(figures: Figures) -> Figures:
    """What stays of a process that has ended: what was counted, but nothing of how it stood."""
    lasting = {each.name for each in of.INSTRUMENTS if each.kind in (Kind.COUNTER, Kind.HISTOGRAM)}
    return {name: cells for name, cells in figures.items() if name in lasting}

"""What a service measures, and as Prometheus reads it at ``/metrics``.

Names are OpenTelemetry's ("Semantic Conventions for HTTP" and "for Database Metrics", both stable), and ours where it
has none, or one that Prometheus does not take (a gauge that ends in ``_count``). Nothing of a figure tells who asked or
for what values: attributes are names of our own.
Source: Prometheus text format 0.0.4.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Values: TypeAlias = tuple[str | int | None, ...]
"""One for each attribute; None for one that does not apply."""
Reading: TypeAlias = Callable[[], Iterable[tuple["Instrument", Values, float]]]
"""How something stands at this moment."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """``kind``: Prometheus'. ``name``: also its ending. ``bounds``: of a histogram."""

    name: str
    kind: str
    help: str
    attributes: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()


SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
SECONDS_OF_TRIPS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0)
KEYS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)

REQUESTS = Instrument(
    "http_server_request_duration_seconds",
    "histogram",
    "Time that requests took.",
    ("http.request.method", "http.route", "http.response.status_code", "error.type"),
    SECONDS,
)
ACTIVE = Instrument("http_server_active_requests", "gauge", "Requests that are being answered.")
OPERATIONS = Instrument(
    "civic_service_operations_total",
    "counter",
    "Operations that were executed; is_whole: without errors.",
    ("graphql.operation.type", "civic.is_whole"),
)
STATEMENTS = Instrument(
    "db_client_operation_duration_seconds",
    "histogram",
    "Time that trips to the database took, with the wait for a connection.",
    ("db.system.name", "civic.statement.name", "error.type"),
    SECONDS_OF_TRIPS,
)
CONNECTIONS = Instrument(
    "civic_service_pool_connections",
    "gauge",
    "Connections to the database that are open.",
    ("civic.pool.name", "civic.connection.state"),
)
MOST_CONNECTIONS = Instrument(
    "civic_service_pool_connections_most", "gauge", "Most connections that may be open.", ("civic.pool.name",)
)
LOADS = Instrument(
    "civic_service_loader_keys",
    "histogram",
    "Keys that one trip of a loader asked for.",
    ("civic.statement.name",),
    KEYS,
)
INSTRUMENTS = (REQUESTS, ACTIVE, OPERATIONS, STATEMENTS, CONNECTIONS, MOST_CONNECTIONS, LOADS)
DATABASE = "postgresql"


@dataclass(slots=True, eq=False)
class Figures:
    """The figures of one service in one process, which all come from the thread of its event loop.

    ``readings``: asked when somebody wants to see.
    """

    cells: dict[Instrument, dict[Values, list[float]]] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)

    def add(self, instrument: Instrument, values: Values = (), by: float = 1) -> None:
        """Counts."""
        cell = self.cells.setdefault(instrument, {}).setdefault(values, [0.0])
        cell[0] += by

    def measure(self, instrument: Instrument, values: Values, value: float) -> None:
        """Puts a value into a histogram: how many fell under each bound and over all of them, then the sum."""
        cells = self.cells.setdefault(instrument, {})
        cell = cells.get(values)
        if cell is None:
            cell = cells[values] = [0.0] * (len(instrument.bounds) + 2)
        cell[bisect_left(instrument.bounds, value)] += 1
        cell[-1] += value

    def exposition(self) -> str:
        """All figures as text.

        >>> figures = Figures(); figures.measure(LOADS, ("ideas_by_ids",), 3)
        >>> [line for line in figures.exposition().splitlines() if "_sum" in line]
        ['civic_service_loader_keys_sum{civic_statement_name="ideas_by_ids"} 3']
        """
        cells = {instrument: dict(found) for instrument, found in self.cells.items()}
        for reading in self.readings:
            for instrument, values, number in reading():
                cells.setdefault(instrument, {})[values] = [number]
        lines = (line for each in INSTRUMENTS for line in _family(each, cells.get(each, {})))
        return "".join(f"{line}\n" for line in lines)


def _family(instrument: Instrument, cells: dict[Values, list[float]]) -> Iterator[str]:
    yield f"# HELP {instrument.name} {instrument.help}"
    yield f"# TYPE {instrument.name} {instrument.kind}"
    for values, cell in sorted(cells.items(), key=lambda each: [str(value) for value in each[0]]):
        labels = [
            f'{name.replace(".", "_")}="{_escaped(str(value))}"'
            for name, value in zip(instrument.attributes, values, strict=True)
            if value is not None
        ]
        if instrument.kind == "histogram":
            yield from _histogram(instrument, labels, cell)
        else:
            yield f"{instrument.name}{_braced(labels)} {_number(cell[0])}"


def _histogram(instrument: Instrument, labels: list[str], cell: list[float]) -> Iterator[str]:
    count = 0.0
    for bound, number in zip((*map(str, instrument.bounds), "+Inf"), cell[:-1], strict=True):
        count += number
        limit = f'le="{bound}"'
        yield f"{instrument.name}_bucket{_braced([*labels, limit])} {_number(count)}"
    yield f"{instrument.name}_sum{_braced(labels)} {_number(cell[-1])}"
    yield f"{instrument.name}_count{_braced(labels)} {_number(count)}"


def _braced(labels: list[str]) -> str:
    return f"{{{','.join(labels)}}}" if labels else ""


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")

"""What was counted, as Prometheus reads it, under the names that OpenTelemetry gives it there.

Sources: Prometheus text format 0.0.4; OpenMetrics 1.0; OpenTelemetry, "Prometheus and OpenMetrics Compatibility".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gateway.observe.counts import Cell, Figures, Values, together
from gateway.observe.instruments import INSTRUMENTS, SWAPS, Instrument, Kind

UNITS = {"s": "seconds", "By": "bytes"}
TYPES = {
    Kind.COUNTER: "counter",
    Kind.UP_DOWN: "gauge",
    Kind.LARGEST: "gauge",
    Kind.HISTOGRAM: "histogram",
}


@dataclass(frozen=True, slots=True)
class Form:
    """``is_open``: OpenMetrics, which names a counter without its ending and says units and the end."""

    media_type: str
    is_open: bool


TEXT = Form("text/plain; version=0.0.4; charset=utf-8", is_open=False)
OPEN = Form("application/openmetrics-text; version=1.0.0; charset=utf-8", is_open=True)


def form_for(accept: str) -> Form:
    """OpenMetrics for whoever names it and weighs nothing else more, as Prometheus does.

    >>> form_for("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3").is_open
    True
    >>> form_for("text/plain, application/openmetrics-text;q=0.5").is_open, form_for("*/*").is_open
    (False, False)
    """
    wishes = dict(map(_wish, accept.lower().split(",")))
    wished = wishes.get("application/openmetrics-text", 0.0)
    return OPEN if wished > 0 and wished >= wishes.get("text/plain", 0.0) else TEXT


def _wish(part: str) -> tuple[str, float]:
    name, *parameters = (word.strip() for word in part.split(";"))
    weights = [word.removeprefix("q=") for word in parameters if word.startswith("q=")]
    try:
        return name, float(weights[0]) if weights else 1.0
    except ValueError:
        return name, 0.0


def exposition(workers: Iterable[Figures], swaps: Mapping[str, int], form: Form = TEXT, version: str = "") -> str:
    """The figures of all workers together; ``swaps``: of the steward, by result. ``version``: of the gateway.

    >>> print(exposition([], {"done": 2}).splitlines()[-1])
    civic_gateway_supergraph_swaps_total{civic_swap_result="done"} 2
    """
    figures = together((*workers, {SWAPS.name: [((result,), [float(number)]) for result, number in swaps.items()]}))
    lines = [*_target(form, version)]
    for each in INSTRUMENTS:
        lines += _family(each, figures.get(each.name, []), form)
    return "".join(f"{line}\n" for line in (*lines, *(("# EOF",) if form.is_open else ())))


def _target(form: Form, version: str) -> Iterator[str]:
    """OpenTelemetry: what is measured, as labels of a metric of its own."""
    yield f"# HELP target{'' if form.is_open else '_info'} What is measured."
    yield f"# TYPE target{' info' if form.is_open else '_info gauge'}"
    yield f'target_info{{service_name="civic-gateway",service_version="{_escaped(version)}"}} 1'


def metric_name(instrument: Instrument) -> str:
    """Without the ending of a counter.

    >>> from gateway.observe.instruments import REQUESTS, FETCHES
    >>> metric_name(REQUESTS), metric_name(FETCHES)
    ('http_server_request_duration_seconds', 'civic_gateway_fetches')
    """
    name = instrument.name.replace(".", "_")
    return f"{name}_{UNITS[instrument.unit]}" if instrument.unit in UNITS else name


def _family(instrument: Instrument, cells: Sequence[tuple[Values, Cell]], form: Form) -> Iterator[str]:
    name = metric_name(instrument)
    is_counter = instrument.kind is Kind.COUNTER
    family = name if form.is_open or not is_counter else f"{name}_total"
    yield f"# HELP {family} {_escaped_help(instrument.help)}"
    yield f"# TYPE {family} {TYPES[instrument.kind]}"
    if form.is_open and instrument.unit in UNITS:
        yield f"# UNIT {family} {UNITS[instrument.unit]}"
    for values, cell in sorted(cells, key=lambda each: [str(value) for value in each[0]]):
        labels = _labels(instrument, values)
        if instrument.kind is Kind.HISTOGRAM:
            yield from _histogram(name, labels, instrument.bounds, cell)
        else:
            yield f"{name}{'_total' if is_counter else ''}{_braced(labels)} {_number(cell[0])}"


def _histogram(name: str, labels: list[str], bounds: tuple[float, ...], cell: Cell) -> Iterator[str]:
    count = 0.0
    for bound, number in zip((*map(str, bounds), "+Inf"), cell[:-1], strict=True):
        count += number
        limit = f'le="{bound}"'
        yield f"{name}_bucket{_braced([*labels, limit])} {_number(count)}"
    yield f"{name}_sum{_braced(labels)} {_number(cell[-1])}"
    yield f"{name}_count{_braced(labels)} {_number(count)}"


def _labels(instrument: Instrument, values: Values) -> list[str]:
    return [
        f'{name.replace(".", "_")}="{_escaped(str(value))}"'
        for name, value in zip(instrument.attributes, values, strict=True)
        if value is not None
    ]


def _braced(labels: list[str]) -> str:
    return f"{{{','.join(labels)}}}" if labels else ""


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _escaped_help(value: str) -> str:
    return value.replace("\\", r"\\").replace("\n", r"\n")

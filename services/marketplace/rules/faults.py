"""Faults in the words of the marketplace's inputs."""

from __future__ import annotations

from collections.abc import Iterable

from services.kit.changing import Fault, FaultCode


def unwritten(fields: dict[str, str]) -> list[Fault]:
    """One fault for each field that holds nothing but space.

    >>> unwritten({"title": " ", "summary": "Eine Idee"})[0].path
    ('input', 'title')
    """
    return [invalid(name, "must not be empty") for name, text in fields.items() if not text.strip()]


def too_long(fields: dict[str, str | None], most: int) -> list[Fault]:
    return [invalid(name, f"may have {most} characters") for name, text in fields.items() if len(text or "") > most]


def unknown(name: str, values: Iterable[object]) -> list[Fault]:
    """One fault for each value that names nothing here."""
    return [invalid(name, f"names nothing that is known here: {value}") for value in values]


def invalid(name: str, what: str) -> Fault:
    return Fault(FaultCode.INVALID, f"{name} {what}.", ("input", name))

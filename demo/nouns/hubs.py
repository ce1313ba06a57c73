"""Regions, topics, people and organisations: what all services have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from demo.nouns.words import Text


@dataclass(frozen=True, slots=True)
class Region:
    ars: str
    nuts: str | None
    name: str
    level: str
    parent: str | None
    weight: int
    where: str


@dataclass(frozen=True, slots=True)
class Solution:
    """Told in two ways. ``problems``, ``data`` and ``benefits`` are those of its topic that go with it."""

    title: str
    does: str
    other_title: str
    does_otherwise: str
    methods: tuple[str, ...]
    problems: tuple[str, ...]
    data: tuple[str, ...]
    benefits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Groups and solutions are empty for a main topic."""

    slug: str
    parent: str | None
    label: Text
    sdgs: tuple[int, ...]
    themes: tuple[str, ...]
    category: str
    english: str = ""
    groups: tuple[str, ...] = ()
    solutions: tuple[Solution, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill:
    """``topics``: the main topics that an expertise belongs to; empty when it serves all."""

    slug: str
    label: Text
    kind: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """``name`` is who it is, ``display_name`` what is shown (unclaimed and erased members: no name)."""

    id: str
    name: str
    display_name: str
    handle: str
    state: str
    sector: str
    region: str
    topics: tuple[str, ...]
    since: date
    cip_number: str | None


@dataclass(frozen=True, slots=True)
class Organisation:
    id: str
    display_name: str
    handle: str
    legal_form: str
    is_non_profit: bool
    sector: str
    region: str
    topics: tuple[str, ...]
    website: str | None


@dataclass(frozen=True, slots=True)
class Membership:
    organisation: str
    member: str
    role: str
    verified: bool


@dataclass(frozen=True, slots=True)
class LegacyMember:
    """A member of the former CIP community; ``member`` only when the account was claimed."""

    cip_number: str
    name: str
    since: date
    member: str | None

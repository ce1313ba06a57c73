"""Who stands behind an idea."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from demo import chance
from demo.nouns.hubs import Member, Organisation
from demo.steps.drafts import Draft

SIZE = {"IDEA": (0, 1), "CONCEPT": (0, 2), "PROTOTYPE": (1, 3), "PILOT": (2, 4), "IN_USE": (2, 4)}
ROLES = ("CO_AUTHOR", "CONTRIBUTOR", "CONTRIBUTOR", "MENTOR", "CONTRIBUTOR")


@dataclass(frozen=True, slots=True)
class People:
    """The actors that may do something, looked up in the ways that are needed."""

    active: tuple[str, ...]
    unclaimed: tuple[str, ...]
    ghosts: tuple[str, ...]
    organisations: tuple[Organisation, ...]
    members: dict[str, Member]

    def sector(self, actor: str) -> str:
        if actor in self.members:
            return self.members[actor].sector
        return next(one.sector for one in self.organisations if one.id == actor)


def people_of(members: Sequence[Member], organisations: Sequence[Organisation]) -> People:
    def in_state(state: str) -> tuple[str, ...]:
        return tuple(one.id for one in members if one.state == state)

    return People(
        active=in_state("ACTIVE"),
        unclaimed=in_state("UNCLAIMED"),
        ghosts=in_state("GHOST"),
        organisations=tuple(organisations),
        members={one.id: one for one in members},
    )


def author_and_team(draft: Draft, awarded: bool, people: People) -> list[tuple[str, str]]:
    """Actors with their roles, the owner first."""
    if draft.team:
        actors = list(draft.team)
    else:
        actors = list(dict.fromkeys([author(draft, people), *companions(draft, awarded, people)]))
    return [(actors[0], "OWNER"), *zip(actors[1:], ROLES[: len(actors) - 1], strict=True)]


def author(draft: Draft, people: People) -> str:
    number = draft.number
    if draft.status in {"DRAFT", "IN_REVIEW"}:
        return chance.pick(people.active, "author", number)
    kind = chance.weighted(("active", "organisation", "unclaimed", "ghost"), (72, 18, 7, 3), "author kind", number)
    match kind:
        case "organisation":
            return chance.pick(related(draft, people.organisations), "author", number).id
        case "unclaimed":
            return chance.pick(people.unclaimed, "author", number)
        case "ghost":
            return chance.pick(people.ghosts, "author", number)
        case _:
            return chance.pick(people.active, "author", number)


def companions(draft: Draft, awarded: bool, people: People) -> list[str]:
    """The further an idea is, the more people; awarded ones always join several sectors (a rule of the competition)."""
    low, high = SIZE[draft.maturity]
    count = max(chance.between(low, high, "team size", draft.number), 3 if awarded else 0)
    near = related(draft, people.organisations)
    partners = [one.id for one in chance.sample(near, min(count, 2), "partner", draft.number)]
    if awarded:
        other = [one for one in people.organisations if one.sector in {"SCIENCE", "MUNICIPALITY"}]
        partners = [partners[0], chance.pick(other, "second sector", draft.number).id]
    persons = chance.sample(people.active, max(count - len(partners), 1 if count else 0), "person", draft.number)
    mixed = chance.shuffled([*partners, *persons], "team", draft.number)
    return mixed[: min(count, len(ROLES))] if not awarded else [*partners, *persons][: len(ROLES)]


def related(draft: Draft, organisations: Sequence[Organisation]) -> list[Organisation]:
    """Organisations that work on one of the idea's topics."""
    return [one for one in organisations if set(one.topics) & set(draft.topics)]

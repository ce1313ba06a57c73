"""One trip per level for profiles."""

from __future__ import annotations

from dataclasses import dataclass

from strawberry.dataloader import DataLoader

from services.kit.batch import many, one
from services.kit.database import Database
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store import profiles
from services.marketplace.store.rows import OwnedSkillRow, ProfileRow


@dataclass(frozen=True, slots=True)
class ProfileLoaders:
    profile: DataLoader[str, ProfileRow | None]
    of_actor: DataLoader[str, ProfileRow | None]
    skills: DataLoader[str, list[OwnedSkillRow]]


def profile_loaders(database: Database, viewer: Viewer) -> ProfileLoaders:
    return ProfileLoaders(
        profile=one(profiles.profiles(database, viewer), lambda row: row.id),
        of_actor=one(profiles.profiles_of_actors(database, viewer), lambda row: row.owner_id),
        skills=many(profiles.skills(database), lambda row: row.owner),
    )

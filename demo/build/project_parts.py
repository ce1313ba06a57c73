"""What the projects of all ministries share."""

from __future__ import annotations

from collections.abc import Mapping

from demo import chance
from demo.nouns.hubs import Topic
from demo.nouns.market import Idea
from demo.nouns.words import Text

LICENSES = ("EUPL-1.2", "MIT", "Apache-2.0", "AGPL-3.0-or-later")
TITLES = ("Verbundprojekt {}", "{} im Praxistest", "{}: vom Prototyp zum Angebot", "{} in der Erprobung")


def repository(identity: str, share: float) -> tuple[str | None, str | None]:
    """Address and licence of the source code, where it is published already."""
    if not chance.holds(share, "repository", identity):
        return None, None
    return f"https://code.example.org/{identity.replace('_', '-')}", chance.pick(LICENSES, "licence", identity)


def project_title(idea: Idea, number: int, *key: str) -> str:
    title = idea.text.title.split(":")[0]
    return chance.pick(TITLES, "project title", number, *key).format(title)


def abstract(idea: Idea, topics: Mapping[str, Topic], more_de: str, more_en: str) -> Text:
    """The idea's summary, and in English what its topic is about."""
    topic = next(topics[slug] for slug in idea.topics if topics[slug].parent)
    does = idea.text.summary if idea.text.language == "DE" else topic.solutions[0].does
    return Text(f"{does} {more_de}", f"{topic.english} {more_en}")

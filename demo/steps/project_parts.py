"""What the projects of all ministries share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from demo import chance
from demo.nouns.hubs import Topic
from demo.nouns.market import Idea
from demo.nouns.words import Text
from demo.steps.idea_texts import first_sentences

LICENSES = ("EUPL-1.2", "MIT", "Apache-2.0", "AGPL-3.0-or-later")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a project is about: an idea of the marketplace, or a topic when there is no idea."""

    title: str
    does: Text
    topics: tuple[str, ...]
    idea: str | None
    region: str | None
    maturity: str


def subject_of(idea: Idea | None, topics: Mapping[str, Topic], *key: str | int) -> Subject:
    """From the idea; without one from a topic that chance gives."""
    if idea:
        topic = next(topics[slug] for slug in idea.topics if topics[slug].parent)
        title = idea.text.title.split(":")[0]
        does = Text(first_sentences(idea.text.summary, 1), topic.english)
        return Subject(title, does, idea.topics, idea.id, idea.region, idea.maturity)
    topic = chance.pick([one for one in topics.values() if one.parent], "topic of a project", *key)
    solution = chance.pick(topic.solutions, "solution of a project", *key)
    own = tuple(slug for slug in (topic.slug, topic.parent) if slug)
    return Subject(solution.title, Text(solution.does, topic.english), own, None, None, "PROTOTYPE")


def abstract(subject: Subject, more: Text) -> Text:
    """What it does, and how the programme supports it."""
    return Text(f"{subject.does.de} {more.de}", f"{subject.does.en} {more.en}")


def repository(identity: str, share: float) -> tuple[str | None, str | None]:
    """Address and licence of the source code, where it is published already."""
    if not chance.holds(share, "repository", identity):
        return None, None
    return f"https://code.example.org/{identity.replace('_', '-')}", chance.pick(LICENSES, "licence", identity)


def in_german(idea: Idea) -> bool:
    """Projects are described in German by their programme, so they start from German ideas."""
    return idea.text.language == "DE"

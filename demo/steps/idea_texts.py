"""Texts of ideas: problem x target group x method x data x benefit, put together from written sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from demo import chance
from demo.nouns.hubs import Region, Topic
from demo.nouns.market import IdeaText
from demo.texts import read

LONG_TEXT = 5000


@dataclass(frozen=True, slots=True)
class Place:
    """Where an idea is at home: "in Halle (Saale)" and "Halle (Saale)"."""

    where: str
    name: str


NOWHERE = Place("an mehreren Orten in Deutschland", "Germany")


def place_of(region: Region | None) -> Place:
    return Place(region.where, region.name) if region else NOWHERE


def listed(groups: Sequence[str]) -> str:
    """Groups within a sentence: adjectives in lower case, no chain of "und".

    >>> listed(["Blinde Menschen", "Fahrdienste"]), listed(["Mieterinnen und Mieter", "Schulen"])
    ('blinde Menschen und Fahrdienste', 'Mieterinnen und Mieter sowie Schulen')
    """
    words = [in_sentence(group) for group in groups]
    return (" sowie " if any(" und " in word for word in words) else " und ").join(words)


def in_sentence(group: str) -> str:
    """An adjective before a noun begins small, except in the name of the programme Frühe Hilfen."""
    first, _, rest = group.partition(" ")
    is_adjective = rest[:1].isupper() and group != "Frühe Hilfen"
    return f"{first[0].lower()}{first[1:]} {rest}" if is_adjective else group


def german(topic: Topic, variant: int, place: Place) -> IdeaText:
    """The variant-th idea of a sub topic; neighbours differ in solution, later ones in place, method, process."""
    solution = topic.solutions[variant % 4]
    does = solution.does_otherwise if variant // 4 % 2 else solution.does
    phrases = read("fragments/ideas")
    groups = chance.sample(
        topic.groups, chance.between(2, 3, "groups", topic.slug, variant), "groups of", topic.slug, variant
    )
    key = (topic.slug, variant)
    fill = {"groups": listed(groups[:2]), "where": place.where, "label": topic.label.de}

    def phrase(kind: str) -> str:
        return str(chance.pick(phrases[kind], kind, *key)).format_map(fill)

    how = [chance.pick(phrases["how"][method], "how", method, *key) for method in solution.methods]
    steps = chance.sample(phrases["process"], 2, "process", *key)
    return IdeaText(
        title=german_title(topic, variant, place),
        summary=f"{does} {phrase('audience')}",
        problem=f"{chance.pick(solution.problems, 'problem', *key)} {phrase('context')}",
        solution=" ".join([does, *how, *steps]),
        benefit=f"{chance.pick(solution.benefits, 'benefit', *key)} {phrase('hope')}",
        target_groups=tuple(groups),
        data_needs=chance.pick(solution.data, "data", *key) if chance.holds(0.9, "knows data", *key) else None,
        methods=solution.methods,
        language="DE",
    )


def german_title(topic: Topic, variant: int, place: Place) -> str:
    """Both ways to tell a solution, then the first one with a place, then with a target group; else with a motto.

    >>> from demo.steps.places import build_topics
    >>> birds = next(topic for topic in build_topics() if topic.slug == "biodiversity")
    >>> [german_title(birds, variant, Place("in Jena", "Jena")) for variant in (0, 4, 8)]
    ['Vogelstimmen-Atlas', 'Wer singt im Auwald?', 'Vogelstimmen-Atlas in Jena']
    """
    solution = topic.solutions[variant % 4]
    title = solution.title
    prepositions = {"für", "im", "in", "auf", "fürs"} & set(title.split())
    match variant // 4:
        case 0:
            return title
        case 1:
            return solution.other_title
        case 2 if place != NOWHERE and not prepositions and len(title.split()) < 3:
            return f"{title} {place.where}"
        case 3 if not prepositions:
            return f"{title} für {in_sentence(topic.groups[variant % 4])}"
        case _:
            tails: list[str] = read("fragments/ideas")["title_tail"]
            return f"{title}: {tails[(variant * 3 + len(title)) % len(tails)]}"


def english(topic: Topic, variant: int, place: Place) -> IdeaText:
    """An idea of somebody who writes English."""
    phrases = read("fragments/english")
    key = ("english", topic.slug, variant)
    main = topic.parent or topic.slug
    label = topic.label.en or topic.label.de
    pattern: str = phrases["title"][(variant + len(topic.slug)) % len(phrases["title"])]
    title = pattern.format(label=label[0].lower() + label[1:], place=place.name)
    # The first sentence needs a place.
    fitting = phrases["audience"][1:] if place == NOWHERE else phrases["audience"]
    audience = chance.pick(fitting, "audience", *key).format(place=place.name)
    return IdeaText(
        title=title[0].upper() + title[1:],
        summary=f"{topic.english} {audience}",
        problem=chance.pick(phrases["problem"][main], "problem", *key),
        solution=" ".join([topic.english, *chance.sample(phrases["how"], 2, "how", *key)]),
        benefit=chance.pick(phrases["benefit"][main], "benefit", *key),
        target_groups=("Volunteers", "Local organisations"),
        data_needs=chance.pick(phrases["data"], "data", *key),
        methods=topic.solutions[variant % 4].methods,
        language="EN",
    )


def long_text() -> str:
    """Almost 5,000 characters of whole sentences: what the longest fields must bear."""
    phrases = read("fragments/ideas")
    sentences = phrases["process"] + [sentence for method in phrases["how"].values() for sentence in method]
    text: str = sentences[0]
    for sentence in sentences[1:] * 2:
        if len(text) + 1 + len(sentence) <= LONG_TEXT:
            text = f"{text} {sentence}"
    return text


def first_sentences(text: str, count: int) -> str:
    """
    >>> first_sentences("Eins. Zwei. Drei.", 2)
    'Eins. Zwei.'
    """
    parts = text.split(". ")
    return text if len(parts) <= count else ". ".join(parts[:count]) + "."

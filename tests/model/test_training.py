"""The readers of the training texts, and the training itself on a few words: deterministic, and it learns."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from tools.model.fetch import SourceError, download
from tools.model.lore import LORE, LoreError, Topic, pairs_of, read_fields, read_questions, read_topics
from tools.model.sources import ding, help_texts, open_thesaurus, records, wordnet
from tools.model.strangeness import token_odds
from tools.model.tokens import train_tokenizer
from tools.model.train import Bag, Floats, Lesson, Recipe, bag_of, chosen_of, train, train_and_average
from tools.model.write import read_model, write_model

PAIRS = (("Hochwasser", "flood"), ("Vogel", "bird"), ("Kinderschutz", "child protection"), ("Wald", "forest"))


def put(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


def test_the_dictionary_gives_pairs_without_grammar(tmp_path: Path) -> None:
    line = "Aalreuse {f}; Aalkorb {m} | Aalreusen {pl} :: eel trap; weel [archaic] | eel traps\n# comment\n"
    pairs = list(ding(put(tmp_path, "usr/share/trans/de-en", line)))
    assert pairs == [
        ("Aalreuse", "eel trap"),
        ("Aalkorb", "eel trap"),
        ("Aalreuse", "weel"),
        ("Aalreusen", "eel traps"),
    ]


def test_the_thesaurus_gives_synonyms_without_broader_terms(tmp_path: Path) -> None:
    text = "UTF-8\nwald|1\n-|Wald|Forst|Gehölz (ugs.)|Natur (Oberbegriff)\n"
    assert list(open_thesaurus(put(tmp_path, "usr/share/mythes/th_de_DE_v2.dat", text))) == [
        ("wald", "Forst"),
        ("wald", "Gehölz"),
    ]


def test_glosses_begin_with_their_word(tmp_path: Path) -> None:
    line = '00039297 04 n 01 close_contact 2 005 @ 1 n 0000 | near interaction; "they kept in touch"\n'
    for part in ("noun", "verb", "adj"):
        put(tmp_path, f"usr/share/wordnet/data.{part}", line if part == "noun" else "  1 licence\n")
    assert list(wordnet(tmp_path)) == ["close contact: near interaction"]


def test_help_pages_are_paired_by_paragraph(tmp_path: Path) -> None:
    page = '<p id="par_1" class="x">{}</p><p id="par_2">kurz</p>'
    german = put(
        tmp_path / "de", "usr/share/libreoffice/help/de/text/a.html", page.format("Das ist ein <b>langer</b> Satz.")
    )
    english = put(
        tmp_path / "en", "usr/share/libreoffice/help/en-US/text/a.html", page.format("This is a long sentence.")
    )
    assert list(help_texts(german, english)) == [("Das ist ein langer Satz.", "This is a long sentence.")]


def test_pairs_and_synonyms_come_from_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for record in ({"de": "Wald", "en": "forest"}, {"de": "Wald", "de_synonym": "Forst"}):
            lines.write(json.dumps(record) + "\n")
    assert list(records(path, "en")) == [("Wald", "forest")]
    assert list(records(path, "de_synonym")) == [("Wald", "Forst")]


BLOCK = """# Reparieren
= kaputt, Mixer, löten | broken, repair café
? Mein Mixer brummt nur noch
? Who fixes things?
! Ehrenamtliche mit Werkzeug sitzen samstags bereit.
"""


def test_a_topic_gives_pairs_of_its_own_texts(tmp_path: Path) -> None:
    (topic,) = read_topics(put(tmp_path, "a.txt", BLOCK) / "a.txt")
    assert topic == Topic(
        "Reparieren",
        ("kaputt", "Mixer", "löten", "broken", "repair café"),
        ("Mein Mixer brummt nur noch", "Who fixes things?"),
        ("Ehrenamtliche mit Werkzeug sitzen samstags bereit.",),
    )
    pairs = list(pairs_of(topic, np.random.default_rng(0), 200))
    assert pairs == list(pairs_of(topic, np.random.default_rng(0), 200))
    assert (topic.questions[0], topic.texts[0]) in pairs
    whole = {*topic.questions, *topic.texts}
    for left, right in pairs:
        assert left != right
        said = [each for side in (left, right) for each in ([side] if side in whole else side.split(", "))]
        assert set(said) <= whole | set(topic.words)
        assert len(said) == len(set(said))  # nothing is beside itself


def test_a_field_has_words_alone(tmp_path: Path) -> None:
    path = put(tmp_path, "fields.txt", "Wald, Forst, Baum | forest, tree\nMiete, Wohnung | rent, flat\n") / "fields.txt"
    wood, flat = read_fields(path)
    for left, right in pairs_of(wood, np.random.default_rng(0), 20):
        assert {*left.split(", "), *right.split(", ")} <= {"Wald", "Forst", "Baum", "forest", "tree"}
    assert (flat.name, flat.words, flat.questions) == ("Miete", ("Miete", "Wohnung", "rent", "flat"), ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("? zu früh\n", "a.txt:1 is no line of a topic"),
        (BLOCK + "Text ohne Zeichen\n", "a.txt:6 is no line of a topic"),
        (BLOCK.replace("!", "?"), "no texts"),
    ],
)
def test_a_topic_that_cannot_be_read_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(LoreError, match=said):
        read_topics(put(tmp_path, "a.txt", text) / "a.txt")


def test_what_is_known_of_public_life_is_well_formed() -> None:
    fields, topics = read_fields(), [topic for path in sorted(LORE.glob("*.txt")) for topic in read_topics(path)]
    assert len(fields) > 150
    assert len(topics) > 500
    for each in (*fields, *topics):
        assert len(each.words) == len(set(each.words)) >= 8
    elsewhere, here = (read_questions(LORE / f"{name}.tsv") for name in ("elsewhere", "here"))
    assert len(elsewhere) > 1_000 < len(here) * 3
    assert not {each.casefold() for each in elsewhere} & {each.casefold() for each in here}


def test_texts_of_one_topic_are_never_in_one_batch() -> None:
    bag = bag_of(tokenizer(), [pair[0] for pair in PAIRS] * 8)
    lesson, chance = Lesson(bag, bag, None, of_each=8), np.random.default_rng(0)
    for _ in range(20):
        chosen = chosen_of(lesson, Recipe(batch=1_024), chance)
        assert sorted(chosen // 8) == [0, 1, 2, 3]
    assert len({int(each) for _ in range(50) for each in chosen_of(lesson, Recipe(), chance)}) > 20


def test_strangers_are_pushed_away() -> None:
    pairs, stranger = PAIRS[:2], PAIRS[2][0]
    left, right = (bag_of(tokenizer(), [pair[side] for pair in pairs]) for side in (0, 1))
    recipe, size = Recipe(dimensions=8, steps=60, batch=2, warm_up=5, mix=(1.0,)), tokenizer().get_vocab_size()

    def nearest(strangers: Bag | None) -> float:
        table = train([Lesson(left, right, None, 1, strangers)], TEACHER, size, recipe, lambda _: None)
        ids = [tokenizer().encode(text, add_special_tokens=False).ids for text in (*pairs[0], stranger)]
        means = [table[each].mean(0) for each in ids]
        unit = [each / np.linalg.norm(each) for each in means]
        return float(max(unit[0] @ unit[2], unit[1] @ unit[2]))

    assert nearest(bag_of(tokenizer(), [stranger])) < nearest(None)


def test_a_source_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no-such-package-of-debian"):
        download("no-such-package-of-debian", tmp_path, lambda _: None)


@cache
def tokenizer() -> Tokenizer:
    return train_tokenizer([word for pair in PAIRS for word in pair] * 5, 200)


def lesson_of_pairs() -> Lesson:
    left, right = (bag_of(tokenizer(), [pair[side] for pair in PAIRS]) for side in (0, 1))
    return Lesson(left, right, np.arange(len(PAIRS)))


def recipe_of(seed: int, tables: int = 1) -> Recipe:
    return Recipe(dimensions=8, steps=80, batch=4, warm_up=5, mix=(1.0,), seed=seed, tables=tables)


TEACHER = np.eye(len(PAIRS), 8, dtype=np.float32)


def train_table(seed: int) -> Floats:
    torch.set_num_threads(1)
    return train([lesson_of_pairs()], TEACHER, tokenizer().get_vocab_size(), recipe_of(seed), lambda _: None)


def averaged(tables: int) -> Floats:
    size = tokenizer().get_vocab_size()
    return train_and_average([lesson_of_pairs()], TEACHER, size, recipe_of(7, tables), lambda _: None)


@pytest.fixture(scope="module")
def table() -> Floats:
    return train_table(7)


def test_each_word_is_nearest_to_its_translation(table: Floats) -> None:
    def unit(side: int) -> Floats:
        ids = [tokenizer().encode(pair[side], add_special_tokens=False).ids for pair in PAIRS]
        means = np.array([table[each].mean(axis=0) for each in ids])
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)

    assert (unit(0) @ unit(1).T).argmax(axis=1).tolist() == list(range(len(PAIRS)))


def test_the_same_seed_gives_the_same_table(table: Floats) -> None:
    assert np.array_equal(train_table(7), table)
    assert not np.array_equal(train_table(8), table)


def test_tables_are_averaged(table: Floats) -> None:
    torch.set_num_threads(1)
    assert np.allclose(averaged(2), (table + train_table(8)) / 2)
    assert np.array_equal(averaged(1), table)


def test_a_written_model_is_the_table_to_within_a_byte(table: Floats, tmp_path: Path) -> None:
    write_model(tmp_path, table, tokenizer(), {"name": "tiny"}, np.arange(len(table), dtype=np.float32))
    read = load_file(tmp_path / "model.safetensors")
    again = read["numbers"].astype(np.float32) * read["scales"][:, None]
    assert np.abs(again - table).max() <= np.abs(table).max() / 127
    assert read["elsewhere"].tolist() == list(range(len(table)))
    assert json.loads((tmp_path / "config.json").read_text()) == {"name": "tiny"}


def test_what_is_sought_elsewhere_is_known_by_its_words_and_their_neighbours() -> None:
    table = np.zeros((tokenizer().get_vocab_size(), 2), dtype=np.float32)
    said = {word: tokenizer().encode(word, add_special_tokens=False).ids for pair in PAIRS for word in pair}
    for word in ("Hochwasser", "flood", "Vogel", "bird"):
        table[said[word], 0] = 1.0  # these lie together
    for word in ("Wald", "forest"):
        table[said[word], 1] = 1.0
    odds = token_odds(table, bag_of(tokenizer(), ["Hochwasser", "Vogel"]), bag_of(tokenizer(), ["Wald", "forest"]))
    assert odds[said["Hochwasser"]].mean() > 0 > odds[said["Wald"]].mean()
    assert odds[said["bird"]].mean() > 0  # no question said it
    again = token_odds(table, bag_of(tokenizer(), ["Hochwasser", "Vogel"]), bag_of(tokenizer(), ["Wald", "forest"]))
    assert np.array_equal(odds, again)


def test_a_model_goes_on_from_another(tmp_path: Path, table: Floats) -> None:
    write_model(tmp_path, table, tokenizer(), {"name": "first"}, np.zeros(len(table), dtype=np.float32))
    known, first = read_model(tmp_path)
    assert known.get_vocab() == tokenizer().get_vocab()
    assert np.allclose(first, table, atol=np.abs(table).max() / 100)
    none = replace(recipe_of(7), steps=1, rate=0.0)
    onward = train_and_average([lesson_of_pairs()], TEACHER, len(first), none, lambda _: None, first)
    assert np.allclose(onward, first)

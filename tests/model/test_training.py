"""The readers of the training texts, and the training itself on a few words: deterministic, and it learns."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from tools.model.fetch import SourceError, download
from tools.model.sources import FIELDS, ding, fields, help_texts, open_thesaurus, records, wordnet
from tools.model.tokens import train_tokenizer
from tools.model.train import Floats, Lesson, Recipe, bag_of, train, train_and_average
from tools.model.write import write_model

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


def test_fields_give_words_beside_others_of_their_field(tmp_path: Path) -> None:
    path = put(tmp_path, "fields.txt", "Wald, Forst, Baum | forest, tree\nMiete, Wohnung | rent, flat\n") / "fields.txt"
    pairs = list(fields(path, 20))
    assert pairs == list(fields(path, 20))
    assert len(pairs) == 40
    of_the_wood = {"Wald", "Forst", "Baum", "forest", "tree"}
    for left, right in pairs[:20]:
        words = [*left.split(", "), *right.split(", ")]
        assert set(words) <= of_the_wood
        assert len(words) == len(set(words))  # nothing is beside itself


def test_the_fields_of_public_life_are_well_formed() -> None:
    lines = FIELDS.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 150
    for line in lines:
        german, english = line.split(" | ")
        words = [*german.split(", "), *english.split(", ")]
        assert len(words) == len(set(words)) >= 8
        assert all(word == word.strip() != "" for word in words)


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
    write_model(tmp_path, table, tokenizer(), {"name": "tiny"})
    read = load_file(tmp_path / "model.safetensors")
    again = read["numbers"].astype(np.float32) * read["scales"][:, None]
    assert np.abs(again - table).max() <= np.abs(table).max() / 127
    assert json.loads((tmp_path / "config.json").read_text()) == {"name": "tiny"}

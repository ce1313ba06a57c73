"""Refusals of the house in German and in Leichte Sprache, under the English sentences that stand in its rules."""

from __future__ import annotations

from pathlib import Path

from services.kit.sentences import Sentence
from services.kit.texts import texts_in

SENTENCES = texts_in(Path(__file__).parents[1] / "texts" / "refusals.toml", Sentence)

"""``python -m tools.bench_matching.speed SECONDS``: how many texts the model encodes in a second, on one core."""

from __future__ import annotations

import os
import sys
import time

from services.marketplace.matching.embed import load_embedder
from services.marketplace.settings import EMBEDDING_MODEL
from tools.bench_matching.lines import Line, say
from tools.bench_matching.writing import Sentences, read_sentences

TOGETHER = 256


def main() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    at_least = float(sys.argv[1])
    encode = load_embedder(EMBEDDING_MODEL).passages
    sentences = read_sentences()
    for name, texts in by_length(sentences).items():
        encode(texts[:TOGETHER])
        encoded, wall, cpu = 0, time.perf_counter(), time.process_time()
        while time.process_time() < cpu + at_least:
            encode(texts[:TOGETHER])
            encoded += min(TOGETHER, len(texts))
        length = sum(map(len, texts[:TOGETHER])) / min(TOGETHER, len(texts))
        rates = {
            "per CPU second": f"{encoded / (time.process_time() - cpu):,.0f}",
            "per second": f"{encoded / (time.perf_counter() - wall):,.0f}",
        }
        say(Line("texts encoded on one core", {"texts": name, "characters": f"{length:.0f}", **rates}))


def by_length(sentences: Sentences) -> dict[str, list[str]]:
    wholes = [" ".join(each) for each in zip(sentences.titles, sentences.summaries, sentences.bodies, strict=True)]
    return {"titles": sentences.titles, "bodies": sentences.bodies, "title, summary and body": wholes}


if __name__ == "__main__":
    main()

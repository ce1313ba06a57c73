"""The tokenizer: BPE without word-start marks, so that a part of a German compound is the same piece as the word."""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "[UNK]"


def train_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """``size`` pieces. Lower case, NFKC, ß as ss; the gender marks of German nouns (*in, :in, _in, /in) as plain in."""
    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace("ß", "ss"),
            normalizers.Replace(Regex(r"[*:_/]-?in(nen)?\b"), "in"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=[UNKNOWN], min_frequency=3, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer

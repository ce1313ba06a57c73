"""What is said beside an answer of matching, in the language of the request. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from services.kit.context import Language

NOT_UNDERSTOOD = {
    Language.DE: "Diese Sprache verstehen wir noch nicht. Gesucht wird nur nach den Wörtern selbst.",
    Language.EN: "We do not understand this language yet. Only the words themselves are looked for.",
    Language.DE_SIMPLE: "Diese Sprache verstehen wir noch nicht. Wir suchen nur nach Ihren Wörtern.",
}
# The same in the language of the text itself: who writes in it may read no other.
IN_THAT_LANGUAGE = {
    "TR": "Bu dili henüz anlamıyoruz. Yalnızca kelimelerin kendisini arıyoruz.",
    "UK": "Цю мову ми ще не розуміємо. Шукаємо лише самі слова.",
    "RU": "Этот язык мы пока не понимаем. Ищем только сами слова.",
    "AR": "لا نفهم هذه اللغة بعد. نبحث فقط عن الكلمات نفسها.",
    "PL": "Tego języka jeszcze nie rozumiemy. Szukamy tylko samych słów.",
}
# What was understood of a question that was translated word by word, and in the language of the question which words.
TRANSLATED = {
    Language.DE: "Wort für Wort übersetzt: {}.",
    Language.EN: "Translated word by word into German: {}.",
    Language.DE_SIMPLE: "Wir haben Ihre Wörter einzeln übersetzt: {}.",
}
TRANSLATED_THERE = {
    "TR": "Kelime kelime Almancaya çevrildi: {}.",
    "UK": "Перекладено німецькою слово за словом: {}.",
    "RU": "Переведено на немецкий слово за словом: {}.",
    "AR": "تُرجم السؤال إلى الألمانية كلمة بكلمة: {}.",
    "PL": "Przetłumaczono na niemiecki słowo po słowie: {}.",
}
NOTHING_THERE = {
    "TR": "Burada buna uygun bir şey yok.",
    "UK": "Тут немає нічого, що підходить.",
    "RU": "Здесь нет ничего подходящего.",
    "AR": "لا يوجد هنا ما يناسب ذلك.",
    "PL": "Nie ma tu niczego, co by pasowało.",
}
MOST_SHOWN = 12  # words of a question that are said
NOT_READY = {
    Language.DE: "Die Suche wird gerade vorbereitet. Bitte versuchen Sie es in ein paar Sekunden noch einmal.",
    Language.EN: "Matching is being prepared. Try again in a few seconds.",
    Language.DE_SIMPLE: "Die Suche ist noch nicht fertig. Bitte warten Sie kurz. Dann versuchen Sie es noch einmal.",
}
"""Said while the index is filled, and while it cannot be: which of the two is the operator's business (/health)."""
NOTHING_FITS = {
    Language.DE: "Dazu gibt es hier nichts, das passt.",
    Language.EN: "There is nothing here that fits.",
    Language.DE_SIMPLE: "Wir haben nichts gefunden, das passt.",
}


def notice(is_understood: bool, is_empty: bool, language: Language, of_text: str | None = None) -> str | None:
    """None where there is nothing to say. ``of_text``: the language of the text, where it is known and not understood.

    >>> notice(True, False, Language.DE), notice(True, True, Language.EN)
    (None, 'There is nothing here that fits.')
    """
    if not is_understood:
        return " ".join(filter(None, [NOT_UNDERSTOOD[language], IN_THAT_LANGUAGE.get(of_text or "")]))
    return NOTHING_FITS[language] if is_empty else None


def notice_of_translated(of_text: str, words: Sequence[tuple[str, str]], is_empty: bool, language: Language) -> str:
    """What was understood of a text in the language ``of_text``, as pairs of its words and their German.

    >>> notice_of_translated("PL", [("kurs pływania", "Schwimmkurs")], False, Language.DE)
    'Wort für Wort übersetzt: Schwimmkurs. Przetłumaczono na niemiecki słowo po słowie: kurs pływania = Schwimmkurs.'
    """
    german = TRANSLATED[language].format(shown([each for _, each in words]))
    there = TRANSLATED_THERE[of_text].format(shown([f"{said} = {each}" for said, each in words]))
    nothing = (NOTHING_FITS[language], NOTHING_THERE[of_text])
    return " ".join([german, nothing[0], there, nothing[1]] if is_empty else [german, there])


def shown(words: Sequence[str]) -> str:
    """Some words in a row, the first of many.

    >>> shown(["a"] * 13)[-6:]
    ', a, …'
    """
    return ", ".join([*words[:MOST_SHOWN], *(["…"] if len(words) > MOST_SHOWN else [])])

"""What is said beside an answer of matching, in the language of the request. Pure."""

from __future__ import annotations

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

"""What is said beside an answer of matching, in the language of the request. Pure."""

from __future__ import annotations

from services.kit.context import Language

NOT_UNDERSTOOD = {
    Language.DE: "Diese Sprache verstehen wir noch nicht. Gesucht wird nur nach den Wörtern selbst.",
    Language.EN: "We do not understand this language yet. Only the words themselves are looked for.",
    Language.DE_SIMPLE: "Diese Sprache verstehen wir noch nicht. Wir suchen nur nach Ihren Wörtern.",
}
NOTHING_FITS = {
    Language.DE: "Dazu gibt es hier nichts, das passt.",
    Language.EN: "There is nothing here that fits.",
    Language.DE_SIMPLE: "Wir haben nichts gefunden, das passt.",
}


def notice(is_understood: bool, is_empty: bool, language: Language) -> str | None:
    """None where there is nothing to say.

    >>> notice(True, False, Language.DE), notice(True, True, Language.EN)
    (None, 'There is nothing here that fits.')
    """
    if not is_understood:
        return NOT_UNDERSTOOD[language]
    return NOTHING_FITS[language] if is_empty else None

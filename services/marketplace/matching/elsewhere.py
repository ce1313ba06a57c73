"""Words by which one knows what is sought elsewhere: recipes, the weather, jokes, scores, flights, bargains. Pure.

Near something such a question always is ("weather in Potsdam" to rain warnings), so more must speak for what is found.
Words of a register, no subjects: what could be a need of public life is not among them.
"""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
REGISTERS = """
rezept rezepte kochrezept backrezept zutaten recipe recipes
wetter wetterbericht wettervorhersage regenradar weather
witz witze sprüche joke jokes horoskop horoscope liedtext songtext lyrics
bundesliga pokal weltmeister weltmeisterschaft endspiel tabellenführer torschütze
flug flüge hotel hotels urlaub ferienwohnung campingplatz strände mallorca kreuzfahrt flight flights beach
billig günstig günstige günstigen günstiger günstigste schnäppchen testsieger rabatt gutschein gutscheincode
cheap cheapest discount
kredit ratenkredit hypothek tagesgeld zinsen aktie aktien bitcoin lotto lottozahlen mortgage
handyvertrag iphone netflix kinoprogramm konzertkarten
diät lippenstift nagellack frisur tattoo winterreifen ölwechsel bußgeld
"""
ELSEWHERE = frozenset(REGISTERS.split())
PROGRAM = re.compile(r"\w+(?:error|exception)")  # what a computer says


def is_sought_elsewhere(text: str) -> bool:
    """Whether a question is in the words of something that is not here.

    >>> is_sought_elsewhere("Witze über Lehrer"), is_sought_elsewhere("Lehrer für Deutsch")
    (True, False)
    """
    return any(is_of_elsewhere(word) for word in WORD.findall(text))


def is_of_elsewhere(word: str) -> bool:
    folded = word.casefold()
    return folded in ELSEWHERE or PROGRAM.fullmatch(folded) is not None

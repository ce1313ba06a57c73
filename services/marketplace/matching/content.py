"""What of a text says what it is about: all but function words, and what people say around a need. Pure.

The shipped model takes the mean of a text's tokens. Of "Ich will nicht extra eine Leiter kaufen, ich brauche sie nur
einmal" ten tokens of thirteen are of that kind, and what lay nearest was whoever says "ich" (cf. Arora, Liang, Ma 2017:
frequent words take weight by chance, not by meaning).
"""

from __future__ import annotations

import re

from services.marketplace.matching.languages import ENGLISH, GERMAN

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# Beyond the few function words that tell languages apart: the rest of the closed classes.
GERMAN_CLOSED = """
alle allem allen aller alles ander andere anderem anderen anderer anderes bist da damit dann dazu dein deine deinem
deinen deiner demselben denn denselben derer derselbe dessen dich dies dieselbe diesem diesen dieser dieses dir doch
dort du eines einig einige einigem einigen einiger einiges euch euer eure eurem euren eurer etwas gegen gewesen hatte
hatten hier hin hinter ihm ihn ihnen ihre ihrem ihren ihrer ihres indem jede jedem jeden jeder jedes jene jenem jenen
jener jenes jetzt könnte könnten können keinem keinen keiner keines machen man manche manchem manchen mancher manches
mein meinem meinen meiner meines mich mir muss musste müssen nichts ohne sehr sein seine seinem seinen seiner seines
selbst sollte sollten soll sollen solche solchem solchen solcher sondern sonst unserem unseren unserer unseres viel
war waren warst weg weil weiter welche welchem welchen welcher welches wenig werde werden will wollen wollte würde
würden zwar zwischen bereits beide beiden beim bis daher dabei daran darauf daraus darin darüber davon dadurch dafür
"""
ENGLISH_CLOSED = """
above after again against am because before being below between both did doing down during each few further had
having he her here hers herself him himself his itself just me more most myself nor now off once only other ours
ourselves over own same should so such than theirs them themselves then these those through too until up very were
whom why would yours yourself
"""
# What is said around a need, whatever the need is.
SPOKEN = """
kriegen kriege kriegt kriegst gekriegt bekomme bekommen bekommt weiß weiss wissen weißt brauche brauchen braucht brauch
gibts geben gebe geht gehen gehe finde finden findet suche suchen sucht gesucht möchte möchten hätte hätten wäre trau
traue halt eben mal einmal einfach gerade extra nix niemand bitte danke hallo guten tag sagen sagt tun mache macht
kommt kommen komme mag mögen gern gerne schon immer dauernd ganz gar sowas irgendwas irgendwie irgendwo wegen überhaupt
sage sagst gesagt magst brauchst weisst wusste kenne kennst komme kommst suchst findest gefunden gibst gehst mach machst
gemacht tue tust hilfst kannst könnten müsste müssten sollte sollten willst wollte dürfte wer wie viel viele
wen wem kennt kennen vor wann warum wieso weshalb woher wohin hilft helfen hilfe dürfen darf könnt hab
want need know got getting find looking please anyone someone anybody somebody something anything just really help
could like lot make makes
"""
EMPTY = GERMAN | ENGLISH | frozenset(f"{GERMAN_CLOSED} {ENGLISH_CLOSED} {SPOKEN}".split())


def content(text: str) -> str:
    """The words that say what a text is about; the whole text where there are none.

    >>> content("Ich will nicht extra eine Leiter kaufen, ich brauche sie nur einmal"), content("Wer hilft?")
    ('Leiter kaufen', 'Wer hilft?')
    """
    return " ".join(content_words(text)) or text


def content_words(text: str) -> list[str]:
    """The same as words; none where a text says nothing but function words."""
    return [word for word in WORD.findall(text) if word.casefold() not in EMPTY]

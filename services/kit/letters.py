"""What somebody typed, or pasted from elsewhere, in the letters in which documents are written. Pure.

Letters look alike and are not the same: file names of some systems take an umlaut apart, PDF has signs for two letters
at once, pages have places for a hyphen that nobody sees. Digits and signs stay as they are: "CO₂" is no "CO2".
"""

from __future__ import annotations

import unicodedata
from itertools import chain

# Marks of direction, joiners, soft hyphens, tags: nobody sees them.
UNSEEN = dict.fromkeys(
    place for place in chain(range(0x10000), range(0xE0000, 0xE0080)) if unicodedata.category(chr(place)) == "Cf"
)


def usual(text: str) -> str:
    """A text with each letter in its usual form, and without what nobody sees.

    >>> usual("Fo\u0308rderung") == "Förderung", usual("Hil\u00adfe"), usual("ﬁnden, Ｈｉｌｆｅ"), usual("CO₂")
    (True, 'Hilfe', 'finden, Hilfe', 'CO₂')
    """
    if text.isascii():
        return text
    seen = text.translate(UNSEEN)
    if not unicodedata.is_normalized("NFKC", seen):
        seen = "".join(unicodedata.normalize("NFKC", each) if each.isalpha() else each for each in seen)
    return unicodedata.normalize("NFC", seen)

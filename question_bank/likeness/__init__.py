"""Questions that ask nearly the same. Pure: no Django, no database.

`LikenessIndex` finds, for one text after another, those of a large stock that are alike; only texts that share some of
their rarest triples of characters are compared at all.
"""

from question_bank.likeness.index import Alike, LikenessIndex
from question_bank.likeness.words import asked_words

__all__ = ["Alike", "LikenessIndex", "asked_words"]

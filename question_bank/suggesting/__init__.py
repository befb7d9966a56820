"""Which provision a question rests on, most likely: what it names, else what it says. Pure: no Django, no database.

`Suggester` takes the passages of the documents an office may cite and answers for one question after another with
provisions and a confidence of 0 to 100. The confidence is calibrated: of suggestions made with 90, nine in ten and more
are right (`python -m benchmarks suggesting` measures it).
"""

from question_bank.suggesting.asking import asked_of
from question_bank.suggesting.passages import Asked, Passage, Reason, Suggestion
from question_bank.suggesting.suggester import Suggester

__all__ = ["Asked", "Passage", "Reason", "Suggester", "Suggestion", "asked_of"]

"""GIFT, Moodle's text format: `parsing` knows its grammar, `reading` and `writing` know our questions."""

from question_bank.interchange.gift.parsing import parse_gift
from question_bank.interchange.gift.reading import read_gift
from question_bank.interchange.gift.writing import write_gift

__all__ = ["parse_gift", "read_gift", "write_gift"]

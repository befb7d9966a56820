"""QTI 2.1, 2.2 and 3.0: items and packages of them.

`naming` brings the names of 3.0 back to those of 2.x, `items` reads one item, `interactions` its ways of answering,
`packages` a zip with a manifest; `writing` makes items and `packing` a package of them.
"""

from question_bank.interchange.qti.packages import read_qti
from question_bank.interchange.qti.packing import write_qti_21, write_qti_22, write_qti_30

__all__ = ["read_qti", "write_qti_21", "write_qti_22", "write_qti_30"]

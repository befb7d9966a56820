"""Reading strangers' files in a process of its own, which may die without harm. Pure: no Django, no database.

`confined` calls a function of ours in a child with limits on memory, processor time, waiting time and size of the
result. A keeper process that holds no secrets and has imported the reader already forks each child, so that a call
costs milliseconds.
"""

from accounts.confinement.calling import (
    ConfinedCallError,
    ConfinementError,
    OverrunError,
    confined,
    confined_within,
)
from accounts.confinement.limits import ConfinementLimits

__all__ = ["ConfinedCallError", "ConfinementError", "ConfinementLimits", "OverrunError", "confined", "confined_within"]

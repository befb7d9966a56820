"""What parent and child send each other: pickles, of which the parent opens only plain data.

The child has read a hostile file. Should it ever be taken over, what it sends back must not name anything to run.
"""

from __future__ import annotations

import importlib
import io
import pickle
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, Literal

from accounts.confinement.limits import ConfinementLimits

#: Whose data and exceptions a child may send back.
OUR_PACKAGES = frozenset({"accounts", "question_bank", "quizzes"})
_MOMENTS = {("datetime", type_.__name__): type_ for type_ in (date, datetime, time, timedelta)}

Outcome = Literal["returned", "raised", "overrun", "failed"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be called, with what, within which limits."""

    module: str
    function: str
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    limits: ConfinementLimits


@dataclass(frozen=True, slots=True)
class Answer:
    """How it went: a value; the names of an exception's classes and its text; or the text of a failure."""

    outcome: Outcome
    value: Any = None
    classes: tuple[str, ...] = ()
    text: str = ""


class ForeignDataError(Exception):
    """The child sent something that is no plain data of ours."""


def packed(parcel: Order | Answer) -> bytes:
    """Return the bytes to send."""
    return pickle.dumps(parcel, protocol=pickle.HIGHEST_PROTOCOL)


def opened_order(data: bytes) -> Order:
    """Return the order; it comes from our own parent."""
    order = pickle.loads(data)  # noqa: S301 -- written by the process that started this one
    assert isinstance(order, Order)  # noqa: S101 -- as above
    return order


def opened_answer(data: bytes) -> Answer:
    """Return the answer, if it is made of nothing but data classes, enums and moments of ours.

    Raises:
        ForeignDataError: it is not.
    """
    try:
        answer = _PlainUnpickler(io.BytesIO(data)).load()
    except ForeignDataError:
        raise
    except Exception as error:
        # What was cut short or tampered with fails in as many ways as there are opcodes.
        raise ForeignDataError("unreadable answer") from error
    if not isinstance(answer, Answer):
        raise ForeignDataError("no answer")
    return answer


class _PlainUnpickler(pickle.Unpickler):
    """Knows data classes and enums of our own packages, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class that only holds data."""
        if (module, name) in _MOMENTS:
            return _MOMENTS[module, name]
        if module.partition(".")[0] in OUR_PACKAGES and "." not in name:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise ForeignDataError(f"{module}.{name}")

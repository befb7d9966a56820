"""Assembly: from a blueprint, a pool and a seed to the questions of parallel forms. No Django, no database."""

from quizzes.assembly.blueprint import Blueprint, BlueprintError, Section, parse_blueprint
from quizzes.assembly.display import DisplaySlot, display_order
from quizzes.assembly.drawing import Draw, DrawnSection, PoolTooSmall, Shortage, assemble
from quizzes.assembly.pool import PoolItem, VersionId

__all__ = [
    "Blueprint",
    "BlueprintError",
    "DisplaySlot",
    "Draw",
    "DrawnSection",
    "PoolItem",
    "PoolTooSmall",
    "Section",
    "Shortage",
    "VersionId",
    "assemble",
    "display_order",
    "parse_blueprint",
]

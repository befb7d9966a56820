"""Assembly: from a blueprint, a pool and a seed to the questions of parallel forms. No Django, no database."""

from quizzes.assembly.blueprint import Blueprint, BlueprintError, Section, parse_blueprint
from quizzes.assembly.display import DisplaySlot, display_order
from quizzes.assembly.drawing import AnchorsUnfit, Draw, DrawnSection, PoolTooSmall, Shortage, assemble
from quizzes.assembly.pool import PoolItem, VersionId
from quizzes.assembly.stock import FrozenRow, StockRow, assemble_stock, draw_from, stock_from_json, stock_to_json

__all__ = [
    "AnchorsUnfit",
    "Blueprint",
    "BlueprintError",
    "DisplaySlot",
    "Draw",
    "DrawnSection",
    "FrozenRow",
    "PoolItem",
    "PoolTooSmall",
    "Section",
    "Shortage",
    "StockRow",
    "VersionId",
    "assemble",
    "assemble_stock",
    "display_order",
    "draw_from",
    "parse_blueprint",
    "stock_from_json",
    "stock_to_json",
]

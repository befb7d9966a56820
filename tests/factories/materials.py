"""Plain factories for learning materials, and for sheets that are handed out."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.enums import Role
from accounts.models import Cohort, User
from learning.enums import MaterialCategory, SheetKind
from learning.models import Material, Sheet
from learning.services.materials import MaterialText, material_upload
from learning.services.sheets import SheetText, sheet_make
from tests.factories.accounts import make_user
from tests.factories.taking import NOON


def make_material(by: User | None = None, *, data: bytes = b"", **changes: Any) -> Material:
    """Return a material that asks for a sentence and is worth forty minutes; without data it has no file."""
    told = {"category": MaterialCategory.LECTURE, "title": "基层党建怎样抓", "minutes": 40, **changes}
    by = by or make_user(None, Role.ORGANIZER)
    name = "党建.txt" if data else ""
    return material_upload(text=MaterialText(**told), data=data, file_name=name, by=by, now=NOON)


def make_sheet(by: User, handed_to: Cohort, **changes: Any) -> Sheet:
    told = {
        "kind": SheetKind.PLEDGE,
        "title": "廉洁承诺书",
        "text": "我承诺廉洁自律。",
        "items": (),
        "closes_on": date(2026, 12, 31),
        **changes,
    }
    return sheet_make(text=SheetText(handed_to=handed_to, **told), by=by, now=NOON)

"""A plain factory for recommended books."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from learning.models import BookRecommendation
from learning.services.books import BookText, book_recommend
from tests.factories.taking import NOON


def make_recommendation(by: User, people: Iterable[User], **changes: Any) -> BookRecommendation:
    told = {"title": "乡土中国", "author": "费孝通", "reason": "下乡调研前先读", **changes}
    return book_recommend(text=BookText(**told), people=people, by=by, at=NOON)

"""The masthead: where a person can go, by the roles they hold today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import held_roles, unit_of
from learning.selectors import REVIEWING_ROLES, records_to_review


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry that anybody holding one of the roles sees; some pages take the role over the whole office.

    `also` names pages whose addresses stand elsewhere and which belong under this entry.
    """

    label: str | Promise
    url_name: str
    roles: frozenset[Role]
    whole_office: bool = False
    also: tuple[str, ...] = ()


_PLACES = (
    _Place(_("首页"), "home", frozenset({Role.CADRE})),
    _Place(_("考试"), "quizzes:my_exams", frozenset({Role.CADRE})),
    _Place(_("我的一年"), "learning:my_year", frozenset({Role.CADRE})),
    _Place(_("学习记录"), "learning:records", frozenset({Role.CADRE})),
    _Place(_("活动"), "learning:events", frozenset({Role.CADRE}), also=("/classes/", "/rotas/")),
    _Place(_("积分"), "appraisal:my_points", frozenset({Role.CADRE})),
    _Place(_("通报评奖"), "appraisal:bulletins", frozenset({Role.CADRE}), also=("/awards/", "/exports/")),
    _Place(_("待审核"), "learning:reviews", frozenset(REVIEWING_ROLES)),
    _Place(_("政策文件"), "question_bank:documents", frozenset({Role.TRAINER, Role.ORGANIZER}), whole_office=True),
    _Place(_("题库"), "question_bank:questions", frozenset({Role.TRAINER, Role.ORGANIZER}), whole_office=True),
    _Place(
        _("考务"),
        "quizzes:exams",
        frozenset({Role.ORGANIZER}),
        whole_office=True,
        also=("/organize/blueprints/", "/organize/papers/"),
    ),
    _Place(_("监考"), "quizzes:rooms_watched", frozenset({Role.INVIGILATOR}), whole_office=True),
    _Place(_("人员"), "accounts:people", frozenset({Role.ORGANIZER, Role.SECURITY_ADMINISTRATOR}), whole_office=True),
    _Place(_("积分台账"), "appraisal:ledger", frozenset({Role.ORGANIZER, Role.AUDITOR}), whole_office=True),
    _Place(_("系统管理"), "admin:index", frozenset({Role.SYSTEM_ADMINISTRATOR}), whole_office=True),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the masthead; `count` says how much waits there."""

    label: str
    url: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Masthead:
    """Who is signed in and where they can go."""

    person: UUID
    name: str
    unit: str
    entries: Sequence[Entry]


def masthead_for(request: HttpRequest, user: User) -> Masthead:
    """Return the masthead of a signed-in person."""
    held = held_roles(user)
    places = [place for place in _PLACES if place.roles & (held.office if place.whole_office else held.anywhere)]
    urls = [reverse(place.url_name) for place in places]
    current = _current(request.path, places)
    unit = unit_of(user)
    return Masthead(
        person=user.uuid,
        name=user.name,
        unit=unit.name if unit else "",
        entries=[
            Entry(str(place.label), url, is_current=place == current, count=_waiting(place, user))
            for place, url in zip(places, urls, strict=True)
        ],
    )


def _current(path: str, places: Sequence[_Place]) -> _Place | None:
    """Return the place under which a page stands: the one with the longest beginning of its address."""
    home = reverse("home")
    stems = {stem: place for place in places for stem in (reverse(place.url_name), *place.also)}
    under = [stem for stem in stems if path.startswith(stem) and (stem != home or path == home)]
    return stems[max(under, key=len)] if under else None


def _waiting(place: _Place, user: User) -> int:
    return records_to_review(user).count() if place.url_name == "learning:reviews" else 0

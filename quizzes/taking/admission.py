"""At the door of the room: the code that is told there, and the addresses from which one may enter.

Both keep honest people where they should be; neither proves anything about the others.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.core.cache import cache
from django.utils.translation import gettext as _

from quizzes.models import Candidate, Exam
from quizzes.taking.errors import CannotStartError

_TRIES = 10
_FORGOTTEN_AFTER = timedelta(minutes=10)


def networks_read(text: str) -> list[IPv4Network | IPv6Network]:
    """Return the networks of a text, one a line, such as 10.20.0.0/16; a single address is a network of one.

    Raises:
        ValueError: a line is none; the message is that line.
    """
    networks = []
    for line in text.replace("，", ",").replace(",", "\n").splitlines():
        if line.strip():
            try:
                networks.append(ip_network(line.strip(), strict=False))
            except ValueError:
                raise ValueError(line.strip()) from None
    return networks


def admission_check(candidate: Candidate, *, address: str, code: str) -> None:
    """Let a candidate pass, or not.

    Raises:
        CannotStartError: the address is outside the exam's networks, or the code is not the exam's.
    """
    exam = candidate.exam
    if not _is_inside(exam, address):
        raise CannotStartError(_("这场考试要在指定的地点参加；本机的地址 %s 不在范围内，请与监考联系。") % address)
    if exam.access_code:
        _check_code(candidate, code)


def _is_inside(exam: Exam, address: str) -> bool:
    networks = networks_read(exam.networks)
    if not networks:
        return True
    try:
        here = ip_address(address)
    except ValueError:
        return False
    return any(here in network for network in networks)


def _check_code(candidate: Candidate, code: str) -> None:
    """Compare in constant time, and slow down who guesses."""
    key = f"admission:{candidate.pk}"
    tries = cache.get(key, 0)
    if tries >= _TRIES:
        raise CannotStartError(_("口令错得太多，请等十分钟，或者请监考帮忙。"))
    given, wanted = (text.strip().casefold().encode() for text in (code, candidate.exam.access_code))
    if not hmac.compare_digest(given, wanted):
        cache.set(key, tries + 1, int(_FORGOTTEN_AFTER.total_seconds()))
        raise CannotStartError(_("考场口令不对，请看现场公布的口令。") if code else _("请填写现场公布的考场口令。"))

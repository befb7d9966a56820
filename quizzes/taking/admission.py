"""At the door of the room: the code that is told there, and the addresses from which one may enter.

Both keep honest people where they should be; neither proves anything about the others.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from quizzes.models import Candidate, Exam
from quizzes.seb import request_hash
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


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser says of its configuration: its hash for an address (see `quizzes.seb`)."""

    url: str
    config_hash: str


def browser_of(request: HttpRequest, *, by_script: str = "") -> Browser:
    """Return what the browser says in its header; where it cannot send one (iOS, macOS), what its script filled in.

    What a script says is said of the address of the page, which is the one the form goes to.
    """
    url = request.build_absolute_uri()
    told = request.headers.get("X-SafeExamBrowser-ConfigKeyHash") or by_script
    return Browser(url, told.strip().lower())


def admission_check(candidate: Candidate, *, address: str, code: str, browser: Browser) -> None:
    """Let a candidate pass, or not.

    Raises:
        CannotStartError: the address is outside the exam's networks, the code is not the exam's, or the browser is not
            set up as the exam wants it.
    """
    exam = candidate.exam
    if exam.seb_keys and not _is_set_up(exam, browser):
        raise CannotStartError(_("这场考试要用 Safe Exam Browser 按考务给的配置文件打开；现在的浏览器不是。"))
    if not _is_inside(exam, address):
        raise CannotStartError(_("这场考试要在指定的地点参加；本机的地址 %s 不在范围内，请与监考联系。") % address)
    if exam.access_code:
        _check_code(candidate, code)


def _is_set_up(exam: Exam, browser: Browser) -> bool:
    """Compare with every configuration that is allowed, in constant time each."""
    expected = [request_hash(browser.url, key) for key in exam.seb_keys.split()]
    return any([hmac.compare_digest(browser.config_hash.encode(), each.encode()) for each in expected])  # noqa: C419


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

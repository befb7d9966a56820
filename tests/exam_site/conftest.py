"""The whole site as everybody sees it, asked for once for all tests of a module."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from lxml import html

from accounts.enums import Role
from exam_site.beats import beat
from tests.addresses import ANONYMOUS, addresses, written_rows
from tests.factories.accounts import LONG_AGO, make_unit, make_user
from tests.factories.taking import NOON
from tests.factories.world import ROLES, House, make_house
from tests.visitors import Visitor, body_of

#: Somebody whose only role is over a part of the office.
PART_ORGANIZER = "organizer of a part"


@dataclass(frozen=True)
class Page:
    """What somebody was answered at an address; `name` is None where a link led there."""

    who: str
    name: str | None
    url: str
    status: int
    headers: dict[str, str]
    text: str

    @property
    def is_html(self) -> bool:
        return bool(self.text) and self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.text)

    def __str__(self) -> str:
        return f"{self.who} {self.url} {self.status}"


@dataclass(frozen=True)
class Crawl:
    """All pages, and which tables were not the same afterwards."""

    pages: list[Page]
    changed_tables: set[str]


@pytest.fixture(scope="module")
def crawl(django_db_setup, django_db_blocker) -> Crawl:
    """Ask for every address that answers GET, as everybody, and follow the links on what comes back."""
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), time_machine.travel(NOON, tick=False), transaction.atomic():
        beat(now=NOON)
        house = make_house("云岭")
        visitors = _visitors(house)
        before = _tables()
        pages = [page for who, visitor in visitors.items() for page in _pages(house, who, visitor)]
        after = _tables()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    return Crawl(pages, {name for name in before if before[name] != after[name]})


def _visitors(house: House) -> dict[str, Visitor]:
    part = make_user(unit=make_unit(house.office, "云岭一股"), name="云岭一股考务")
    part.role_assignments.create(role=Role.ORGANIZER, unit=part.memberships.get().unit, from_date=LONG_AGO)
    people = {who: house.people[who] for who in ROLES} | {PART_ORGANIZER: part}
    return {ANONYMOUS: Visitor()} | {who: Visitor(person) for who, person in people.items()}


def _pages(house: House, who: str, visitor: Visitor) -> Iterator[Page]:
    owner = who if who in house.certificates else "cadre"
    seen, links = set(), {}
    for name, url in _addresses(house, owner):
        page = _page(who, name, url, visitor)
        yield page
        seen.add(_place(url))
        if page.is_html and page.status == 200:
            links |= {_place(link): link for link in _links(page)}
    for place, link in links.items():
        if place not in seen:
            yield _page(who, None, link, visitor)


def _addresses(house: House, owner: str) -> Iterator[tuple[str, str]]:
    by_name = {address.name: address for address in addresses()}
    for (name, methods), _cells in written_rows():
        if "GET" in methods.split():
            yield name, by_name[name].url(house, owner)
    for staged in house.exams.values():
        yield "quizzes:exam", staged.exam.get_absolute_url()


def _page(who: str, name: str | None, url: str, visitor: Visitor) -> Page:
    cache.clear()
    response = visitor.tell("GET", url)
    headers = dict(response.items())
    return Page(who, name, url, response.status_code, headers, body_of(response))


def _links(page: Page) -> Iterator[str]:
    for link in page.tree.xpath("//a/@href"):
        url = urldefrag(urljoin(page.url, link)).url
        if url.startswith("/") and not url.startswith("//"):
            yield url


def _place(url: str) -> str:
    """Return an address without what it was narrowed to, so that a list is looked at once and not for every filter."""
    path, _mark, query = url.partition("?")
    return f"{path}?{'&'.join(part.partition('=')[0] for part in query.split('&'))}"


def _tables() -> dict[str, str]:
    """Return a digest of each table's rows."""
    digests = {}
    for model in apps.get_models(include_auto_created=True):
        rows = sorted(map(repr, model._base_manager.values_list()))
        digests[model._meta.db_table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests

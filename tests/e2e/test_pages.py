"""Whatever a person can reach by links: accessible, no wider than the screen, quiet, and all from one host."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from exam_site.demo.cast import APPROVER, DIRECTOR, ORGANIZER, REVIEWER
from tests.e2e.conftest import PHONE, WIDE, demo_page, new_context, problems_of

#: Has not begun this quarter's test, and plays in no other test.
_CADRE = "YL032"
_FILE = re.compile(
    r"(\.xlsx|/pdf/|/export/|/schema/|/print/|/poster/|/template/|/csv/|/file/|/sheet/|/form/|/bound/|/events/files/[^/]+/)$"
)
#: Swagger UI draws it, and axe finds fault with its colours and names.
_NOT_OURS = "/api/docs/"
#: What a page is made of: which elements, with which classes and states. Its words do not matter to axe.
_PARTS = """
[...document.querySelectorAll("body *")].map(
  (element) => [element.localName, ...element.classList, element.type || "", element.disabled || ""].join(" ")
)
"""


@pytest.fixture(scope="module")
def examined() -> defaultdict[str, set[str]]:
    """The parts axe has seen of each page, whoever it was shown to."""
    return defaultdict(set)


@dataclass
class Crawl:
    """A walk along the links from a few addresses: one page for each name in the table of addresses."""

    page: Page
    origin: str
    examined: defaultdict[str, set[str]]
    problems: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._request)

    def along(self, *addresses: str) -> None:
        """Visit these addresses and, page by page, whatever they lead to."""
        waiting = deque(addresses)
        while waiting:
            address = waiting.popleft()
            name = resolve(urlsplit(address).path).view_name
            if name not in self.reached:
                self.reached.add(name)
                self._visit(address, name)
                waiting.extend(filter(self._is_page, self._links()))
        self.page.context.close()

    def _visit(self, address: str, name: str) -> None:
        response = self.page.goto(address)
        if response.status != 200:
            self.problems.append(f"{address}: {response.status}")
        parts = set(self.page.evaluate(_PARTS))
        if not parts <= self.examined[name]:
            self.examined[name] |= parts
            self.problems += problems_of(self.page, PHONE, WIDE)

    def _links(self) -> list[str]:
        links = self.page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        return [urljoin(self.page.url, link) for link in links]

    def _is_page(self, address: str) -> bool:
        path = urlsplit(address).path
        return address.startswith(self.origin) and path != _NOT_OURS and not _FILE.search(path)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"{self.page.url}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.problems.append(f"{self.page.url}: asks {request.url}")


@pytest.mark.parametrize(
    ("staff_number", "fewest"),
    [(APPROVER, 25), (ORGANIZER, 50), (REVIEWER, 14), (DIRECTOR, 14)],
    ids=["trainer", "organizer", "reviewer", "director"],
)
def test_every_page_a_role_can_reach(browser: Browser, demo_site, examined, staff_number, fewest):
    crawl = Crawl(demo_page(browser, demo_site, staff_number), demo_site.url, examined)

    crawl.along(f"{demo_site.url}/")

    assert crawl.problems == []
    assert len(crawl.reached) >= fewest


def test_every_page_a_cadre_can_reach_in_the_middle_of_an_exam(browser: Browser, demo_site, examined):
    page = demo_page(browser, demo_site, _CADRE)
    page.get_by_role("link", name="去考试").click()
    page.get_by_role("button", name="开始作答").click()
    page.wait_for_url("**/attempts/**")
    crawl = Crawl(page, demo_site.url, examined)

    crawl.along(f"{demo_site.url}/", page.url, f"{page.url}check/")

    assert crawl.problems == []
    assert {"quizzes:attempt", "quizzes:submit_check", "quizzes:my_result"} <= crawl.reached


def test_every_page_a_stranger_can_reach(browser: Browser, demo_site, examined):
    crawl = Crawl(new_context(browser, demo_site).new_page(), demo_site.url, examined)

    crawl.along(f"{demo_site.url}/sign-in/", f"{demo_site.url}/verify/")

    assert crawl.problems == []
    assert crawl.reached == {"accounts:sign_in", "certificates:verify_form", "home"}


@pytest.mark.parametrize("address", ["/verify/AAAA-AAAA/", "/no-such-page/"])
def test_a_page_that_is_not_there(browser: Browser, demo_site, address):
    page = new_context(browser, demo_site).new_page()

    assert page.goto(address).status == 404
    assert problems_of(page, PHONE, WIDE) == []

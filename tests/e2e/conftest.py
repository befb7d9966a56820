"""A real browser against the real site."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from xdist.scheduler import LoadScopeScheduling

from exam_site.demo.cast import PASSWORD
from tests.e2e.server import Site

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1200, "height": 860}
WIDE = {"width": 1920, "height": 1080}
#: A name of this machine that browsers do not take for a secure origin, as they do its loopback address.
INTRANET_NAME = "exam.lan"
#: What a browser may take for one step; a machine that does much else at once is slow.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)
_AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class BySite(LoadScopeScheduling):
    """Shares the tests out among two sites: the walks, each on the last one's, and all that asks little of others."""

    def _split_scope(self, nodeid: str) -> str:
        return "walks" if "/test_walk" in nodeid else "looks"


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> BySite:
    """Two workers have a site each."""
    return BySite(config, log)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    intranet = f"--host-resolver-rules=MAP {INTRANET_NAME} 127.0.0.1"
    return {"executable_path": chromium, "args": [*quiet, "--disable-component-update", "--disable-sync", intranet]}


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory):
    """The demo office, as `make demo` makes it."""
    site = Site(tmp_path_factory.mktemp("demo"))
    site.manage("migrate", "--verbosity", "0")
    site.manage("load_demo")
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory):
    """A fresh installation without anybody in it."""
    site = Site(tmp_path_factory.mktemp("empty"))
    site.manage("migrate", "--verbosity", "0")
    site.start()
    yield site
    site.stop()


def new_context(browser: Browser, site: Site, viewport: dict[str, int] = DESK, **options: object) -> BrowserContext:
    context = browser.new_context(
        **{"base_url": site.url, "viewport": viewport, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | options
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def demo_page(browser: Browser, site: Site, staff_number: str, **options: object) -> Page:
    """Return the home page of somebody of the demo office."""
    page = new_context(browser, site, **options).new_page()
    sign_in(page, staff_number, PASSWORD)
    return page


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("工号").fill(username)
    page.get_by_label("密码或首次登录码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state()


def cells_of(rows: Locator) -> list[list[str]]:
    """Return the words in each cell of a table's rows, once there are some and their page is whole."""
    expect(rows).not_to_have_count(0)
    rows.page.wait_for_load_state()
    return [row.locator("td").all_inner_texts() for row in rows.all()]


def problems_of(page: Page, *screens: dict[str, int]) -> list[str]:
    """Return what a person would stumble over, on each screen or the page's own.

    That is what WCAG 2.2 AA forbids and axe can find, and a page wider than its screen.
    """
    page.wait_for_load_state()
    own = page.viewport_size
    found = [problem for screen in screens or [own] for problem in _problems_on(page, screen)]
    page.set_viewport_size(own)
    return found


def _problems_on(page: Page, screen: dict[str, int]) -> Iterator[str]:
    page.set_viewport_size(screen)
    width, height = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    if width > screen["width"]:
        yield f"{page.url}: {width}px wide on a screen of {screen['width']}px"
    if page.locator(".exam-foot").count():
        # What the bar at the edge of the screen covers can be scrolled to: axe sees the whole sheet at once.
        page.set_viewport_size({"width": screen["width"], "height": max(height, screen["height"])})
    report = Axe().run(page, options={"runOnly": {"type": "tag", "values": _AXE_TAGS}, "resultTypes": ["violations"]})
    for violation in report.response["violations"]:
        for node in violation["nodes"]:
            yield f"{page.url} at {screen['width']}px: {violation['id']}: {node['html'][:160]}"

"""A real browser against the real site."""

from __future__ import annotations

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from exam_site.demo.cast import PASSWORD
from tests.e2e.server import Site

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1200, "height": 860}
#: What a browser may take for one step; a machine that does much else at once is slow.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)
_AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    return {"executable_path": chromium, "args": [*quiet, "--disable-component-update", "--disable-sync"]}


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


def problems_of(page: Page) -> list[str]:
    """Return what a person would stumble over: WCAG 2.2 AA by axe, and a page wider than its screen."""
    screen = page.viewport_size
    length = page.evaluate("document.documentElement.scrollHeight")
    # What a bar at the edge of the screen covers can be scrolled to: axe sees the whole page at once.
    page.set_viewport_size(screen | {"height": max(length, screen["height"])})
    report = Axe().run(page, options={"runOnly": {"type": "tag", "values": _AXE_TAGS}})
    page.set_viewport_size(screen)
    found = [
        f"{page.url}: {violation['id']}: {node['html'][:160]}"
        for violation in report.response["violations"]
        for node in violation["nodes"]
    ]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > screen["width"]:
        found.append(f"{page.url}: {width}px wide on a screen of {screen['width']}px")
    return found

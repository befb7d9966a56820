"""A real browser against the real site."""

from __future__ import annotations

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.server import Site

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1200, "height": 860}
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
    return browser.new_context(
        base_url=site.url, viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", **options
    )


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("工号").fill(username)
    page.get_by_label("密码或首次登录码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state()


def problems_of(page: Page) -> list[str]:
    """Return what a person would stumble over: WCAG 2.2 AA by axe, and a page wider than its screen."""
    report = Axe().run(page, options={"runOnly": {"type": "tag", "values": _AXE_TAGS}})
    found = [
        f"{page.url}: {violation['id']}: {node['html'][:160]}"
        for violation in report.response["violations"]
        for node in violation["nodes"]
    ]
    width = page.evaluate("document.documentElement.scrollWidth")
    shown = page.viewport_size["width"]
    if width > shown:
        found.append(f"{page.url}: {width}px wide on a screen of {shown}px")
    return found

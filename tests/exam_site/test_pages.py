"""What holds on every page: asked for as everybody, links followed."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest

from tests.addresses import ANONYMOUS, written_rows
from tests.exam_site.conftest import Crawl, Page

# The crawl's own database is asked for by this mark alone.
pytestmark = pytest.mark.django_db

#: Open to anyone: nothing on them is anybody's own.
PUBLIC = {name for (name, _methods), cells in written_rows() if cells[ANONYMOUS] == "yes"}
ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
OFFICE_DATE = re.compile(r"\b\d{4}年\d{1,2}月\d{1,2}日")


@pytest.fixture
def pages(crawl: Crawl) -> list[Page]:
    return crawl.pages


@pytest.fixture
def shown(pages) -> list[Page]:
    """Return the HTML pages."""
    return [page for page in pages if page.is_html]


def test_the_crawl_reaches_the_whole_site(pages, shown):
    statuses = Counter(page.status for page in pages)

    assert set(statuses) <= {200, 302, 400, 401, 403, 404}
    assert len([page for page in shown if page.status == 200]) > 200


def test_reading_changes_nothing(crawl):
    assert crawl.changed_tables == set()


def test_every_answer_brings_the_strict_policy(pages):
    policies = {(_standing(page), frozenset(_directives(_policy(page)).items())) for page in pages}
    by_standing = {standing: dict(directives) for standing, directives in policies}

    assert len(policies) == len(by_standing)
    strict, docs, framed = by_standing["page"], by_standing["docs"], by_standing["framed"]
    assert strict == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }
    assert docs == strict | {"style-src": "'self' 'unsafe-inline'"}
    assert by_standing["frames"] == strict | {"frame-src": "'self'"}
    assert framed == strict | {"frame-ancestors": "'self'"}


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_brings_the_guarding_headers(pages, header, value):
    assert {page.headers.get(header) for page in pages} == {value}


def test_only_a_preview_stands_in_a_frame_and_in_ours_alone(pages):
    allowed = {(_standing(page) == "framed", page.headers.get("X-Frame-Options")) for page in pages}

    assert allowed == {(False, "DENY"), (True, "SAMEORIGIN")}


def test_what_a_person_sees_is_kept_by_no_browser(pages):
    public_urls = {page.url for page in pages if page.name in PUBLIC}
    seen = [page for page in pages if page.who != ANONYMOUS and page.status == 200]
    # An image of a question is named by its bytes: a phone that has it need not fetch it again in a rush.
    unchanging = [page.url for page in pages if page.name == "question_bank:image"]
    personal = [page for page in seen if page.url.partition("?")[0] not in {*public_urls, *unchanging}]

    kept = [str(page) for page in personal if "no-store" not in page.headers.get("Cache-Control", "")]

    assert len(personal) > 150
    assert kept == []


def test_nothing_is_loaded_from_elsewhere(shown):
    loaded = {
        (page.url, source)
        for page in shown
        for source in page.tree.xpath(
            "//*[not(self::a)]/@src | //link/@href | //*/@srcset | //form/@action | //use/@href"
        )
    }

    assert len(loaded) > 100
    assert {(url, source) for url, source in loaded if urlsplit(source).netloc} == set()


def test_no_page_has_code_or_style_of_its_own(shown):
    ours = [page for page in shown if page.name != "api_docs"]

    found = {
        (page.url, str(node))
        for page in ours
        for node in page.tree.xpath(
            "//*/@style | //*/@*[starts-with(name(), 'on')] | //style | //a/@href[starts-with(., 'javascript:')]"
            " | //script[not(@src) and not(@type='application/json')]"
        )
    }

    assert found == set()


def test_dates_are_written_as_offices_write_them(shown):
    texts = {page.url: _visible_text(page) for page in shown}

    assert {url: match.group() for url, text in texts.items() if (match := ISO_DATE.search(text))} == {}
    assert sum(bool(OFFICE_DATE.search(text)) for text in texts.values()) > 50


def test_no_link_leads_to_a_refusal(pages):
    dead = {str(page) for page in pages if page.name is None and page.status >= 400}

    assert dead == set()


def test_every_page_is_chinese_and_names_itself(shown):
    ours = [page for page in shown if page.name != "api_docs"]

    assert {page.tree.get("lang") for page in ours} == {"zh-CN"}
    assert {page.url for page in ours if not page.tree.findtext(".//title").endswith(" · 季季考")} == set()
    assert {page.url for page in ours if len(page.tree.findall(".//h1")) != 1} == set()


def _standing(page: Page) -> str:
    """Tell a page by itself from the API's documentation, a page that frames a preview, and the preview framed."""
    if page.name == "api_docs":
        return "docs"
    if "frame-src" in _policy(page):
        return "frames"
    return "framed" if page.url.partition("?")[0].endswith("/preview/") and page.status == 200 else "page"


def _policy(page: Page) -> str:
    return page.headers.get("Content-Security-Policy", "")


def _directives(policy: str) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


def _visible_text(page: Page) -> str:
    tree = page.tree
    for hidden in tree.xpath("//script | //style | //textarea | //template"):
        hidden.drop_tree()
    return tree.text_content()

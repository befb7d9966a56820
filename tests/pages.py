"""Somebody at a browser without JavaScript: reads pages, fills in their forms, presses their buttons."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import lxml.html
from django.http import HttpResponse

from accounts.models import User
from tests.clients import client_for


class Page:
    """A page as it came, and the address it came from after all redirects."""

    def __init__(self, response: HttpResponse, address: str) -> None:
        assert response.status_code == 200, (address, response.status_code, _complaints(response))
        self.address = address
        self.text = response.content.decode()
        self.tree = lxml.html.fromstring(self.text)

    @property
    def key(self) -> str:
        """Return the public number of what the page shows, the last in its address."""
        return re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", self.address)[-1]

    def link(self, part: str) -> str:
        """Return the address of the first link whose address has this in it."""
        return next(href for href in self.tree.xpath("//main//a/@href") if part in href)

    def form(self, to: str, names: Collection[str] = ()) -> lxml.html.FormElement:
        """Return the first form that is sent to an address that ends so and has fields or buttons of these names."""
        forms = [form for form in self.tree.xpath("//main//form") if form.method == "POST"]
        there = [form for form in forms if (form.action or "").endswith(to)]
        for form in there:
            if set(names) <= {*form.fields, *form.xpath(".//button/@name")}:
                return form
        raise AssertionError((self.address, to, sorted(names), [sorted(form.fields) for form in there]))


class Browser:
    """One person, signed in."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._client = client_for(user)

    def look(self, address: str) -> Page | None:
        """Return a page, or nothing where it is closed to this person."""
        response = self._client.get(address)
        return Page(response, address) if response.status_code == 200 else None

    def open(self, address: str) -> Page:
        response = self._client.get(address, follow=True)
        return Page(response, response.redirect_chain[-1][0] if response.redirect_chain else address)

    def send(self, page: Page | str, to: str = "", **typed: Any) -> Page:
        """Fill in a form of a page and send it with everything else as it stands there.

        What is typed goes into the fields of these names, which have to be there; a button's name is one of them.
        """
        page = page if isinstance(page, Page) else self.open(page)
        form = page.form(to, typed)
        sent = {**dict(form.form_values()), **{name: value for name, value in typed.items() if value is not None}}
        address = form.action or page.address.partition("?")[0]
        response = self._client.post(address, sent, follow=True)
        found = Page(response, response.redirect_chain[-1][0] if response.redirect_chain else address)
        complaints = _complaints(response)
        assert not complaints, (page.address, complaints)
        return found


def _complaints(response: HttpResponse) -> list[str]:
    """Return what a page says is wrong."""
    if not response.content:
        return []
    tree = lxml.html.fromstring(response.content.decode())
    found = tree.xpath("//*[contains(@class, 'errorlist')]//li | //*[contains(@class, 'message error')]")
    return [each.text_content().strip() for each in found]

"""Places on a page that an upper app may fill without the page knowing it.

The lower app declares a place beside its page, `results_actions = Place()`; the upper one offers its button from
`AppConfig.ready()`; the page asks for what is offered for this request and this object.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.http import AuthenticatedHttpRequest


@dataclass(frozen=True, slots=True)
class Button:
    """A link that looks like a button."""

    label: str
    url: str
    main: bool = False
    note: str = ""


Offer = Callable[[AuthenticatedHttpRequest, Any], Button | None]


@dataclass(slots=True)
class Place:
    """A spot on one page; offers appear in the order they were made."""

    offers: list[Offer] = field(default_factory=list)

    def offer(self, maker: Offer) -> Offer:
        """Register a maker of a button, or of None where it does not apply."""
        if maker not in self.offers:
            self.offers.append(maker)
        return maker

    def buttons(self, request: AuthenticatedHttpRequest, subject: Any) -> list[Button]:
        """Return what stands at this place for this person and this object."""
        return [button for maker in self.offers if (button := maker(request, subject)) is not None]


#: On a person's page, for who looks after people; the subject is the person.
person_actions = Place()
#: On one's own page; the subject is oneself.
own_actions = Place()

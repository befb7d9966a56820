"""The provisions of one version as what can be compared: where they stand, their words, what is above and below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from question_bank.provisions.folding import fold_letters, fold_text
from question_bank.provisions.tree import ParsedProvision, ProvisionKind, each_provision, walk


@dataclass(eq=False, slots=True)
class Place:
    """A provision with its words by the letter (`letters`) and as the hash takes them (`words`), all below included."""

    path: str
    kind: ProvisionKind
    order: int
    letters: str
    words: str
    own_letters: str
    parent: Place | None
    is_unit: bool = False
    children: list[Place] = field(default_factory=list)

    @property
    def unit(self) -> Place | None:
        """Return the article this is or stands in; a chapter stands in none."""
        place: Place | None = self
        while place is not None and not place.is_unit:
            place = place.parent
        return place

    def below(self) -> Iterator[Place]:
        """Yield all that stands under this."""
        for child in self.children:
            yield child
            yield from child.below()


def places_of(tree: Sequence[ParsedProvision]) -> list[Place]:
    """Return every provision of a tree in reading order; articles are its units.

    Without articles the units are the innermost numbered points and the paragraphs that stand in none.
    """
    known: dict[str, Place] = {}
    for flat, provision in zip(walk(tree), each_provision(tree), strict=True):
        parent = known.get(flat.parent_path)
        place = Place(
            path=flat.path,
            kind=flat.kind,
            order=flat.order,
            letters=fold_letters(provision.words),
            words=fold_text(provision.words),
            own_letters=fold_letters(provision.text),
            parent=parent,
        )
        known[flat.path] = place
        if parent:
            parent.children.append(place)
    places = list(known.values())
    has_articles = any(place.kind is ProvisionKind.ARTICLE for place in places)
    for place in places:
        place.is_unit = place.kind is ProvisionKind.ARTICLE if has_articles else _is_point(place)
    return places


def _is_point(place: Place) -> bool:
    if place.parent is not None and place.parent.unit is not None:
        return False
    has_points = any(below.kind is ProvisionKind.SERIAL for below in place.below())
    return place.kind in {ProvisionKind.SERIAL, ProvisionKind.PARAGRAPH} and not has_points

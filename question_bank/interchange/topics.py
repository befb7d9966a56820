"""Moodle's question categories and our topics: the last name of a category's path is a topic."""

from __future__ import annotations

import re

from question_bank.interchange.settling import one_line

_STROKE = re.compile(r"(?<!/)/(?!/)")
#: What Moodle calls the places that every course has.
_PLACES = re.compile(r"\$\w+\$|top|(?:默认|Default).*|", re.IGNORECASE)

#: A category that means no topic.
NO_TOPIC = "$course$/top"


def topic_of_category(path: str) -> str:
    """Return the topic that a category stands for; empty where it is but a place in a course."""
    last = _STROKE.split(path.strip())[-1].replace("//", "/").strip()
    return "" if _PLACES.fullmatch(last) else one_line(last)


def category_of_topic(topic: str) -> str:
    """Return the category that stands for a topic."""
    return f"$course$/top/{one_line(topic).replace('/', '//')}" if topic else NO_TOPIC


def leading_topic(topics: tuple[str, ...]) -> str:
    """Return the topic to file a question under: the first that survives as a category."""
    return next((topic for topic in topics[:1] if topic_of_category(category_of_topic(topic)) == topic), "")

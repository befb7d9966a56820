"""Addresses: what candidates use and what organizers use."""

from __future__ import annotations

from quizzes.urls.on_site import urlpatterns as on_site
from quizzes.urls.organizing import urlpatterns as organizing
from quizzes.urls.taking import urlpatterns as taking

app_name = "quizzes"
urlpatterns = [*taking, *organizing, *on_site]

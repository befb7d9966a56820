"""The same store twice: replies without a version of their own are 2.0.0 at the root, 1.0.3 below `1.0.3/`."""

from __future__ import annotations

from django.urls import include, path

from lrs.api.about import about
from lrs.api.activities import activities
from lrs.api.agents import agents
from lrs.api.documents import activity_profile, agent_profile, state
from lrs.api.statements import statements
from lrs.validation import Version

app_name = "lrs"

_resources = [
    path("about", about, name="about"),
    path("statements", statements, name="statements"),
    path("activities", activities, name="activities"),
    path("activities/state", state, name="state"),
    path("activities/profile", activity_profile, name="activity_profile"),
    path("agents", agents, name="agents"),
    path("agents/profile", agent_profile, name="agent_profile"),
]

urlpatterns = [
    path("1.0.3/", include((_resources, "v1")), {"default_version": Version.V1}),
    path("", include(_resources), {"default_version": Version.V2}),
]

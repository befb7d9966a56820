"""Django's administration, as this site has it."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class OfficeAdminConfig(AdminConfig):
    """Every app's `admin` registers with our own site."""

    default_site = "accounts.administration.OfficeAdminSite"

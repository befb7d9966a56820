"""The administration's door, and what its pages share: an office's own rows, to be looked at.

Nothing is written past a service: whoever may change a thing does so on the page that is made for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from accounts.access import refuse_unless
from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_office_role

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Model]
else:
    _ModelAdmin = admin.ModelAdmin


class OfficeAdminSite(admin.AdminSite):
    """Django's administration for who holds the system administrator's role over the whole office today.

    There is one way to sign in, the site's own, with its brakes on guessing: the administration has none, and changes
    no passwords.
    """

    site_header = _("季季考系统管理")
    site_title = _("季季考系统管理")
    index_title = _("系统管理")
    # Nobody is told which addresses there might be.
    final_catch_all_view = False
    #: Django's addresses that would go round our own pages, or that nothing here needs.
    _NOT_OURS: ClassVar = {"login", "logout", "password_change", "password_change_done", "autocomplete", "view_on_site"}

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take tables of ours alone: libraries register some that belong to no office, such as groups."""
        if admin_class is not None and issubclass(admin_class, OfficeAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether somebody may come in."""
        return isinstance(request.user, User) and has_office_role(request.user, Role.SYSTEM_ADMINISTRATOR)

    def admin_view(self, view: Callable[..., HttpResponseBase], cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 -- Django's
        """Refuse others with a sentence; who is not signed in was led to the sign-in page before."""
        guarded = super().admin_view(view, cacheable)

        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refuse_unless(self.has_permission(request), Role.SYSTEM_ADMINISTRATOR)
            return guarded(request, *args, **kwargs)

        return update_wrapper(asked, guarded)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return Django's addresses without those that are not ours."""
        urls = [url for url in super().get_urls() if getattr(url, "name", None) not in self._NOT_OURS]
        for url in urls:
            if isinstance(url, URLPattern):
                # The middleware would send whoever is not signed in to Django's own page.
                vars(url.callback).pop("login_url", None)
        return urls


class OfficeAdmin(_ModelAdmin):
    """Rows of the user's own office, to be looked at and no more."""

    #: How a row leads to its office.
    office_path = "office"
    list_per_page = 50
    # Counting all rows besides those that were found tells nobody anything.
    show_full_result_count = False
    actions = None
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the office's rows."""
        office = request.user.office_id  # type: ignore[union-attr]  # the site lets in nobody else
        return super().get_queryset(request).filter(**{self.office_path: office})

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever is in may look."""
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever is in may look."""
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: there are services for that."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: there are services for that."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: there are services for that."""
        return False

    def _get_obj_does_not_exist_redirect(self, *_args: Any) -> HttpResponseBase:
        # Django leads back to the index and says what was not found; another office's things are not to be told.
        raise Http404

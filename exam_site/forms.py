"""How every form of the site looks: `{{ form }}` and `{{ field.as_field_group }}` need nothing more."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class SiteRenderer(TemplatesSetting):
    """Draw forms and fields with the site's own templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

"""An office has one rule at most for each thing that earns or costs points."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    # Apart from the data before it: PostgreSQL alters no table that has changes waiting.
    dependencies = [("appraisal", "0003_name_what_rules_are_for")]

    operations = [
        migrations.AddConstraint(
            "pointsrule",
            models.UniqueConstraint(
                fields=["office", "source"],
                name="appraisal_rule_of_source_once",
                violation_error_message="这一种已经有规则。",
            ),
        ),
    ]

from django.db import migrations

_LINES = 200


def to_pages(apps, _schema_editor):
    """Cut each sheet's lines into pages."""
    sheet_import, page = (apps.get_model("question_bank", name) for name in ("SheetImport", "SourcePage"))
    for kept in sheet_import.objects.only("pk", "source_lines").iterator(chunk_size=20):
        lines = kept.source_lines
        page.objects.bulk_create(
            page(sheet_import=kept, number=number, lines=lines[start : start + _LINES])
            for number, start in enumerate(range(0, len(lines), _LINES))
        )


def from_pages(apps, _schema_editor):
    """Join them again."""
    for kept in apps.get_model("question_bank", "SheetImport").objects.iterator(chunk_size=20):
        kept.source_lines = [line for page in kept.pages.order_by("number") for line in page.lines]
        kept.save(update_fields=["source_lines"])


class Migration(migrations.Migration):

    dependencies = [
        ('question_bank', '0007_add_jobs_and_source_pages'),
    ]

    operations = [
        migrations.RunPython(to_pages, from_pages),
    ]

from django.db import migrations, models


def to_several(apps, _schema_editor):
    """Make of the one answer file the first of several."""
    sheet_import = apps.get_model("question_bank", "SheetImport")
    for kept in sheet_import.objects.filter(answer_file__isnull=False).only("pk", "answer_file_id").iterator():
        kept.answer_files.add(kept.answer_file_id)


def to_one(apps, _schema_editor):
    """Keep the first of them."""
    sheet_import = apps.get_model("question_bank", "SheetImport")
    for kept in sheet_import.objects.filter(answer_files__isnull=False).distinct().only("pk").iterator():
        kept.answer_file = kept.answer_files.order_by("pk").first()
        kept.save(update_fields=["answer_file"])


class Migration(migrations.Migration):

    dependencies = [
        ('question_bank', '0019_import_exchange_files_beside'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sheetimport',
            name='answer_file',
            field=models.ForeignKey(blank=True, null=True, on_delete=models.SET_NULL, related_name='+', to='question_bank.sheetimport', verbose_name='答案文件'),
        ),
        migrations.AddField(
            model_name='sheetimport',
            name='answer_files',
            field=models.ManyToManyField(blank=True, related_name='answered', to='question_bank.sheetimport', verbose_name='答案文件'),
        ),
        migrations.RunPython(to_several, to_one),
    ]

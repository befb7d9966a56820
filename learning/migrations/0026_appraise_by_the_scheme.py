from django.db import migrations, models

from accounts.append_only import triggers_remove

#: What the program itself called views and grades before schemes did.
_VIEWS = {"attitude": "看态度", "discipline": "看纪律", "effect": "看效果", "effect_later": "回岗后再看效果"}
_GRADES = {"good": "好", "fair": "较好", "plain": "一般", "poor": "差"}


def tell_labels(apps, schema_editor):
    """Write onto the grades there are the words they were given by; the table is guarded again after migrating."""
    TraineeGrade = apps.get_model("learning", "TraineeGrade")
    triggers_remove(schema_editor.connection, [TraineeGrade])
    for key, label in _VIEWS.items():
        TraineeGrade.objects.filter(view=key).update(view_label=label)
    for key, label in _GRADES.items():
        TraineeGrade.objects.filter(grade=key).update(grade_label=label)


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0025_ask_within_materials'),
    ]

    operations = [
        migrations.AddField(
            model_name='traineegrade',
            name='view_label',
            field=models.CharField(default='', max_length=200, verbose_name='看哪一面的名称'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='traineegrade',
            name='grade_label',
            field=models.CharField(default='', max_length=200, verbose_name='评价的名称'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='traineegrade',
            name='view',
            field=models.CharField(max_length=40, verbose_name='看哪一面'),
        ),
        migrations.AlterField(
            model_name='traineegrade',
            name='grade',
            field=models.CharField(max_length=40, verbose_name='评价'),
        ),
        migrations.RunPython(tell_labels, migrations.RunPython.noop),
    ]

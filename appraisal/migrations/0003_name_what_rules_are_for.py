"""A rule says what it is for, not only what kind of evidence it takes; a ledger line may rest on further kinds."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SOURCES = {"result": "exam", "record": "note"}


def name_sources(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    rule = apps.get_model("appraisal", "PointsRule")
    for kind, source in _SOURCES.items():
        rule.objects.filter(source=kind).update(source=source)


def name_kinds(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    rule = apps.get_model("appraisal", "PointsRule")
    for kind, source in _SOURCES.items():
        rule.objects.filter(source=source).update(source=kind)


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0002_bulletins")]

    operations = [
        migrations.RenameField("pointsrule", "evidence_kind", "source"),
        migrations.AlterField(
            "pointsrule",
            "source",
            models.CharField(
                choices=[
                    ("exam", "季季考成绩"),
                    ("note", "读书笔记"),
                    ("piece", "稿件审核通过"),
                    ("publication", "稿件发表"),
                    ("problem", "审稿发现问题扣分"),
                    ("breach", "培训违纪扣分"),
                    ("speaking", "活动主讲"),
                    ("attending", "参加活动"),
                    ("idea", "点子和项目的采纳"),
                    ("task", "工作任务销号"),
                ],
                max_length=20,
                verbose_name="凭据",
            ),
        ),
        migrations.RunPython(name_sources, name_kinds),
        migrations.AlterField(
            "ledgerentry",
            "evidence_kind",
            models.CharField(
                choices=[
                    ("result", "考试成绩"),
                    ("record", "学习记录"),
                    ("published", "发表登记"),
                    ("problem", "审稿意见"),
                    ("attended", "出席情况"),
                    ("decision", "采纳决定"),
                    ("breach", "违纪记录"),
                ],
                max_length=10,
                verbose_name="凭据种类",
            ),
        ),
    ]

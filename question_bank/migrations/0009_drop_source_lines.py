from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('question_bank', '0008_move_lines_to_pages'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='sheetimport',
            name='source_lines',
        ),
    ]

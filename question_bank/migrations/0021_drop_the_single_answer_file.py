from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('question_bank', '0020_answer_with_several_files'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='sheetimport',
            name='answer_file',
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('casestudies', '0005_authors_of_texts'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='casestudypage',
            name='authors',
        ),
    ]

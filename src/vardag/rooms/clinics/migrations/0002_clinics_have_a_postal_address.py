from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinics", "0001_clinics"),
    ]

    operations = [
        migrations.AddField(
            model_name="clinicrow",
            name="postal_address",
            field=models.CharField(blank=True, max_length=400),
        ),
    ]

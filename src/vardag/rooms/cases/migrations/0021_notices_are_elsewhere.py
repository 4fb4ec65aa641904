from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the moving: PostgreSQL alters no table that a transaction has just changed."""

    dependencies = (("cases", "0020_notices_have_a_room"),)
    operations = (migrations.DeleteModel(name="NoticeRow"),)

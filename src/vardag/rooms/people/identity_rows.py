"""The table of who came in by which identity, apart from the tables of people themselves."""

from django.db import models


class IdentityRow(models.Model):
    """An identity at a provider, and the person that it proved to be when it first came.

    Issuer and subject name it; the number that the provider vouched for tied it to the person. Never
    an e-mail address, and never a name.
    """

    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    person = models.ForeignKey("people.PersonRow", models.PROTECT, related_name="identities")
    linked_at = models.DateTimeField()

    class Meta:
        db_table = "person_identity"
        constraints = (
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="an_identity_is_one_persons"
            ),
            models.UniqueConstraint(
                fields=["issuer", "person"], name="a_person_has_one_identity_per_issuer"
            ),
        )

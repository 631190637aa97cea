"""
What the host keeps beside the cases: who works on which.
"""

from django.conf import settings
from django.db import models


class Assignment(models.Model):
    """Somebody works on a case, in a role."""

    case = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    role = models.TextField()

    class Meta:
        """Nobody has a role twice."""

        constraints = [models.UniqueConstraint(fields=["case", "user", "role"], name="role_once")]

"""
Django's own program: `python examples/django_host/manage.py migrate`, then `runserver`.
"""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "letters.settings")
    execute_from_command_line(sys.argv)

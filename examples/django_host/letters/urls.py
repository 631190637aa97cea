"""
The paths of the host.
"""

from django.contrib import admin
from django.urls import path

from letters.views import fired, opened

urlpatterns = [
    path("admin/", admin.site.urls),
    path("cases/<case>", opened),
    path("cases/<case>/<event>", fired),
]

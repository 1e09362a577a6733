"""Addresses: screens of somebody who asks for advice or refers a family."""

from django.urls import URLPattern, URLResolver

app_name = "referrer"
urlpatterns: list[URLPattern | URLResolver] = []

"""Addresses: the desk of the coordinator of a hub."""

from django.urls import URLPattern, URLResolver

app_name = "coordinator"
urlpatterns: list[URLPattern | URLResolver] = []

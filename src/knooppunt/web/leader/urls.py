"""Addresses: figures for the project leader."""

from django.urls import URLPattern, URLResolver

app_name = "leader"
urlpatterns: list[URLPattern | URLResolver] = []

"""Addresses of the parents' entrance, and of the fork between parents and professionals."""

from django.urls import path

from . import views, vouched

app_name = "entrance"
urlpatterns = [
    path("inloggen/", views.fork, name="fork"),
    path("binnen/", views.enter, name="enter"),
    path("binnen/code/", views.code, name="code"),
    path("binnen/nieuw/", views.again, name="again"),
    path("binnen/digid/", vouched.start, name="broker"),
    path("binnen/digid/terug/", vouched.back, name="broker_back"),
    path("binnen/digid/verder/", vouched.onward, name="broker_onward"),
]

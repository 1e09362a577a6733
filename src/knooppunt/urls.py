"""The map of the site: one folder per audience."""

from django.apps import apps
from django.urls import include, path

urlpatterns = [
    path("", include("knooppunt.web.public.urls")),
    path("", include("knooppunt.web.referrer.urls")),
    path("", include("knooppunt.web.coordinator.urls")),
    path("", include("knooppunt.web.team.urls")),
    path("", include("knooppunt.web.family.urls")),
    path("", include("knooppunt.web.leader.urls")),
    path("", include("knooppunt.web.research.urls")),
    path("", include("knooppunt.web.account.urls")),
    path("", include("knooppunt.web.entrance.urls")),
]
if apps.is_installed("knooppunt.demo"):
    urlpatterns.append(path("demo/", include("knooppunt.demo.urls")))

handler400 = "knooppunt.web.shared.errors.bad_request"
handler403 = "knooppunt.web.shared.errors.forbidden"
handler404 = "knooppunt.web.shared.errors.not_found"
handler429 = "knooppunt.web.account.sign_in.too_often"  # where allauth looks
handler500 = "knooppunt.web.shared.errors.broken"

"""Addresses: screens of somebody who asks for advice or refers a family."""

from django.urls import path

from . import following, identity, referring, self_referring, sparring

app_name = "referrer"
urlpatterns = [
    path("wie-bent-u/", identity.identify, name="identify"),
    path("wie-bent-u/code/", identity.code, name="code"),
    path("wie-bent-u/nieuwe-code/", identity.new_code, name="new_code"),
    path("wie-bent-u/gegevens/", identity.details, name="details"),
    path("wie-bent-u/klaar/", identity.done, name="done"),
    path("aanmelden/", referring.refer, name="refer"),
    path("aanmelden/beginnen/", referring.begin, name="begin"),
    path("aanmelden/volgen/", following.mine, name="mine"),
    path("aanmelden/volgen/<str:code>/", following.status, name="status"),
    path("aanmelden/volgen/<str:code>/brief/", following.letter, name="letter"),
    path("aanmelden/volgen/<str:code>/meedenken/", following.suggest, name="suggest"),
    path("aanmelden/ontvangen/<str:code>/", referring.receipt, name="receipt"),
    path("aanmelden/<str:draft>/controle/", referring.check, name="check"),
    path("aanmelden/<str:draft>/weg/", referring.throw_away, name="throw_away"),
    path("aanmelden/<str:draft>/<slug:slug>/", referring.page, name="page"),
    path("sparren/", sparring.ask, name="advise"),
    path("sparren/verstuurd/", sparring.sent, name="asked"),
    path("sparren/mijn/", sparring.mine, name="my_advice"),
    path("zelf-aanmelden/", self_referring.welcome, name="self_refer"),
    path("zelf-aanmelden/beginnen/", self_referring.begin, name="self_begin"),
    path("zelf-aanmelden/verder/", self_referring.resume, name="self_resume"),
    path("zelf-aanmelden/bewaard/", self_referring.saved, name="self_saved"),
    path("zelf-aanmelden/weg/", self_referring.leave, name="self_leave"),
    path("zelf-aanmelden/klaar/", self_referring.sent, name="self_sent"),
    path("zelf-aanmelden/controle/", self_referring.check, name="self_check"),
    path("zelf-aanmelden/<slug:slug>/", self_referring.page, name="self_page"),
]

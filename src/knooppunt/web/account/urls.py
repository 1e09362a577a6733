"""Addresses: signing in, one's own account, the directory, and the functional manager's screens.

The names without a prefix are those by which allauth finds its own pages; what is not here cannot be reached.
"""

from datetime import date

from django.urls import include, path, re_path, register_converter

from . import calendar, looking_back, managing, research, sign_in, standing_still, views


class Day:
    """A date in an address, such as 2026-11-22."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Read the date; an address with a date that cannot be leads nowhere (Django takes the ValueError so)."""
        return date.fromisoformat(value)

    def to_url(self, value: object) -> str:
        """Write a date in an address."""
        return str(value)


register_converter(Day, "day")

own = [
    path("account/", views.me, name="me"),
    path("account/tweede-stap/", views.secure, name="secure"),
    path("account/uitnodiging/<str:secret>/", views.accept, name="accept"),
    path("account/berichten/", views.letters, name="letters"),
    path("account/agenda/", calendar.calendar, name="calendar"),
    path("account/agenda/stoppen/", calendar.end_calendar, name="end_calendar"),
    path("agenda/<str:secret>.ics", calendar.times, name="times"),
    path("account/afwezig/", views.away, name="away"),
    path("account/afwezig/<day:from_on>/terug/", views.back, name="back"),
    path("wie-is-wie/", views.people_directory, name="directory"),
    path("inzage/", looking_back.trail, name="trail"),
    path("inzage/zegels/", looking_back.seals, name="seals"),
    path("inzage/vragen/", looking_back.rights, name="rights"),
    path("inzage/onderzoek/", research.overview, name="studies"),
    path("inzage/onderzoek/nieuw/", research.new_study, name="new_study"),
    path("inzage/onderzoek/<slug:study>/", research.study, name="study"),
    path("inzage/onderzoek/<slug:study>/stoppen/", research.stop_study, name="stop_study"),
    path("beheer/", managing.people, name="people"),
    path("beheer/uitnodigen/", managing.invite, name="invite"),
    path("beheer/account/<str:code>/", managing.person, name="person"),
    path("beheer/account/<str:code>/rol/", managing.give_role, name="give_role"),
    path("beheer/account/<str:code>/rol/stoppen/", managing.end_role, name="end_role"),
    path("beheer/account/<str:code>/bekeken/", managing.reviewed, name="reviewed"),
    path("beheer/account/<str:code>/uitnodiging/", managing.invite_again, name="invite_again"),
    path("beheer/account/<str:code>/toegang/", managing.end_access, name="end_access"),
    path("beheer/account/<str:code>/afwezig/", managing.away, name="away_of"),
    path("beheer/account/<str:code>/afwezig/<day:from_on>/terug/", managing.back, name="back_of"),
    path("beheer/blijft-liggen/", standing_still.standing_still, name="standing_still"),
    path("beheer/blijft-liggen/<str:code>/opnieuw/", standing_still.try_again, name="try_again"),
    path("beheer/knooppunten/", managing.hubs, name="hubs"),
    path("beheer/knooppunten/<slug:code>/", managing.hub, name="hub"),
]

KEY = r"(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)"
of_allauth = [
    path("inloggen/", sign_in.login, name="account_login"),
    path("inloggen/passkey/", sign_in.login_passkey, name="mfa_login_webauthn"),
    path("inloggen/tweede-stap/", sign_in.second_step, name="mfa_authenticate"),
    path("afmelden/", sign_in.logout, name="account_logout"),
    path("gesloten/", sign_in.inactive, name="account_inactive"),
    path("wachtwoord/vergeten/", sign_in.forgot, name="account_reset_password"),
    path("wachtwoord/vergeten/verstuurd/", sign_in.forgot_sent, name="account_reset_password_done"),
    re_path(rf"^wachtwoord/nieuw/{KEY}/$", sign_in.new_password, name="account_reset_password_from_key"),
    path("wachtwoord/nieuw/klaar/", sign_in.new_password_set, name="account_reset_password_from_key_done"),
    path("wachtwoord/", sign_in.change_password, name="account_change_password"),
    path("bevestigen/", sign_in.confirm, name="account_reauthenticate"),
    path("bevestigen/code/", sign_in.confirm_code, name="mfa_reauthenticate"),
    path("bevestigen/passkey/", sign_in.confirm_passkey, name="mfa_reauthenticate_webauthn"),
    path("veilig/", sign_in.safety, name="mfa_index"),
    path("veilig/app/", sign_in.add_app, name="mfa_activate_totp"),
    path("veilig/app/weg/", sign_in.remove_app, name="mfa_deactivate_totp"),
    path("veilig/herstelcodes/", sign_in.recovery_codes, name="mfa_view_recovery_codes"),
    path("veilig/herstelcodes/nieuw/", sign_in.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("veilig/herstelcodes/bestand/", sign_in.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("veilig/passkeys/", sign_in.passkeys, name="mfa_list_webauthn"),
    path("veilig/passkeys/nieuw/", sign_in.add_passkey, name="mfa_add_webauthn"),
    path("veilig/passkeys/<int:pk>/naam/", sign_in.rename_passkey, name="mfa_edit_webauthn"),
    path("veilig/passkeys/<int:pk>/weg/", sign_in.remove_passkey, name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("", include((own, "account"))),
    path("account/", include(of_allauth)),
]

"""All settings, readable from top to bottom. Everything that differs between installations comes from the environment.

MODE decides what is forgiven: `demo` (this machine only, role picker, its own key), `test`, or `production`,
which is the default and refuses to start when something that keeps families safe is missing.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from babel import Locale
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP


def text(name: str, default: str | None = None) -> str:
    """Read a setting from the environment; without a default it is required."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment; see docs/operations.md.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Read a setting that is a list, with commas between its parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


ROOT = Path(__file__).resolve().parent
CHECKOUT = ROOT.parent.parent

# --- Which installation is this? ---------------------------------------------------------------------------------
MODE = text("KNOOPPUNT_MODE", "production")
if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured("KNOOPPUNT_MODE is demo, test or production.")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
DEBUG = False

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}
SITE_ADDRESS = text("SITE_ADDRESS", None if PRODUCTION else f"http://127.0.0.1:{text('PORT', '8000')}").rstrip("/")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", urlsplit(SITE_ADDRESS).hostname or "") if PRODUCTION else sorted(LOOPBACK)
SECRET_KEY = text("SECRET_KEY", None if PRODUCTION else "demo-only-not-a-secret-and-never-for-real-families")
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY needs at least 50 signs.")
# The pseudonyms of studies hang on it: another key is another pseudonym, and a withdrawal finds no row any more.
RESEARCH_KEY = text("RESEARCH_KEY", "") or SECRET_KEY
if PRODUCTION and len(RESEARCH_KEY) < 50:
    raise ImproperlyConfigured("RESEARCH_KEY needs at least 50 signs.")
if PRODUCTION and not SITE_ADDRESS.startswith("https://"):
    raise ImproperlyConfigured("SITE_ADDRESS starts with https:// in production.")

# --- Rooms of the house, ground floor first -----------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "knooppunt.foundation",
    "knooppunt.work",
    "knooppunt.trail",
    "knooppunt.letters",
    "knooppunt.people",
    "knooppunt.casework",
    "knooppunt.figures",
    "knooppunt.web",
]
if not PRODUCTION:
    INSTALLED_APPS.append("knooppunt.demo")  # the role picker exists only where this room does

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "knooppunt.web.shared.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "knooppunt.web.shared.middleware.ActorMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "knooppunt.web.shared.middleware.ScreenMiddleware",
]
ROOT_URLCONF = "knooppunt.urls"
WSGI_APPLICATION = "knooppunt.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "web" / "templates"],  # ours before those of allauth
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "knooppunt.web.shared.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "knooppunt.web.templatetags.kept",
                "knooppunt.web.templatetags.house",
            ],
        },
    }
]


# --- Where the data live ------------------------------------------------------------------------------------------
def database(url: str) -> dict:
    """Read `postgresql://user:password@host:port/name?option=value` or `sqlite:///path`."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "CONN_MAX_AGE": None,
            # IMMEDIATE: a read-then-write never finds the lock taken halfway.
            # FULL: an act that was acknowledged survives a power cut.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=" + options.get("synchronous", "FULL"),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or options.pop("port", "")),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            # A statement that a connection sends for the sixth time is kept there, parsed: half the work of the server.
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5, **options},
        }
    raise ImproperlyConfigured("DATABASE_URL starts with sqlite:// or postgresql://.")


DATABASES = {"default": database(text("DATABASE_URL", f"sqlite:///{CHECKOUT / 'var' / 'knooppunt.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}

# --- Who signs in, and how ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["knooppunt.web.account.adapter.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if MODE == "test":
    # The tests check rules, not the cost of a hash.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "knooppunt.web.account.adapter.InvitationOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation to the address is the verification
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": "knooppunt.web.account.forms.SignIn",
    "reset_password": "knooppunt.web.account.forms.AskNewPassword",
    "reset_password_from_key": "knooppunt.web.account.forms.NewPassword",
    "change_password": "knooppunt.web.account.forms.ChangePassword",
    "reauthenticate": "knooppunt.web.account.forms.ConfirmByPassword",
}
MFA_FORMS = {
    "authenticate": "knooppunt.web.account.forms.SecondStep",
    "reauthenticate": "knooppunt.web.account.forms.ConfirmByCode",
    "activate_totp": "knooppunt.web.account.forms.SetUpApp",
    "deactivate_totp": "knooppunt.web.account.forms.RemoveApp",
    "generate_recovery_codes": "knooppunt.web.account.forms.NewRecoveryCodes",
    "add_webauthn": "knooppunt.web.account.forms.AddPasskey",
    "edit_webauthn": "knooppunt.web.account.forms.RenamePasskey",
}
MFA_ADAPTER = "knooppunt.web.account.adapter.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # as above
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # so a passkey is two factors in one
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute off is no reason to be locked out
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Knooppunt"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# Parents come in by a one-time code (people/entrance.py); also by DigiD when there is a broker that speaks OpenID
# Connect. OIDC_PARENT_ACR says what its levels mean here: "urn:…:loa3=substantial, urn:…:loa2=single".
OIDC_PARENT_ISSUER = text("OIDC_PARENT_ISSUER", "").rstrip("/")
OIDC_PARENT_CLIENT_ID = text("OIDC_PARENT_CLIENT_ID", "")
OIDC_PARENT_CLIENT_SECRET = text("OIDC_PARENT_CLIENT_SECRET", "")
OIDC_PARENT_ACR = {acr: level for acr, _is, level in (one.rpartition("=") for one in words("OIDC_PARENT_ACR"))}
PARENT_MEDICAL_ASSURANCE = text("PARENT_MEDICAL_ASSURANCE", "")
if PRODUCTION and OIDC_PARENT_ISSUER and not OIDC_PARENT_ISSUER.startswith("https://"):
    raise ImproperlyConfigured("OIDC_PARENT_ISSUER starts with https:// in production.")
if set(OIDC_PARENT_ACR.values()) - {"single", "substantial"}:
    raise ImproperlyConfigured("OIDC_PARENT_ACR maps to single or substantial.")
if PARENT_MEDICAL_ASSURANCE not in {"", "substantial"}:
    raise ImproperlyConfigured("PARENT_MEDICAL_ASSURANCE is empty or substantial.")
if PARENT_MEDICAL_ASSURANCE and PARENT_MEDICAL_ASSURANCE not in OIDC_PARENT_ACR.values():
    raise ImproperlyConfigured("PARENT_MEDICAL_ASSURANCE needs a broker that can give it: see OIDC_PARENT_ACR.")

SESSION_ENGINE = "knooppunt.web.shared.sessions"
# Idle and longest session, in seconds: standards.md R-SES-01. The longest is kept by ActorMiddleware.
SESSION_IDLE_SECONDS = int(text("SESSION_IDLE_SECONDS", "900"))
SESSION_LONGEST_SECONDS = 10 * 3600
PARENT_SESSION_LONGEST_SECONDS = 2 * 3600
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Safety of pages ----------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
CSRF_FAILURE_VIEW = "knooppunt.web.shared.errors.stale_form"
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^gezondheid/$"]  # the load balancer asks on the inside
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if words("TRUST_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# A referral with long stories is about 40 kB; nothing a person types comes near this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# A scan stays in memory, so that no signed paper lies in a folder; see the module.
FILE_UPLOAD_HANDLERS = ["knooppunt.web.shared.uploads.InMemory"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- Language and time --------------------------------------------------------------------------------------------
# Dutch stands in the code; each catalogue in the folder is one more language, and Babel knows its name and direction.
LANGUAGE_CODE = "nl"
LANGUAGES_OF_STAFF = ("nl", "en")  # whole on every screen; other languages are for families and for everyone
LOCALE_PATHS = [ROOT / "locale"]
_CATALOGUES = [Locale.parse(found.parents[1].name) for found in LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.po")]
_LOCALES = {str(locale).replace("_", "-").lower(): locale for locale in [Locale.parse(LANGUAGE_CODE), *_CATALOGUES]}
_IN_ORDER = [*LANGUAGES_OF_STAFF, *sorted(_LOCALES.keys() - set(LANGUAGES_OF_STAFF))]
LANGUAGES = [(code, str(_LOCALES[code].get_display_name() or code)) for code in _IN_ORDER if code in _LOCALES]
LANGUAGES_BIDI = [code for code, locale in _LOCALES.items() if locale.text_direction == "rtl"]
LANGUAGE_COOKIE_NAME = "language"
LARGE_PRINT_COOKIE_NAME = "letters"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "knooppunt.web.formats"
# For a language without formats of its own; nobody here writes the month first.
DATE_INPUT_FORMATS, TIME_FORMAT, FIRST_DAY_OF_WEEK = ["%d-%m-%Y", "%Y-%m-%d"], "H:i", 1

# --- What the public pages tell about this installation -------------------------------------------------------------
# The film stands on a site of others: `nl=https://…,ar=https://…`. Without it the pages do not speak of a film.
_OF_THE_REGION = "nl=https://www.youtube.com/watch?v=h2_SP_glVL8" if DEMO else ""
FILMS = dict(part.split("=", 1) for part in words("FILMS", _OF_THE_REGION))
REGION_NAME = text("REGION_NAME", "Zuid-Limburg")  # as a factsheet of all municipalities together calls it
SECURITY_CONTACT = text("SECURITY_CONTACT", "")  # where a weakness is told in private: mailto:… or https://…

# --- Files of the screens -----------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(text("STATIC_ROOT", str(CHECKOUT / "var" / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"

# --- Forgetting ---------------------------------------------------------------------------------------------------
# The worker forgets each night what was kept long enough; anything but yes: only by hand, with `knooppunt forget`.
FORGET = text("FORGET", "yes") == "yes"

# --- Letters ------------------------------------------------------------------------------------------------------
# Letters wait in the database; `knooppunt work` carries them. The demo shows them on a page and sends none.
MAIL_FROM = text("MAIL_FROM", None if PRODUCTION else "bericht@regio.example")
DEFAULT_FROM_EMAIL = MAIL_FROM
CALENDAR_ADDRESS = text("CALENDAR_ADDRESS", "") or MAIL_FROM  # where calendar programs send a yes or no
SMTP_HOST = text("SMTP_HOST", None if PRODUCTION else "")  # tests may name one on loopback
MAILERS = {
    "default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    if not SMTP_HOST
    else {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": SMTP_HOST,
            "port": int(text("SMTP_PORT", "587")),
            "username": text("SMTP_USER", ""),
            "password": text("SMTP_PASSWORD", ""),
            "use_tls": text("SMTP_TLS", "starttls") == "starttls",
            "use_ssl": text("SMTP_TLS", "starttls") == "ssl",
            "timeout": 20,
        },
    }
}

# Text messages to parents who chose their telephone: by an HTTP gateway (see operations.md), or on standard output.
CONSOLE = "console"
SMS_GATEWAY_URL = text("SMS_GATEWAY_URL", "" if PRODUCTION else CONSOLE)
SMS_GATEWAY_TOKEN = text("SMS_GATEWAY_TOKEN", "")
if PRODUCTION and SMS_GATEWAY_URL and not SMS_GATEWAY_URL.startswith("https://"):
    raise ImproperlyConfigured("SMS_GATEWAY_URL starts with https:// in production.")

# --- Log lines: to the console, without anything from a form or a family ----------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"no_data": {"()": "knooppunt.web.shared.errors.WithoutData"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_data"]}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "WARNING")},
}

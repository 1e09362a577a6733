"""The application as gunicorn serves it while we measure: the real one, with the trivial pages beside it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "bench.urls"
application = get_wsgi_application()

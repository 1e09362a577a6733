"""Sessions in the database, as Django keeps them, but found by a prepared question: every page begins with it."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from knooppunt.foundation.prepared import TEXT, Prepared

_KEPT: Prepared[tuple[str, datetime]] = Prepared(
    lambda key: (
        db.SessionStore.get_model_class().objects.filter(session_key=key).values_list("session_data", "expire_date")
    ),
    TEXT,
)


class SessionStore(db.SessionStore):
    """The sessions that SESSION_ENGINE names."""

    def load(self) -> dict[str, Any]:
        """Give what is kept, or nothing and no key when there is no such session or its time is over."""
        for kept, ends_at in _KEPT(self.session_key or ""):
            if ends_at > timezone.now():  # noqa: TID251  the clock by which Django set the end
                return self.decode(kept)
        self._session_key = None
        return {}

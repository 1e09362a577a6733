"""Whoever sets this up hears when a sender or an address tells by its name what a letter is about (R-MAIL-02).

Who sees a telephone lie on the table reads the sender and the name of the site, and need not open anything.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Warning

TELLS = re.compile(
    r"kansrijk|knooppunt|gezin|famil|ouder|moeder|zwanger|geboort|baby|kind|jeugd|jgz|cjg|zorg|hulp|steun|veilig|kks"
    r"|kwetsbaar|problem",
    re.IGNORECASE,
)


def names_are_neutral(**kwargs: Any) -> list[CheckMessage]:
    """Give a warning for the sender of mail, the name of the site and who asks in calendars, when they say too much."""
    names = {"MAIL_FROM": settings.MAIL_FROM, "SITE_ADDRESS": urlsplit(settings.SITE_ADDRESS).hostname or ""}
    if settings.CALENDAR_ADDRESS != settings.MAIL_FROM:
        names["CALENDAR_ADDRESS"] = settings.CALENDAR_ADDRESS
    return [
        Warning(
            f"{name} tells what letters are about: “{found[0]}”.",
            hint="Choose a neutral name, such as bericht.uw-regio.nl; see docs/operations.md.",
            id=f"letters.W00{number}",
        )
        for number, (name, value) in enumerate(names.items(), start=1)
        if (found := TELLS.search(value))
    ]

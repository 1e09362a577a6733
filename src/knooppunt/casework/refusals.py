"""Why casework says no. Screens turn each into a page or a sentence; none carries data of a family."""

from typing import Any


class Refusal(Exception):
    """The act was not done and nothing was changed."""


class NotFound(Refusal):
    """There is no such case for this person: an outsider may not learn that it exists (404)."""


class Refused(Refusal):
    """The person has a place in this case, but this act is not open now (403); `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = str(reason)


class Invalid(Refusal):
    """What was filled in cannot be; `errors` maps field names to translated sentences ('' for the whole form)."""

    def __init__(self, errors: dict[str, Any]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class Conflict(Refusal):
    """Somebody else changed it meanwhile; `theirs` and `mine` map field names to texts, so that no word is lost."""

    def __init__(self, *, theirs: dict[str, Any], mine: dict[str, Any], version: int) -> None:
        super().__init__("changed meanwhile")
        self.theirs, self.mine, self.version = theirs, mine, version

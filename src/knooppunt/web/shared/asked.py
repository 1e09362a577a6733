"""The request as our views see it: Django's, with who asks."""

from django.http import HttpRequest

from knooppunt.people.actor import Actor


class Asked(HttpRequest):
    """A request after ActorMiddleware: `actor` is who asks, `roles` what they are apart from any family."""

    actor: Actor
    roles: frozenset[str]

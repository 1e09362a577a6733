"""What families say about research, counted; and who still says yes, to look back at what left the house."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q

from .. import registering
from ..doors import opened
from ..models import Registration
from ..shown.registration import ResearchAnswers

Said = Registration.Research


def research_answers(
    on: date, municipalities: Iterable[str], *, since: date | None = None, until: date | None = None, fresh: bool = True
) -> ResearchAnswers:
    """Give how many families of these municipalities were referred, say yes to research on that day, and said no.

    They were referred in the period from `since` until `until`, both days included.

    Rows out of a file are in no study, so they are not counted here either. A page that may only read says
    `fresh=False`, and shows what the last round knew.
    """
    if fresh:
        registering.refresh()
    with opened():
        of_work = Registration.objects.filter(
            referred_in(since, until), case__isnull=False, municipality__in=sorted(set(municipalities))
        )
        found = of_work.aggregate(
            referred=Count("pk"),
            consented=Count("pk", filter=standing_yes(on)),
            refused=Count("pk", filter=Q(research=Said.NO)),
        )
    return ResearchAnswers(**found)


def referred_in(since: date | None, until: date | None) -> Q:
    """Give the condition of a referral in a period, both days included; without a day there is no end to it."""
    return Q(**({"referred_on__gte": since} if since else {}), **({"referred_on__lte": until} if until else {}))


def standing_yes(on: date) -> Q:
    """Give the condition of a yes to research that stands on that day.

    Only of a family that we know: the yes in a row out of a file has no end and nobody can take it back, so such a row
    is for figures alone. A case that changed and could not be registered again yet, for somebody works in it at this
    moment, is left out: nobody knows whether its yes was taken back.
    """
    in_force = Q(research_until=None) | Q(research_until__gte=on)
    return Q(research=Said.YES) & in_force & Q(case__registered=True)


def families_who_say_yes() -> frozenset[str]:
    """Give the codes of all families with a yes to research that was not taken back, also when it has ended."""
    registering.refresh()
    with opened():
        yes = Registration.objects.filter(research=Said.YES, case__isnull=False)
        return frozenset(yes.values_list("code", flat=True))

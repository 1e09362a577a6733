"""How long figures keep what people wrote or did: terms beside those of casework, forgotten in the same round."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.apps import apps
from django.db.models import Exists, ForeignKey, OuterRef

from knooppunt.casework.retention import COUNTS, Due, Term
from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM
from knooppunt.trail.record import record

from .editions import content_of
from .models import Edition, ExportedRow, Moment, Outreach, Passage, Released, Study

OUTREACH = Term(
    "outreach", timedelta(days=2 * 365), "the visit or campaign",
    "public task; whom to visit looks back fifteen months, and a year can be laid beside the one before",
)  # fmt: skip
WORDS = Term(
    "words", timedelta(days=2 * 365), "the end of the year that they are about, and no edition that stands has them",
    "consent of who is quoted; the proof of it as long as the quote is public (AVG art. 7.1)",
)  # fmt: skip
STUDY = Term(
    "study", timedelta(days=5 * 365), "the study ended, and nothing waits to be deleted",
    "to account for what was taken (AVG art. 5.2) while a claim can be made (BW art. 3:310)",
)  # fmt: skip
MOMENT = Term(
    "moment", timedelta(days=5 * 365), "something of that year went out",
    "small numbers, to hide what earlier figures would give away; as long as rows of files",
)  # fmt: skip
PUBLIC = Term(
    "public", timedelta.max, "never; a quote at once when who said it takes her consent back",
    "numbers that lead to nobody, and what the world was told",
)  # fmt: skip
OF = {
    "outreach": OUTREACH, "passage": WORDS, "study": STUDY, "export": STUDY, "exportedrow": STUDY, "moment": MOMENT,
    "edition": PUBLIC, "released": PUBLIC, "births": COUNTS,
}  # fmt: skip
OF_ITSELF = frozenset({"id", "code", "version"})  # tells nothing


def columns() -> dict[str, Term]:
    """Give the term of every column; a model without one stops the program where it starts."""
    return {
        f"{model._meta.model_name}.{field.name}": OF[str(model._meta.model_name)]
        for model in apps.get_app_config("figures").get_models()
        for field in model._meta.concrete_fields
        if not isinstance(field, ForeignKey) and field.name not in OF_ITSELF
    }


def due() -> Iterator[Due]:
    """Give what has been kept long enough."""
    now, today = clock.now(), clock.today()
    yield OUTREACH, Outreach.objects.filter(on__lt=today - OUTREACH.keeps), _forget
    yield WORDS, Passage.objects.filter(pk__in=list(_words_before(today - WORDS.keeps))), _forget
    waits = ExportedRow.objects.filter(export__study=OuterRef("pk"), withdrawn_on__isnull=False, deleted_on=None)
    yield STUDY, Study.objects.filter(~Exists(waits), until_on__lt=today - STUDY.keeps), _forget_study
    yield MOMENT, Moment.objects.filter(at__lt=now - MOMENT.keeps), _forget_moment


def _words_before(day: date) -> Iterator[int]:
    """Give the passages about years that ended before a day and that no edition shows any more."""
    for row in Passage.objects.filter(year__lt=day.year):
        standing = Edition.objects.filter(year=row.year, scope=row.scope, withdrawn_on=None)
        shown = (content_of(one)["passages"] for one in standing)
        if not any(row.text == one["text"] for kinds in shown for kind in kinds.values() for one in kind):
            yield row.pk


def _forget(row: Outreach | Passage | Study) -> None:
    record("forget", actor=SYSTEM, role="system", detail=row.code.lower())
    row.delete()


def _forget_study(study: Study) -> None:
    """Forget a study with its ledger; the researchers promised to delete the files themselves."""
    study.exports.all().delete()
    _forget(study)


def _forget_moment(moment: Moment) -> None:
    """Forget the numbers of a moment; what was told then stays told, and counts as told of these very families."""
    Released.objects.filter(moment=moment).update(moment=None)
    moment.delete()

"""Addresses: the desk of the coordinator of a hub."""

from django.urls import path

from . import (
    answering,
    authority,
    buttons,
    circle,
    consent,
    dates,
    erasing,
    lengths,
    pages,
    place,
    questions,
    registration,
    renewal,
    replying,
    safety,
    views,
)

app_name = "coordinator"
urlpatterns = [
    path("werklijst/", views.worklist, name="worklist"),
    path("werklijst/antwoord-uit-agenda/", replying.reply, name="reply"),
    path("werklijst/<slug:hub>/termijnen/", lengths.lengths, name="lengths"),
    path("vragen/<slug:code>/", questions.question, name="question"),
    path("vragen/<slug:code>/afsluiten/", questions.close, name="close_question"),
    path("gezin/<slug:code>/", views.case, name="case"),
    # --- the referral
    path("gezin/<slug:code>/eerste-contact/", pages.contact, name="contact"),
    path("gezin/<slug:code>/oppakken/", buttons.accept, name="accept"),
    path("gezin/<slug:code>/niet-oppakken/", pages.decline, name="decline"),
    path("gezin/<slug:code>/overdragen/", pages.hand_over, name="hand_over"),
    path("gezin/<slug:code>/vergissing/", pages.error, name="error"),
    path("gezin/<slug:code>/geboorte/", pages.birth, name="birth"),
    path("gezin/<slug:code>/hulpvragen/", pages.needs, name="needs"),
    path("gezin/<slug:code>/registratie/", registration.registration, name="registration"),
    path("gezin/<slug:code>/lijst/", buttons.tick, name="tick"),
    path("gezin/<slug:code>/klok/stilzetten/", pages.pause, name="pause"),
    path("gezin/<slug:code>/klok/verder/", buttons.resume, name="resume"),
    # --- the adults, and what they agree to
    path("gezin/<slug:code>/ouder/<slug:parent>/gezag/", authority.authority, name="authority"),
    path("gezin/<slug:code>/ouder/<slug:parent>/gegevens/", pages.correct, name="correct"),
    path("gezin/<slug:code>/ouder/<slug:parent>/eigen-pagina/", place.place, name="place"),
    path("gezin/<slug:code>/ouder/<slug:parent>/punten/", pages.points, name="points"),
    path("gezin/<slug:code>/ouder/<slug:parent>/toestemming/", consent.give, name="consent"),
    path("gezin/<slug:code>/ouder/<slug:parent>/zo-houden/", renewal.renew, name="renew"),
    path("gezin/<slug:code>/ouder/<slug:parent>/intrekken/", consent.withdraw, name="withdraw"),
    # --- the circle and the table
    path("gezin/<slug:code>/kring/erbij/", circle.find, name="find"),
    path("gezin/<slug:code>/kring/erbij/<slug:person>/", circle.add, name="add"),
    path("gezin/<slug:code>/kring/<slug:seat>/uitnodigen/", buttons.invite, name="invite"),
    path("gezin/<slug:code>/kring/<slug:seat>/antwoord/", buttons.answer, name="answer"),
    path("gezin/<slug:code>/kring/<slug:seat>/gezin-vindt/", buttons.agree, name="agree"),
    path("gezin/<slug:code>/kring/<slug:seat>/stoppen/", buttons.end, name="end"),
    path("gezin/<slug:code>/momenten/", dates.dates, name="dates"),
    path("gezin/<slug:code>/momenten/voorstellen/", dates.propose, name="propose"),
    path("gezin/<slug:code>/momenten/nog-eens/", dates.ask_again, name="ask_again"),
    path("gezin/<slug:code>/momenten/stoppen/", dates.end, name="end_proposal"),
    path("gezin/<slug:code>/momenten/van/<slug:who>/", dates.note, name="note_dates"),
    path("gezin/<slug:code>/momenten/kies/<slug:option>/", dates.pick, name="pick"),
    path("gezin/<slug:code>/overleg-plannen/", pages.plan, name="plan"),
    path("gezin/<slug:code>/overleg-verzetten/", pages.move, name="move"),
    path("gezin/<slug:code>/overleg-afzeggen/", pages.call_off, name="call_off"),
    # --- what the family tells, and the answer
    path("gezin/<slug:code>/berichten/", answering.inbox, name="messages"),
    path("gezin/<slug:code>/berichten/<slug:message>/", answering.answer, name="answer_message"),
    path("gezin/<slug:code>/ouder/<slug:parent>/bericht/", answering.told, name="told"),
    path("gezin/<slug:code>/ouder/<slug:parent>/wissen/", erasing.erase, name="erase"),
    # --- what may always be done
    path("gezin/<slug:code>/notitie/", pages.note, name="note"),
    path("gezin/<slug:code>/stoppen/", pages.stop, name="stop"),
    path("gezin/<slug:code>/stoppen/bevestigen/", buttons.confirm_stop, name="confirm_stop"),
    path("gezin/<slug:code>/veilig-thuis/", safety.route, name="safety"),
]

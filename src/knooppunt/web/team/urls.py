"""Addresses: screens of the professionals around a family."""

from django.urls import path

from . import answering, families, health, kitchen, looking_back, printing, shared_case, signed, table, writing

app_name = "team"
urlpatterns = [
    path("mijn-gezinnen/", families.families, name="families"),
    path("uitnodiging/<slug:code>/", families.invitation, name="invitation"),
    path("mijn-gezinnen/<slug:code>/", shared_case.shared, name="shared"),
    path("mijn-gezinnen/<slug:code>/gevraagd/", families.answer_lead, name="answer_lead"),
    path("mijn-gezinnen/<slug:code>/notitie/", shared_case.note, name="note"),
    path("mijn-gezinnen/<slug:code>/geboorte/", shared_case.birth, name="birth"),
    path("mijn-gezinnen/<slug:code>/berichten/<slug:message>/", answering.answer, name="answer_message"),
    path("mijn-gezinnen/<slug:code>/actie/<slug:action>/", shared_case.report, name="report"),
    path("overleg/<slug:code>/", table.conference, name="conference"),
    path("overleg/<slug:code>/aanwezig/", table.hold, name="hold"),
    path("overleg/<slug:code>/wie-bewaakt/", table.lead, name="lead"),
    path("overleg/<slug:code>/afronden/", table.conclude, name="conclude"),
    path("overleg/<slug:code>/wens/", writing.new_goal, name="new_goal"),
    path("overleg/<slug:code>/wens/<slug:goal>/", writing.goal, name="goal"),
    path("overleg/<slug:code>/wens/<slug:goal>/actie/", writing.new_action, name="new_action"),
    path("overleg/<slug:code>/actie/<slug:action>/", writing.action, name="action"),
    path("overleg/<slug:code>/actie/<slug:action>/weg/", writing.drop_action, name="drop_action"),
    path("overleg/<slug:code>/besluit/", writing.decision, name="decision"),
    path("overleg/<slug:code>/aantekeningen/", writing.notes, name="notes"),
    path("samen/<slug:code>/", kitchen.overview, name="kitchen"),
    path("samen/<slug:code>/papier/<slug:scan>/", signed.show, name="scan"),
    path("samen/<slug:code>/papier/<slug:scan>/weg/", signed.remove, name="remove_scan"),
    path("samen/<slug:code>/ouder/<slug:parent>/papier/", signed.keep, name="keep_scan"),
    path("samen/<slug:code>/ouder/<slug:parent>/formulier/", signed.form, name="consent_form"),
    path("samen/<slug:code>/ouder/<slug:parent>/gegevens/", signed.file, name="file_paper"),
    path("samen/<slug:code>/ouder/<slug:parent>/overleg/", signed.meeting, name="meeting_paper"),
    path("samen/<slug:code>/ouder/<slug:parent>/afspraken/", signed.plan, name="plan_paper"),
    path("samen/<slug:code>/ouder/<slug:parent>/punten/", kitchen.points, name="points"),
    path("samen/<slug:code>/ouder/<slug:parent>/aan-tafel/", kitchen.seats, name="seats"),
    path("samen/<slug:code>/ouder/<slug:parent>/terugkijken/", kitchen.look_back, name="look_back"),
    path("samen/<slug:code>/ouder/<slug:parent>/ja/", kitchen.agree, name="agree"),
    path("evaluatie/<slug:code>/", looking_back.evaluate, name="evaluate"),
    path("evaluatie/<slug:code>/verder/", looking_back.next_, name="next"),
    path("afspraken/<slug:code>/", printing.plan_print, name="plan_print"),
    path("afspraken/<slug:code>/eerder/", printing.earlier, name="plan_versions"),
    path("samen-tekenen/<slug:code>/<slug:parent>/", health.together, name="health"),
    path("samen-tekenen/<slug:code>/<slug:parent>/wissen/", health.wipe, name="health_wipe"),
]

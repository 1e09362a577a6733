"""How some families of the town see their own lives: once together at the kitchen table, later alone."""

from knooppunt.casework import picturing
from knooppunt.casework.picturing import Drawn

from .walking import Town, at, back, parents_of


def pictures(town: Town) -> None:
    """Yara drew before with Fatima and again by herself, and shares a part; Noor began and keeps it to herself."""
    code, fatima, yara = town.cases["following"], town.actor("fatima"), town.actor("yara")
    together = {
        "body": Drawn("Ik ben moe. De bevalling was zwaar.", 3),
        "mind": Drawn("Ik pieker 's nachts over de brieven.", 2, to_talk=True),
        "meaning": Drawn("Mijn kinderen. Daar doe ik het voor.", 8),
        "quality": Drawn("Thuis is het klein, maar warm.", 5),
        "participation": Drawn("Ik ken hier bijna niemand.", 2, to_talk=True),
        "daily": Drawn("Koken en wassen gaan. De rest blijft liggen.", 4),
    }
    her = parents_of(town, code)[0]
    first = str(at(back(14), picturing.draw_health, fatima, code, together, on_behalf_of=her))
    alone = {
        "body": Drawn("Ik heb weer meer kracht. De nachten blijven kort.", 5),
        "mind": Drawn("De brieven zijn open. Dat scheelt. Ik slaap nog licht.", 4, to_talk=True),
        "meaning": Drawn("Mijn kinderen, en straks weer leren.", 8),
        "participation": Drawn("De buurvrouw komt op de koffie. Ik wil graag Nederlands oefenen.", 5, to_talk=True),
        "daily": Drawn("Op woensdag past oma op. Dan doe ik de boodschappen alleen.", 6),
    }
    at(back(1), picturing.draw_health, yara, code, alone, beside=first)
    at(back(1, 11), picturing.share_health, yara, code, ["mind", "participation", "daily"])
    noor = {"meaning": Drawn("Mijn diploma. En een goede moeder zijn.", 9), "daily": Drawn("School en thuis lukt net.")}
    at(back(1), picturing.draw_health, town.actor("noor"), town.cases["planned"], noor)

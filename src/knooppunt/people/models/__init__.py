"""The nouns of the room: places and persons. Data and database constraints; who may do what stands elsewhere."""

from .addresses import CheckedAddress, EmailCode
from .entrances import Attempt, Entrance, Vouched
from .persons import Absence, Assignment, DirectoryWord, Discipline, Invitation, Organisation, Person, Role
from .places import Hub, HubArea, Municipality, Subregion, SubregionMembership, standing

__all__ = [
    "Absence",
    "Assignment",
    "Attempt",
    "CheckedAddress",
    "DirectoryWord",
    "Discipline",
    "EmailCode",
    "Entrance",
    "Hub",
    "HubArea",
    "Invitation",
    "Municipality",
    "Organisation",
    "Person",
    "Role",
    "Subregion",
    "SubregionMembership",
    "Vouched",
    "standing",
]

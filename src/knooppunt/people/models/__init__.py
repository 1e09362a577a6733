"""The nouns of the room: places and persons. Data and database constraints; who may do what stands elsewhere."""

from .addresses import CheckedAddress, EmailCode
from .persons import Absence, Assignment, DirectoryWord, Discipline, Invitation, Organisation, Person, Role
from .places import Hub, HubArea, Municipality, Subregion, SubregionMembership, standing

__all__ = [
    "Absence",
    "Assignment",
    "CheckedAddress",
    "DirectoryWord",
    "Discipline",
    "EmailCode",
    "Hub",
    "HubArea",
    "Invitation",
    "Municipality",
    "Organisation",
    "Person",
    "Role",
    "Subregion",
    "SubregionMembership",
    "standing",
]

"""All questions that one may ask of casework. Answers are finished, frozen data (`shown`), built inside the door.

Every question that shows a family leaves a line in the trail; lists leave one for each family that they show.
"""

from .calendar import own_time, times_of
from .cases import (
    CircleShown,
    Header,
    Inbox,
    InvitationShown,
    case_file,
    circle,
    header,
    inbox,
    invitation,
    is_unchanged,
    own_place,
    plan,
    plan_versions,
    safety,
    shared_case,
    status,
    trail,
)
from .clocks import waits_too_long
from .dates import dates
from .desk import advice, my_advice, worklist
from .health import own_health, together
from .my_file import file_for, my_file, my_requests
from .numbers import figures
from .places import MyTables, my_cases_as_parent, my_referrals, my_tables
from .reach import inflow, places_to_reach, reach
from .registrations import consented_registrations, registration, registration_counts
from .research import families_who_say_yes, research_answers
from .rights import RightAsked, rights
from .scans import kitchen_table, meeting_paper, own_scan, own_scans, plan_paper, scan, scans

__all__ = [
    "CircleShown",
    "Header",
    "Inbox",
    "InvitationShown",
    "MyTables",
    "RightAsked",
    "advice",
    "case_file",
    "circle",
    "consented_registrations",
    "dates",
    "families_who_say_yes",
    "figures",
    "file_for",
    "header",
    "inbox",
    "inflow",
    "invitation",
    "is_unchanged",
    "kitchen_table",
    "meeting_paper",
    "my_advice",
    "my_cases_as_parent",
    "my_file",
    "my_referrals",
    "my_requests",
    "my_tables",
    "own_health",
    "own_place",
    "own_scan",
    "own_scans",
    "own_time",
    "places_to_reach",
    "plan",
    "plan_paper",
    "plan_versions",
    "reach",
    "registration",
    "registration_counts",
    "research_answers",
    "rights",
    "safety",
    "scan",
    "scans",
    "shared_case",
    "status",
    "times_of",
    "together",
    "trail",
    "waits_too_long",
    "worklist",
]

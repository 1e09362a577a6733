"""A room that makes and reads calendar text (RFC 5545, 5546), and knows of nothing but times and addresses.

A file says "Overleg", when, and where one signs in: never who, why, or in which place (standards.md section 7,
R-CAL-01 to 04; docs/decisions/0016). It goes to one person, who is the only one named in it.
"""

from .making import Event, Mailbox, cancellation, feed, own_file, request
from .replies import LARGEST, NotTaken, Reply, read_reply

__all__ = [
    "LARGEST",
    "Event",
    "Mailbox",
    "NotTaken",
    "Reply",
    "cancellation",
    "feed",
    "own_file",
    "read_reply",
    "request",
]

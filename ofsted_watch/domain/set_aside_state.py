"""What can be set aside, why, and what becomes of it, by the names they have in the database."""

from enum import StrEnum


class SetAsideSubject(StrEnum):
    """What was set aside: a letter (by its sha256), a link (by its file number) or a whole page (by its URN)."""

    LETTER = "letter"
    LISTING = "listing"
    PAGE = "page"


class SetAsideAnswer(StrEnum):
    """What became of it. `entered`: a person read the letter. The last is no person's answer: the file was read, or a good one
    came under its number.
    """

    RELEASED = "released"
    REJECTED = "rejected"
    ENTERED = "entered"
    AUTO_RESOLVED = "auto_resolved"


WRONG_AUTHORITY = "wrong_authority"
"""The rule of the expectations that a letter is about the authority that lists it."""


class SetAsideReason(StrEnum):
    """Why something is set aside that is neither a problem of reading (errors.py) nor a rule of the expectations."""

    NO_DATE = "no_date"
    FILE_GONE = "file_gone"
    VANISHED = "vanished"
    INSPECTIONS_DISAGREE = "inspections_disagree"

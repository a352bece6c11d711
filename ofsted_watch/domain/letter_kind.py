"""The kinds of letter that there are, by the names they have in JSON and in the database.

A kind is read by the file of its name in ofsted_watch/extraction/letter_kinds/; importing that room fails where the files
and these members disagree.
"""

from enum import StrEnum


class LetterKind(StrEnum):
    """What a letter is. `OTHER` is what no kind, or more than one, recognises."""

    ILACS_INSPECTION = "ilacs_inspection"
    SIF_INSPECTION = "sif_inspection"
    SIF_REINSPECTION = "sif_reinspection"
    LAC_INSPECTION_2012_13 = "lac_inspection_2012_13"
    LSCB_REVIEW = "lscb_review"
    FOCUSED_VISIT = "focused_visit"
    MONITORING_VISIT = "monitoring_visit"
    ASSURANCE_VISIT = "assurance_visit"
    JTAI = "jtai"
    AREA_SEND = "area_send"
    SEND_MONITORING_VISIT = "send_monitoring_visit"
    COUNCIL_NEWS = "council_news"
    OTHER = "other"

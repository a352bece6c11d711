"""Every rule of the suites in one sentence for people: what must be true. A test checks that it is complete."""

from ofsted_watch.domain.set_aside_state import WRONG_AUTHORITY

DEMANDS: dict[str, dict[str, str]] = {
    "listings": {
        "urn_missing": "Every link belongs to an authority.",
        "urn_pattern": "The authority's URN has five to seven digits.",
        "host_missing": "Every link names a host.",
        "host_allowed": "Every link leads to one of the hosts that letters come from.",
        "file_number_missing": "Every link has a file number.",
        "file_number_digits": "The file number is made of digits.",
        "listed_as_missing": "Every link says what kind of letter it is.",
        "published_possible": "A link's date is between 2000 and today.",
        "event_possible": "The date of a link's event is between 2000 and today.",
        "listed_once": "A file is on its page with one label and one date.",
        "first_copy": "A link is on its page once.",
        "something_listed": "At least one authority lists a letter.",
        "shrank_to_zero": "No authority whose page was read went from some letters to none.",
        "lost_many": "No authority lost three letters, and half of its list, since last time.",
        "authorities_still_listed": "Nine in ten of the authorities that had letters last time have letters.",
        "letters_still_listed": "Nine in ten of the letters listed last time are listed.",
    },
    "letters": {
        "problem": "Every letter can be read.",
        "served_wrong": "At most one file in five is no whole PDF.",
        "kind_missing": "Every letter has a kind.",
        "kind_known": "The kind is known.",
        "authority_not_named": "Every letter names a known authority.",
        WRONG_AUTHORITY: "A letter is about the authority that lists it.",
        "listed_once": "A letter is gathered once in a run.",
        "starts_in_the_past": "The inspection does not start after today.",
        "ends_in_the_past": "The inspection does not end after today.",
        "published_in_the_past": "The letter is not published after today.",
        "dates_in_order": "The inspection's last day follows its first within a possible time.",
        "published_after_inspection": "The letter follows the inspection within a possible time.",
        "stated_as_listed": "The date that a letter prints is within a week of its link's date.",
    },
    "judgements": {
        "unlisted_area": "The area is one that this kind of letter judges.",
        "unlisted_grade": "The grade is one that this kind of letter gives.",
        "one_grade_an_area": "A letter judges an area once.",
        "page_in_letter": "The page that is quoted is a page of the letter.",
        "witnessed": "At least one place in the letter states the grade.",
        "words_in_letter": "The evidence of a grade is in the letter.",
        "printed_as_read": "The grade that was read is the grade that is printed.",
    },
    "framework": {
        "dated_from": "The first day of a graded inspection is read.",
        "dated_to": "The last day of a graded inspection is read.",
        "area_judged": "Every area that the framework judges has a grade.",
    },
    "improvements": {
        "list_under_heading": "The list of what needs to improve has items where its heading is.",
        "item_page_in_letter": "The page of an item is a page of the letter.",
        "item_in_letter": "The text of an item is in the letter.",
    },
    "history": {
        "nothing_vanishes": "No stored letter is lost.",
        "old_judgements_stand": "No stored judgement changes by itself.",
        "old_publication_stands": "No stored letter's day of publication changes.",
        "kept_once": "A letter is stored once.",
        "few_steps": "No judgement moves more than two steps at once.",
    },
}
"""Suite → rule → sentence."""

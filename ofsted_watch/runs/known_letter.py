"""What the check of the site before the run must find: a letter that we know still reads the same. Pure."""

from collections.abc import Sequence

from ofsted_watch.domain.history import newest_editions
from ofsted_watch.domain.model import AuthorityPage, Letter, StoredLetter


def known_letters(stored: Sequence[StoredLetter], count: int) -> tuple[StoredLetter, ...]:
    """The letters to fetch: the newest with judgements that are still listed as far as we know, the newest first."""
    judging = [letter for letter in newest_editions(stored) if letter.letter.judgements and letter.withdrawn is None]
    judging.sort(key=lambda letter: (letter.published, letter.listing.urn, letter.listing.file_number), reverse=True)
    return tuple(judging[:count])


def page_complaints(page: AuthorityPage, known: StoredLetter) -> tuple[str, ...]:
    """What is wrong with the page of the known letter's authority, in sentences."""
    numbers = {listing.file_number for listing in page.listings}
    if known.listing.file_number not in numbers:
        return (f"the page of {page.name} lists {len(numbers)} letters, but no longer file {known.listing.file_number}",)
    return ()


def letter_complaints(known: StoredLetter, read: Letter) -> tuple[str, ...]:
    """What differs between a letter as stored and as read now, in sentences. Judgements are compared by area."""
    where = f"file {known.listing.file_number} ({known.listing.listed_as}, {known.published:%-d %B %Y})"
    if read.problem:
        return (f"{where} can no longer be read: {read.problem.message}",)
    wrong = []
    if read.kind != known.letter.kind:
        wrong.append(f"{where} was read as {known.letter.kind} and now reads as {read.kind}")
    before = {judgement.area: judgement.grade for judgement in known.letter.judgements}
    now = {judgement.area: judgement.grade for judgement in read.judgements}
    for area in sorted(before.keys() | now.keys()):
        if before.get(area) != now.get(area):
            wrong.append(f"{where}: {area} was {before.get(area, 'not given')} and now reads {now.get(area, 'not given')}")
    return tuple(wrong)

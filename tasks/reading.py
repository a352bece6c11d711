"""Reading letters. Not retried: a file that cannot be read once cannot be read twice; a killed reader is read next night."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from ofsted_watch.domain.model import Letter, Listing
from ofsted_watch.services import read_letters
from ofsted_watch.services.resources import Resources


@task(task_run_name="read letter {listed[0].file_number}", cache_policy=NO_CACHE, persist_result=False)
def read_letter(listed: tuple[Listing, str], resources: Resources) -> Letter:
    """The letter that a listed file's bytes (sha256) are."""
    listing, sha256 = listed
    return read_letters.read_letter(resources, listing, sha256)

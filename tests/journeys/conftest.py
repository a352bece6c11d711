"""The invented authorities are learned for a journey and forgotten after it."""

from collections.abc import Iterator

import pytest

from ofsted_watch.authorities import AUTHORITIES, know_only


@pytest.fixture(autouse=True)
def the_real_authorities_afterwards() -> Iterator[None]:
    yield
    know_only(AUTHORITIES)

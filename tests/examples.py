"""How many examples a test of random values tries: its usual number in `make test`, a multiple of it in `make fuzz`."""

from hypothesis import settings

USUAL_EXAMPLES = 100
"""Examples of a test that asks for no number of its own."""

FUZZ_FACTOR = 4

DETERMINISTIC = "deterministic"
FUZZ = "fuzz"


def register_profiles() -> None:
    """`deterministic` tries the same examples each time and remembers none; `fuzz` tries more, from the seed that it is given.

    Neither has a deadline: a busy machine is no failure. Neither has an example database: what fails is repeated by its seed,
    and no run depends on an earlier one.
    """
    settings.register_profile(DETERMINISTIC, max_examples=USUAL_EXAMPLES, deadline=None, derandomize=True, database=None)
    settings.register_profile(
        FUZZ, max_examples=USUAL_EXAMPLES * FUZZ_FACTOR, deadline=None, derandomize=False, database=None, print_blob=True
    )


def examples(usual: int) -> int:
    """The number of examples under the profile that is loaded, of a test that usually tries `usual`."""
    return usual * settings().max_examples // USUAL_EXAMPLES

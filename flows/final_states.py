"""How a run ends in the Prefect UI."""

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from ofsted_watch.presentation.labels import without_codes
from ofsted_watch.runs.run_result import Ending


def final_state(ending: Ending, message: str) -> State:
    """The state for the Prefect UI: completed, completed with something to review, or failed."""
    message = without_codes(message)
    match ending:
        case Ending.DONE:
            return Completed(message=message)
        case Ending.SET_ASIDE:
            return Completed(name="Completed with something set aside", message=message)
        case Ending.HELD:
            return Completed(name="Completed with alerts held", message=message)
        case Ending.INCOMPLETE:
            return Failed(name="Incomplete", message=message)
        case Ending.STOPPED:
            return Failed(name="Stopped", message=message)

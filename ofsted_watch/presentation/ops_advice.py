"""What ops do about a run, and where: the sentences and links of the notices to them. Pure."""

import json
from collections.abc import Mapping
from urllib.parse import quote

_STARTS_AGAIN = "Nothing now. If it does not end well: is the disk full, the memory, does the database answer?"

GIVEN_UP = (
    "Find the cause in the run's log and put it right: the disk, the memory, the database or a setting. Then run its deployment "
    "again. Nothing is sent twice."
)
"""What to do about a crashed run that is not started again."""

_ADVICE = {
    "Incomplete": "Open the run's artifact 'coverage': it names each authority that is not checked, and why. If the site was "
    "down, do nothing: the next night covers it. The same names twice: open one of their pages on Ofsted's site.",
    "Stopped": "Nothing of this run was stored and nobody was notified. Open the run's artifact 'checks': it names the rule that "
    "stopped it. Compare three of the named authorities with Ofsted's site before you run it again.",
    "Crashed": _STARTS_AGAIN,
    "Late": "Is a worker running? Look at Work Pools in the UI: one that is not ready has no worker.",
    "Cancelled": "Nothing: the next night covers it. To have it sooner, run the deployment nightly.",
    "Missed": "Nothing: it is made up. Find out why nothing ran: was the machine off?",
    "Not all delivered": "Nothing, if the mail server was busy: mails are tried again by themselves. If it goes on, check the "
    "server and its password.",
    "The site has changed": "It stops nothing yet. The message names the page and where it is stored as it was served: "
    "compare that with the page on Ofsted's site.",
}
"""The name of a state → what to do. Any other state: read its message."""

_OTHER = "Read the message of the run and its artifacts, put right what they name, and run it again: nothing is sent twice."

FOREGROUND = "foreground"
"""The tag of runs that a person may want to see, as prefect.yaml gives it."""


def what_to_do(state: str) -> str:
    """The sentence of what to do about a run that ended in this state."""
    return _ADVICE.get(state, _OTHER)


def run_page(ui: str, run_id: str) -> str:
    """The page of a run in the Prefect UI at the address `ui`."""
    return f"{_new(ui)}/runs/flow-run/{run_id}"


def runs_page(ui: str) -> str:
    """The list of runs of a week, without those that a person need not see: those in the background."""
    return f"{_new(ui)}/runs?range=past-7-days&tags={FOREGROUND}"


def deployments_page(ui: str) -> str:
    """The page with all deployments, from which each form opens."""
    return f"{_new(ui)}/deployments"


def form_page(ui: str, form_id: str, **filled: object) -> str:
    """The form of the deployment with this id on the Prefect server, with these fields filled in; the others have their defaults.

    `filled` maps names of the flow's parameters to values as JSON has them. Addresses are in browsers' histories and servers'
    logs, so nothing about a person belongs in them.
    """
    page = f"{deployments_page(ui)}/deployment/{form_id}/run"
    if not filled:
        return page
    # Nothing is left that Markdown or a mail program could take for the end of the address: not a comma, not a bracket.
    return f"{page}?parameters={quote(json.dumps(filled, ensure_ascii=False, separators=(',', ':')), safe='')}"


def form_or_list(ui: str, forms: Mapping[str, str], deployment: str, **filled: object) -> str:
    """The deployment's form as in `form_page`, if `forms` has its id; else the page with all deployments."""
    return form_page(ui, forms[deployment], **filled) if deployment in forms else deployments_page(ui)


def form_line(ui: str, forms: Mapping[str, str], deployment: str, command: str, **filled: object) -> str:
    """Where the form of a deployment is, then the command that does the same; with a link if the UI's address is not empty.

    `forms` maps deployments to their ids; the link is that of `form_or_list`.
    """
    line = f"In the Prefect UI: Deployments, {deployment}, Run (in a terminal: `ofsted-watch {command}`)"
    return f"{line}: {form_or_list(ui, forms, deployment, **filled)}" if ui else f"{line}."


def _new(ui: str) -> str:
    """The address of the new UI, whichever was given."""
    address = ui.rstrip("/")
    return address if address.endswith("/v2") else f"{address}/v2"

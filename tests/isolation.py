"""What of this machine and its user no test may depend on."""

import atexit
import os
import shutil
import tempfile


def clean_environment() -> dict[str, str]:
    """The environment for a program that a test starts: without settings of ours or of Prefect."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("OFSTED_WATCH_", "PREFECT_"))}


def isolate() -> None:
    """Remove the user's settings, keep requests to this machine from any proxy, and give Prefect a home for this process.

    The tests' own settings (TESTS_LONG, TESTS_PICTURES) stay: the project refuses a setting of its prefix that it does not know.
    To be called before Prefect is imported: it reads its home then.
    """
    for name in list(os.environ):
        if name.startswith(("OFSTED_WATCH_", "PREFECT_", "AWS_")):
            del os.environ[name]
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1", "localhost"]))
    home = tempfile.mkdtemp(prefix="ofsted-watch-prefect-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["PREFECT_HOME"] = home

"""What the log of Prefect's server leaves out or says in a line, with the reason of each. Named by server_logging.yml."""

import logging

LATE_WORD = "already in terminal state"
"""The automation for silent runs asks to mark a run as crashed that has ended meanwhile; Prefect refuses, as it should."""

BUSY = "database is locked"
"""SQLite was busy for longer than a statement waits. Prefect tries an event again and a worker sends its next heartbeat; if
it gives up, it says so in a line of its own. The forty lines of the traceback are of its own code."""


class KnownNoise(logging.Filter):
    """A filter for the server's log. Every other line, and every other traceback, stays as it is."""

    def filter(self, record: logging.LogRecord) -> bool:
        """False for a line that says nothing. A traceback of a busy database becomes a line."""
        if record.name == "prefect.server.events.actions" and LATE_WORD in record.getMessage():
            return False
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and record.name.startswith("prefect.server") and BUSY in str(error):
            record.msg, record.args = f"{record.getMessage()}: Prefect's own database was busy ({BUSY})", ()
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True

"""Standard output and standard error of this process: UTF-8 in every locale, and a full disk that is reported by name."""

import errno
import io
import os
import sys

OUTPUT, ERRORS = "Standard output", "Standard error"


class _NamedStream(io.TextIOWrapper):
    """A stream whose errors name it, as those of a file do."""

    def __init__(self, stream: io.TextIOWrapper, label: str) -> None:
        # Text that is no text, such as a file's name of other bytes, is written as escapes.
        super().__init__(
            open(stream.fileno(), "wb", closefd=False),  # noqa: SIM115  it lives as long as the process
            encoding="utf-8",
            errors="backslashreplace",
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )
        self._label = label

    def write(self, text: str) -> int:
        """Write the text. Raises OSError with the stream's name."""
        try:
            return super().write(text)
        except OSError as error:
            error.filename = self._label
            raise

    def flush(self) -> None:
        """Write out what is held. Raises OSError with the stream's name."""
        try:
            super().flush()
        except OSError as error:
            error.filename = self._label
            raise


def write_utf8() -> None:
    """Write UTF-8 whatever the locale. Streams that are not the process's own, as in a test, stay as they are."""
    if type(sys.stdout) is io.TextIOWrapper:
        sys.stdout = _NamedStream(sys.stdout, OUTPUT)
    if type(sys.stderr) is io.TextIOWrapper:
        sys.stderr = _NamedStream(sys.stderr, ERRORS)


def flush_output() -> OSError | None:
    """Write out what standard output still holds. Returns why it cannot be written, None also if its reader has gone.

    What it holds then is lost: otherwise Python would try again when it ends, and fail with a message of its own.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return None if error.errno == errno.EPIPE else error
    return None

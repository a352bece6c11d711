"""Messages between two processes over a pipe: eight bytes of length, then so many bytes."""

from typing import IO

MOST_BYTES = 256 * 1024 * 1024
"""No file and no answer is larger; a larger length means that the data is not a message."""


class FrameTooLarge(Exception):
    """The other side announces more than MOST_BYTES."""


TOO_MUCH_MEMORY = "Reading this file took too much memory and was stopped. Check the file."
"""Said by the worker that reached its limit, or by the reader whose worker was killed at it."""


def send(pipe: IO[bytes], message: bytes) -> None:
    """Writes one message and flushes. Raises FrameTooLarge, and OSError if the other side is gone."""
    if len(message) > MOST_BYTES:
        raise FrameTooLarge(f"a message of {len(message):,} bytes")
    pipe.write(len(message).to_bytes(8, "big"))
    pipe.write(message)
    pipe.flush()


def receive(pipe: IO[bytes], most: int = MOST_BYTES) -> bytes:
    """Reads one message; b'' if the other side has ended. Raises FrameTooLarge, and EOFError in mid-message."""
    length = pipe.read(8)
    if not length:
        return b""
    size = int.from_bytes(length, "big")
    if size > most:
        raise FrameTooLarge(f"a message of {size:,} bytes")
    message = pipe.read(size)
    if len(length) < 8 or len(message) < size:
        raise EOFError("the other side ended in the middle of a message")
    return message

"""Types of arguments that several commands take: an id of something stored, and the name of a file or folder."""

from pathlib import Path
from typing import Any

import click

from ofsted_watch.errors import WrongUse
from ofsted_watch.services.decided_by import check_ids


class _StoredId(click.types.IntParamType):
    """The id of something stored, as a list of it shows."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number. Raises WrongUse for one that no database can store."""
        number: int = super().convert(value, param, ctx)
        check_ids([number])
        return number


class _NamedPath(click.Path):
    """A path that is not empty: an empty one would mean the current folder, which nobody named."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raises WrongUse for an empty one."""
        if not str(value).strip():
            hint = param.get_error_hint(ctx) if param else "A path"
            raise WrongUse(f"{hint} is empty: name a file or a folder")
        return super().convert(value, param, ctx)


STORED_ID = _StoredId()
PATH = _NamedPath(path_type=Path)
NEW_FILE = _NamedPath(path_type=Path, dir_okay=False)
NEW_FOLDER = _NamedPath(path_type=Path, file_okay=False)

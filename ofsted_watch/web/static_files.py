"""The style sheet, the icon and our script: their addresses carry what they contain, so that browsers ask for each once."""

import hashlib
import os
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"


@cache
def static_link(name: str) -> str:
    """The address of a static file with the beginning of its SHA-256: another content has another address."""
    return f"/static/{name}?v={_version(STATIC / name)}"


class VersionedFiles(StaticFiles):
    """A file asked for by the address of `static_link` may be kept for good; by any other, it is revalidated each time."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, with how long it may be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("v", [])
        response.headers["Cache-Control"] = FOREVER if asked == [_version(Path(full_path))] else "no-cache"
        return response


@cache
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]

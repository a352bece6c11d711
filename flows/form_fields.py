"""The choices in the forms of the Prefect UI: authorities, regions and kinds of letters by name, each field with its title.

A form's choices are types, and types exist before any flow runs: this is the only place where settings are read at import
(an invented Ofsted has its own authorities). Import it only where a flow is defined.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from flows.run_names import NO_REGION
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.presentation.labels import AREAS, GRADES, kind_label
from ofsted_watch.services.resources import authority_register
from ofsted_watch.services.stored_settings import LIMITS
from ofsted_watch.settings import read_settings

NO_LIMIT = "none"

AS_READ = "as read"
"""The kind of a letter is left as the reader has it."""

NO_DAY = ""

MaybeDay = Annotated[
    date | None, BeforeValidator(lambda given: given or None), WithJsonSchema({"type": "string", "format": "date"})
]
"""A day, or none. The form treats it as a plain day: for 'a day or nothing' it would show two tabs instead of a calendar.

Its default is NO_DAY and not None: the form sends the default, and a plain day that is None is refused.
"""


def _choice(labels: Mapping[str, str]) -> Any:
    """A choice from labels, in their order, whose value is the code of the label. A run takes codes too, as scripts give them."""
    codes = {label: code for code, label in labels.items()}

    def code_of(given: Any) -> Any:
        code = codes.get(str(given), str(given))
        if code not in labels:
            raise ValueError(f"choose one of: {', '.join(codes)}")
        return code

    return Annotated[str, BeforeValidator(code_of), WithJsonSchema({"type": "string", "enum": list(codes)})]


if TYPE_CHECKING:
    AuthorityName = str
    RegionName = str
    KindName = str
    KindOrAsRead = str
    AreaName = str
    GradeName = str
    ListedAuthority = str
    LimitName = str
else:
    register = authority_register(read_settings())
    AuthorityName = Literal[tuple(sorted(authority.name for authority in register.current()))]
    RegionName = Literal[(NO_REGION, *sorted({authority.region for authority in register.current()}))]
    # Chosen from a list in the form; a run is also given names and URNs in any form, and refuses an unknown one in a sentence.
    _LISTED = {"type": "string", "enum": sorted(authority.name for authority in register.current())}
    ListedAuthority = Annotated[str, WithJsonSchema(_LISTED)]
    _KINDS = {kind.value: kind_label(kind) for kind in LetterKind}
    KindName = _choice(_KINDS)
    KindOrAsRead = _choice({AS_READ: AS_READ} | {code: label for code, label in _KINDS.items() if code != LetterKind.OTHER})
    AreaName = _choice({area.value: label for area, label in AREAS.items()})
    GradeName = _choice({grade.value: label for grade, label in GRADES.items()})
    LimitName = _choice({NO_LIMIT: NO_LIMIT} | {limit: limit.replace("_", " ") for limit in LIMITS})


class GradeField(BaseModel):
    """A grade in a form, as a person read it on a page of the letter."""

    area: AreaName = Field(title="Area", description="What the grade is about, in the framework's terms.")
    grade: GradeName = Field(title="Grade", description="As the letter gives it.")
    page: int = Field(ge=1, title="Page", description="Where it stands, from 1.")
    text: str = Field(title="Text", description="The text there that states it, as printed; of an image, what it shows.")
    is_image: bool = Field(False, title="It is an image", description="The text is part of an image on that page.")


def field(default: Any, title: str, description: str) -> Any:
    """A field of a form, for the default of a flow's parameter. Without a title Prefect shows the parameter's name."""
    return Field(default=default, description=description, json_schema_extra={"title": title})

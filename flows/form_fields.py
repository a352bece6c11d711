"""The choices in the forms of the Prefect UI: authorities, regions and kinds of letters by name, each field with its title.

A form's choices are types, and types exist before any flow runs: this is the only place where settings are read at import
(an invented Ofsted has its own authorities). Import it only where a flow is defined.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.services.resources import authority_register
from ofsted_watch.services.stored_settings import LIMITS
from ofsted_watch.settings import read_settings

NO_REGION = "no region"
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
    KindName = Literal[tuple(kind.value for kind in LetterKind)]
    KindOrAsRead = Literal[(AS_READ, *(kind.value for kind in LetterKind if kind is not LetterKind.OTHER))]
    AreaName = Literal[tuple(area.value for area in Area)]
    GradeName = Literal[tuple(grade.value for grade in Grade)]
    LimitName = Literal[(NO_LIMIT, *LIMITS)]


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

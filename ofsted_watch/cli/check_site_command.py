"""`check-site`: is the live site as Ofsted Watch assumes it? For a person, before a first night."""

from pathlib import Path

import click

from ofsted_watch.cli.argument_types import NEW_FOLDER, PATH
from ofsted_watch.cli.output import json_option, print_json, say, set_up_logging


@click.command()
@click.option("--save", type=NEW_FOLDER, metavar="DIR", help="Save the answers in this folder.")
@click.option("--table", type=PATH, metavar="FILE", help="Ofsted's table of outcomes, an .ods, to compare.")
@click.option(
    "--pace-seconds", type=click.IntRange(0, 3600), default=60, help="How many seconds to ask at our pace; 0 leaves it out."
)
@json_option
def check_site(save: Path | None, table: Path | None, pace_seconds: int, as_json: bool) -> int:
    """Ask the site once for everything that Ofsted Watch assumes: a line each, OK, DIFFERENT or UNKNOWN. Stores no letter.

    Exit code 1 when anything is different.
    """
    from ofsted_watch.adapters.official_table import read_official_table
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.runs.planning import expected_authorities
    from ofsted_watch.runs.site_answers import worst_is_different
    from ofsted_watch.services.quiet_hours import quiet_notice
    from ofsted_watch.services.resources import open_resources, stored_register
    from ofsted_watch.services.site_protocol import Protocol
    from ofsted_watch.services.stored_settings import settings_in_force
    from ofsted_watch.settings import read_settings

    set_up_logging()
    settings = settings_in_force(read_settings())
    official = read_official_table(table) if table else None
    expected = expected_authorities(settings.authorities, stored_register(settings))
    if save:
        try:
            save.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongUse(f"The folder {save} cannot be created: {error.strerror}") from error
    if notice := quiet_notice(settings):
        raise WrongUse(f"{notice[:1].upper()}{notice[1:]}; run `check-site` then")
    answers = []
    with open_resources(settings) as resources:
        for answer in Protocol(resources, expected, save, official, pace_seconds).answers():
            answers.append(answer)
            if not as_json:
                say(answer.line)
    if as_json:
        print_json([answer.as_json() for answer in answers])
    return 1 if worst_is_different(answers) else 0

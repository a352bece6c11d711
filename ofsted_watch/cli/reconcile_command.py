"""`reconcile`: what is stored, and Ofsted's own table of inspection outcomes."""

from pathlib import Path

import click

from ofsted_watch.cli.argument_types import PATH
from ofsted_watch.cli.data_commands import known_authorities, open_known
from ofsted_watch.cli.output import json_option, print_json, say


@click.command()
@click.argument("file", type=PATH)
@json_option
def reconcile(file: Path, as_json: bool) -> int:
    """Compare what is stored with Ofsted's table of inspection outcomes in FILE, an .ods.

    Exit code 0 when both agree or every difference is known, 1 when not. What only one side knows is shown and is no difference.
    """
    from ofsted_watch.adapters.official_table import read_official_table
    from ofsted_watch.presentation.reconciliation_text import reconciliation_lines, reconciliation_to_json
    from ofsted_watch.services.reconcile import reconcile_stored

    table = read_official_table(file)  # first: a wrong file makes no database
    with open_known() as database:
        compared = reconcile_stored(database, known_authorities(), table)
    if as_json:
        print_json(reconciliation_to_json(compared))
    else:
        for line in reconciliation_lines(compared):
            say(line)
    return 0 if compared.is_clean else 1

"""`reports`: the validation reports, set-aside letters, and pages of the site that could not be read, for this machine."""

import click

from ofsted_watch.cli.ports import PORT, REPORTS_PORT, must_be_free


@click.command()
@click.option("--port", type=PORT, default=REPORTS_PORT, show_default=True, help="The port of the reports.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine to listen on.")
def reports(port: int, host: str) -> None:
    """Serve the validation reports and the pages of set-aside letters until Ctrl-C, to this machine only.

    A page of the site that could not be read is served as plain text: nothing in it runs. Requests that name another host are
    refused. Never publish this port.
    """
    from deployments.reports_server import serve
    from ofsted_watch.settings import read_settings

    must_be_free(port, host=host)
    settings = read_settings()
    click.echo(f"The reports: http://{host}:{port}   (Ctrl-C ends this)", err=True)
    serve(settings, host=host, port=port)

"""`web`: the pages, feeds and downloads for recipients."""

from dataclasses import replace

import click

from ofsted_watch.cli.ports import PORT, WEB_PORT, must_be_free


@click.command()
@click.option("--port", type=PORT, default=WEB_PORT, show_default=True, help="The port of the pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine to listen on.")
def web(port: int, host: str) -> None:
    """Serve the pages for recipients until Ctrl-C; by default to this machine only.

    To serve others, put a web server with https before it and name its address in OFSTED_WATCH_PUBLIC_URL.
    """
    from ofsted_watch.settings import read_settings
    from ofsted_watch.web.serving import serve

    must_be_free(port, host=host)
    settings = read_settings()
    if not settings.public_url and host in ("127.0.0.1", "localhost"):
        # For a trial on this machine: the links of a confirmation mail need an address.
        settings = replace(settings, public_url=f"http://{host}:{port}")
    click.echo(f"The pages: {settings.public_url or f'http://{host}:{port}'}   (Ctrl-C ends this)", err=True)
    serve(settings, host=host, port=port)

"""`web`: the pages, feeds and downloads for recipients."""

import click


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8600, show_default=True, help="Where the pages answer.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Which of this machine's addresses to answer at.")
def web(port: int, host: str) -> None:
    """Serve the pages for recipients until Ctrl-C; by default to this machine only.

    To serve others, put a web server with https before it and name its address in OFSTED_WATCH_PUBLIC_URL.
    """
    from ofsted_watch.settings import read_settings
    from ofsted_watch.web.serving import serve

    settings = read_settings()
    click.echo(f"The pages: {settings.public_url or f'http://{host}:{port}'}   (Ctrl-C ends this)", err=True)
    serve(settings, host=host, port=port)

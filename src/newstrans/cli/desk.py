"""newstrans desk: the desk in a browser"""

from __future__ import annotations

import click

from newstrans.cli.intake import actor, opened
from newstrans.config import load_config


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, metavar="N", help="Port to listen on.")
def command(port: int) -> None:
    """Serve the desk: review editions in a browser, until Ctrl-C."""
    from newstrans.web.app import create_app
    from newstrans.web.serve import listen, server
    from newstrans.web.settings import Settings

    config = load_config()
    socket = listen("127.0.0.1", port)
    with opened(config.store_place) as store:
        app = create_app(store, Settings(port=port, owner=actor().name, config=config))
        click.echo(f"http://127.0.0.1:{port}{app.state.site.doors.launch_path}")
        server(app).run(sockets=[socket])

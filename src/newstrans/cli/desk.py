"""newstrans desk: the desk in a browser"""

from __future__ import annotations

import ipaddress
import webbrowser
from typing import TYPE_CHECKING

import click

from newstrans.cli.intake import actor, opened
from newstrans.cli.language import chosen_language
from newstrans.config import load_config

if TYPE_CHECKING:
    from newstrans.store.connect import Store


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Address to listen on; one of the network needs users, and TLS or a proxy.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, metavar="N", help="Port to listen on; 0 takes a free one.")
@click.option("--open/--no-open", "browse", default=False, help="Open it in the browser (default: print the link).")
@click.option("--name", "names", multiple=True, metavar="NAME", help="A host name by which browsers may reach it, such as desk.lan; may be repeated.")
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False), metavar="FILE", help="Certificate (PEM) to serve https with.")
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False), metavar="FILE", help="Its key (PEM).")
@click.option("--behind-proxy", is_flag=True, help="A proxy in front of it serves https, and passes the Host header on.")
@click.option("--store", "place", metavar="PLACE", help="The store (default: the setting `store`).")
@click.option("--demo", is_flag=False, flag_value="", metavar="[DIR]", help="Try it with stories that were written for it: in a store of their own, in DIR or among the temporary files.")
@click.option("--api-rate", type=click.IntRange(1), default=600, show_default=True, metavar="N", help="Requests a minute that one token of the API is good for.")
@click.option("--four-eyes", is_flag=True, help="Nobody publishes what they wrote and approved themselves.")
def command(
    host: str, port: int, browse: bool, names: tuple[str, ...], tls_cert: str | None, tls_key: str | None, behind_proxy: bool,
    place: str | None, demo: str | None, api_rate: int, four_eyes: bool,
) -> None:  # fmt: skip
    """Serve the desk: review editions in a browser, until Ctrl-C.

    It prints a link that is good for one visit; whoever opens it is in. With users (newstrans users add) people sign in
    by name and password, each with a role.

    \b
    newstrans desk --open
    newstrans desk --demo --open
    newstrans desk --host 0.0.0.0 --name desk.lan --tls-cert desk.pem --tls-key desk.key
    """  # click's mark against re-wrapping
    from newstrans.web.app import create_app
    from newstrans.web.serve import listen, run, server, until_told
    from newstrans.web.settings import Settings
    from newstrans.web.warm import warming

    if bool(tls_cert) != bool(tls_key):
        message = "--tls-cert and --tls-key go together"
        raise click.UsageError(message)
    if demo is not None and place:
        message = "--demo has a store of its own: leave out --store"
        raise click.UsageError(message)
    config = load_config()
    if demo is not None:
        place = _demo(demo)
    secure = bool(tls_cert) or behind_proxy
    local = _is_loopback(host)
    with opened(place or config.store_place) as store:
        if not local:
            _fit_for_network(store, host, secure=secure)
        socket = listen(host, port)
        port = socket.getsockname()[1]
        reached = () if local or host in ("0.0.0.0", "::") else (f"[{host}]" if ":" in host else host,)
        settings = Settings(
            port=port, hosts=(*names, *reached), secure=secure, owner=actor().name, launch=local and not behind_proxy,
            language=chosen_language(), four_eyes=four_eyes, api_per_minute=api_rate, config=config,
        )  # fmt: skip
        app = create_app(store, settings)
        made = server(app, certificate=tls_cert or "", key=tls_key or "")
        shown = names[0] if names and not local else "127.0.0.1" if local else host
        link = f"{'https' if tls_cert else 'http'}://{shown}:{port}{app.state.site.doors.launch_path or '/'}"
        with until_told():
            click.echo(f"The desk is open until Ctrl-C: {link}")
            if settings.launch:
                click.echo("The link is good for one visit; the browser that opens it stays signed in.", err=True)
            if browse:
                webbrowser.open(link)
            try:
                with warming(app.state.site):
                    run(made, socket)
            finally:
                app.state.site.counts.close()
    click.echo("The desk is closed; everything that was saved is in the store.", err=True)


def _demo(folder: str) -> str:
    """Fill the demo's store, tell what is in it, and give its place."""
    from newstrans.cli.demo_desk import demo_store
    from newstrans.cli.intake import Said

    said = Said()
    said.say("Filling a demo desk: a few stories are translated by the engines that are here ...")
    place, made = demo_store(folder or None, progress=said.progress)
    said.clear()
    said.say(f"The demo desk's store is {place}" + ("" if made else ", as it was left"))
    for one in made:
        said.say(f"  {one.edition.state.value.replace('_', ' '):<11} {one.edition.locale:<6} {one.look}\n                     {one.edition.headline}")
    return str(place)


def _fit_for_network(store: Store, host: str, *, secure: bool) -> None:
    """Refuse an address that others reach, without users and without encryption."""
    from newstrans.review.users import users

    lacks = []
    if not users(store):
        lacks.append("users (newstrans users add NAME --role approver)")
    if not secure:
        lacks.append("encryption (--tls-cert FILE --tls-key FILE, or --behind-proxy)")
    if lacks:
        raise click.ClickException(f"{host} can be reached by others. That takes {' and '.join(lacks)}")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False

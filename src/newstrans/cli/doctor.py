"""newstrans doctor"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from newstrans import __version__
from newstrans.cli.setup import Desk, desk, glossary_option
from newstrans.errors import NewstransError


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report: `state` is "ok", "missing" (not needed by all) or "broken"."""

    name: str
    state: str
    detail: str
    mend: str = ""


@click.command()
@glossary_option
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def command(glossary: tuple[str, ...], as_json: bool) -> None:
    """Check this installation and say which command mends it.

    Every installed engine translates one sentence, and every file of the installed models is compared with its
    SHA-256. No socket is opened; the last line proves it.

    Exit status: 0 when newstrans can work, 1 when something is broken or no engine is ready.
    """
    sockets: list[str] = []
    here = desk(glossary)
    with _counting(sockets):
        checks = list(examine(here))
        here.close()
    checks.append(
        Check("network", "broken", f"opened {len(sockets)} socket(s): {sockets[0]}", "report this as a bug")
        if sockets
        else Check("network", "ok", "no socket was opened by any of these checks")
    )
    broken = any(check.state == "broken" for check in checks)
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=2))
    else:
        for check in checks:
            sign = {"ok": "ok     ", "missing": "missing", "broken": "BROKEN "}[check.state]
            click.echo(f"{sign}  {check.name:<12} {check.detail}")
            if check.mend:
                click.echo(f"{'':<23}-> {check.mend}")
    sys.exit(1 if broken else 0)


@contextmanager
def _counting(sockets: list[str]) -> Iterator[None]:
    """Record every socket that Python code opens. Audit hooks cannot be removed, so it is switched off."""
    active = True

    def hook(event: str, args: tuple[Any, ...]) -> None:
        # Local sockets (AF_UNIX, 1) of the C library reach no network.
        if active and event == "socket.__new__" and len(args) > 1 and int(args[1]) != 1:
            sockets.append(f"family {int(args[1])}")
        elif active and event in ("socket.connect", "socket.getaddrinfo"):
            sockets.append(f"{event} {args[1:]}")

    sys.addaudithook(hook)
    try:
        yield
    finally:
        active = False


def examine(here: Desk) -> Iterator[Check]:
    """Everything that a translation needs, in the order in which it needs it."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("newstrans", "ok", f"{__version__} on Python {version}")
    for name in ("langdetect", "yasbd-lib", "trafilatura", "babel", "fxtranslate"):
        yield _distribution(name)
    yield _guarded("glossaries", lambda: f"{len(here.names.glossary.entries)} concepts, revision {here.names.revision[:12]}")
    yield _guarded("locales", lambda: f"{len(_locales(here))} house styles: {', '.join(_locales(here))}")
    ready = 0
    for name, engine in here.engines.items():
        missing = engine.missing()
        if missing:
            problem, _, mend = missing.partition(" Run: ")
            yield Check(name, "missing", problem, mend)
            continue
        check = _try_engine(here, name)
        ready += check.state == "ok" and not getattr(engine, "any_pair", False)
        yield check
    yield from _models(here)
    if not ready:
        yield Check("engines", "broken", "no engine can translate", "pip install 'newstrans[en-pt]'")
    yield _output(here.config.output)


def _distribution(name: str) -> Check:
    try:
        return Check(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name, "broken", "not installed", f"pip install {name}")


def _guarded(name: str, describe: Callable[[], str]) -> Check:
    try:
        return Check(name, "ok", describe())
    except (NewstransError, FileNotFoundError) as exc:
        return Check(name, "broken", str(exc), "mend the file named above, or: pip install --force-reinstall newstrans")


def _locales(here: Desk) -> list[str]:
    from newstrans import resources

    folder = here.config.locales or resources.find("locales")
    tags = sorted(path.name for path in folder.iterdir() if (path / "locale.toml").is_file())
    for tag in tags:
        here.locale(tag)
    return tags


def _try_engine(here: Desk, name: str) -> Check:
    """Translate one sentence with an engine: what is installed must also work."""
    engine = here.engines[name]
    pairs = engine.pairs()
    try:
        if pairs:
            answer = engine.translate(["12 March 2026."], pairs[0])[0].text
            if not answer.strip():
                return Check(name, "broken", f"{pairs[0]} gives no text", engine.install_hint(*pairs[0]) or "")
    except NewstransError as exc:
        return Check(name, "broken", str(exc))
    listed = ", ".join(map(str, pairs[:8])) + (f" and {len(pairs) - 8} more" if len(pairs) > 8 else "")
    return Check(name, "ok", f"{len(pairs)} pair(s): {listed}" if pairs else "any pair")


def _models(here: Desk) -> Iterator[Check]:
    """The installed models against their manifests, every file read; nothing is written."""
    from newstrans.models.inventory import outside_models, verify_outside
    from newstrans.models.store import Store

    store = Store(here.config)
    verdicts = [store.verify(model, renew_stamp=False) for model in store.models()]
    verdicts += [verify_outside(model) for model in outside_models(here.config)]
    for verdict in verdicts:
        if verdict.state == "damaged":
            yield Check("models", "broken", f"{verdict.model.name} is damaged: {verdict.problems[0]}", verdict.mend)
        for path in verdict.unknown:
            yield Check("models", "missing", f"{verdict.model.name}: {path} is not in its manifest", "look at it, then delete it")
    for stray in store.strays():
        yield Check("models", "missing", f"{stray} is no model", "look at it, then delete it")
    by_hand = [verdict.model.name for verdict in verdicts if verdict.state == "no manifest"]
    if by_hand:
        mend = "newstrans models install FOLDER writes one"
        yield Check("models", "missing", f"without a manifest, put there by hand: {', '.join(by_hand)}", mend)
    whole = sum(verdict.state == "verified" for verdict in verdicts)
    waiting = sorted(store.downloads.glob("*.part")) if store.downloads.is_dir() else []
    unfinished = f"; {len(waiting)} unfinished download(s) in {store.downloads}" if waiting else ""
    yield Check("models", "ok", f"{whole} of {len(verdicts)} verified against their SHA-256{unfinished}")


def _output(folder: Path) -> Check:
    import os

    nearest = folder.absolute()
    while not nearest.exists():
        nearest = nearest.parent
    if os.access(nearest, os.W_OK):
        return Check("output", "ok", f"editions go to {folder}/")
    return Check("output", "broken", f"{folder} cannot be written", "newstrans translate ... -o DIR")

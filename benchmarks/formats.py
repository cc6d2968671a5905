"""What reading and writing wire files costs beside translating them, and how much memory a long message takes.

Each file is read, written and translated in turns, so that a machine that slows down slows all three alike; quote the
ratio. The message is made of 500 NewsML-G2 items of FLORES sentences, and is read and written in a process of its own
whose peak memory is told; `--translate` sends it through the engine too.

    python benchmarks/formats.py --items 500
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from _desk import desk, lines, parser
from newstrans.formats.inplace import Document, Written, open_document
from newstrans.formats.inplace.issue import Issue
from newstrans.pipeline import Run, default_stages, translate_stories
from newstrans.wire import WireRun

NOW = "2026-03-04T09:30:00Z"
ITEM = """<newsItem guid="urn:newsml:example.org:bench:{n}" version="1" standard="NewsML-G2" standardversion="2.35" xml:lang="en">
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="x:x"/><versionCreated>2026-03-04T08:00:00Z</versionCreated></itemMeta>
<contentMeta><headline>{head}</headline></contentMeta>
<contentSet><inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content>
{body}
</body.content></body></nitf></inlineXML></contentSet></newsItem>
"""


def main() -> None:
    args = parser(__doc__ or "")
    args.add_argument("--items", type=int, default=500)
    args.add_argument("--stories", type=int, default=12, help="items of each format that are timed against translating")
    args.add_argument("--translate", action="store_true", help="translate the long message with the real engine")
    args.add_argument("--engine", help="engine for --one (used by the benchmark itself)")
    args.add_argument("--one", type=Path, help="read and write one file and tell the peak memory (used by the benchmark itself)")
    options = args.parse_args()
    if options.one:
        print(json.dumps(one(options.one, options.engine)))
        return
    sentences = lines(options.flores, "en")
    ratio(sentences, options.stories)
    long = Path("/tmp") / "newstrans-bench-message.xml"
    for items in (options.items // 10, options.items):
        long.write_text(message(sentences, items), encoding="utf-8")
        for engine in ("identity", *(["bergamot"] if options.translate else [])):
            command = [sys.executable, __file__, "--one", str(long), "--engine", engine]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            print(f"message of {items} items, {told['megabytes']:.1f} MB, {engine}: peak {told['peak_mb']:.0f} MB, {told['seconds']:.1f} s")
    long.unlink()


def message(sentences: list[str], items: int) -> str:
    """A NewsML-G2 message of stories of ten sentences."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>\n']
    for n in range(items):
        texts = [escape(sentences[(n * 11 + k) % len(sentences)]) for k in range(11)]
        body = "\n".join(f"<p>{text}</p>" for text in texts[1:])
        out.append(ITEM.format(n=n, head=texts[0], body=body))
    return "".join([*out, "</itemSet></newsMessage>\n"])


def run_with(engine: str | None) -> WireRun:
    here = desk()
    stages = default_stages(here.engines, here.names, here.locale, forced_engine=engine, declared="en")

    def translate(stories: object, locales: object) -> Run:
        return translate_stories(stories, locales, stages, names=here.names, locale=here.locale)  # type: ignore[arg-type]

    return WireRun(translate, NOW, lambda _tag: "withdrawn", override="benchmark")


def long_files(sentences: list[str], stories: int) -> dict[str, bytes]:
    """A file of each kind with stories of a headline and ten sentences."""

    def texts(n: int) -> list[str]:
        return [sentences[(n * 11 + k) % len(sentences)] for k in range(11)]

    def body(n: int) -> str:
        return "".join(f"<p>{escape(text)}</p>" for text in texts(n)[1:])

    nitf = f"<nitf baselang='en'><body><body.head><hedline><hl1>{escape(texts(0)[0])}</hl1></hedline></body.head><body.content>{body(0)}</body.content></body></nitf>"
    ninjs = [{"uri": f"urn:x:{n}", "language": "en", "pubStatus": "usable", "headlines": [{"value": texts(n)[0]}],
              "bodies": [{"contentType": "text/html", "value": body(n)}]} for n in range(stories)]  # fmt: skip
    items = "".join(f"<item><title>{escape(texts(n)[0])}</title><description>{escape(body(n))}</description></item>" for n in range(stories))
    return {
        "message.xml": message(sentences, stories).encode(),
        "story.nitf": nitf.encode(),
        "items.json": json.dumps(ninjs).encode(),
        "feed.rss": f"<rss version='2.0'><channel><title>News of the day</title><language>en</language>{items}</channel></rss>".encode(),
        "page.html": f"<html lang=en><body><h1>{escape(texts(0)[0])}</h1>{body(0)}</body></html>".encode(),
        "story.md": ("# " + "\n\n".join(texts(0))).encode(),
        "story.txt": "\n\n".join(texts(0)).encode(),
    }


def ratio(sentences: list[str], stories: int) -> None:
    """Seconds of reading and writing against those of the whole run, per kind of file, in turns."""
    writing: list[float] = []
    plain = Document.write

    def timed(self: Document, issues: Mapping[int, Issue]) -> Written:
        begin = time.perf_counter()
        made = plain(self, issues)
        writing.append(time.perf_counter() - begin)
        return made

    Document.write = timed  # type: ignore[method-assign]
    for name, data in long_files(sentences, stories).items():
        run = run_with(None)
        run.bring([open_document(message(sentences[-12:], 1).encode(), name="warm.xml")], "pt-BR")
        open_document(data, name=name)  # parsers are loaded once, not per file
        writing.clear()
        start = time.perf_counter()
        document = open_document(data, name=name)
        reading = time.perf_counter() - start
        start = time.perf_counter()
        result = run.bring([document], "pt-BR")[0]
        whole = time.perf_counter() - start
        assert result.written is not None, result.why
        ours = reading + sum(writing)
        rest = whole - sum(writing)
        print(f"{name:12} {len(document.items):3} item(s): reading and writing {ours * 1000:7.1f} ms, translating {rest * 1000:8.1f} ms: {100 * ours / rest:4.1f} %")


def one(path: Path, engine: str | None) -> dict[str, float]:
    start = time.perf_counter()
    data = path.read_bytes()
    document = open_document(data, name=path.name)
    result = run_with(engine).bring([document], "pt-BR")[0]
    assert result.written is not None, result.why
    assert result.written.data.count(b"<newsItem") == len(document.items)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"megabytes": len(data) / 1e6, "peak_mb": peak, "seconds": time.perf_counter() - start}


if __name__ == "__main__":
    main()

"""Worker processes: the same answers as alone, and nothing left when they end."""

from __future__ import annotations

import gc
import os
import random
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from real_engines import lacking, process_ids
from toy_models import open_toy

from newstrans.cli.translate import command as translate_command
from newstrans.config import Config, ConfigError, load_config
from newstrans.engines import bergamot
from newstrans.engines.base import LanguagePair
from newstrans.engines.bergamot import BergamotEngine
from newstrans.engines.workers import MESSAGE, WORTH_STARTING, Workers, usable_cores
from newstrans.errors import EngineError

EN_PT = LanguagePair("en", "pt")
TEXTS = [f"sentence {number} " + "x" * (number * 37 % 200) for number in range(120)]
PADDING = [f"filling {number} " + "y" * 90 for number in range(120)]
SUBJECTS = ("The mayor", "A fisherman", "The old bridge", "Nobody", "The committee", "Her brother", "Rain")
VERBS = ("waited for the ferry", "reached the northern harbour", "was seen near the market", "opened the gate")
TIMES = ("on Monday", "before the storm came", "after a long night of talks", "in 1987", "twice a week")
SENTENCES = [f"{who} {did} {when}." for who in SUBJECTS for did in VERBS for when in TIMES]


@pytest.fixture
def two() -> Iterator[Workers]:
    """This process and one worker."""
    workers = Workers("toy", open_toy, 2)
    yield workers
    workers.close()


def ask(workers: Workers, texts: list[str], model: str = "m") -> list[str]:
    return workers.translate(texts, model, open_toy("m" if model == "damaged" else model))


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_any_number_of_workers_gives_the_same(count: int) -> None:
    """Answers come in the order of the texts, whoever gave them."""
    workers = Workers("toy", open_toy, count)
    try:
        assert ask(workers, TEXTS) == [f"m: {text.upper()}" for text in TEXTS]
        assert ask(workers, TEXTS[::-1]) == [f"m: {text.upper()}" for text in TEXTS[::-1]]
        assert len(workers.process_ids) == count - 1
    finally:
        workers.close()


def test_both_processes_work(two: Workers) -> None:
    """A worker gets its share, this process has the rest, and the worker opens a model once."""
    asked = ["who " + "z" * 80] * 400
    first, second = ask(two, asked), ask(two, asked)

    assert {int(answer.split()[0]) for answer in first} == {os.getpid(), *two.process_ids}
    numbers = [int(answer.split()[1]) for answer in first + second if int(answer.split()[0]) != os.getpid()]
    assert len(numbers) == len(set(numbers))


def test_two_models_are_kept_apart(two: Workers) -> None:
    """Each text is translated by the model that it was sent to."""
    assert ask(two, TEXTS, "one")[5].startswith("one: ")
    assert all(answer.startswith("two: ") for answer in ask(two, TEXTS, "two"))


def test_a_short_call_starts_nothing(two: Workers) -> None:
    """A few sentences are done before a worker would be ready."""
    few = ["x" * (WORTH_STARTING // 4)] * 3

    assert ask(two, few) == [f"m: {text.upper()}" for text in few]
    assert ask(two, []) == []
    assert two.process_ids == []


@pytest.mark.parametrize("text", ["", " ", "\ud800 half", "\0", "a\nb", "שלום 東京 🙂", "w" * (40 * MESSAGE)])
def test_odd_texts_pass_through_the_pipe(two: Workers, text: str) -> None:
    """Nothing is too strange or too long for the way to a worker and back."""
    texts = [text, *PADDING, text]

    assert ask(two, texts) == [f"m: {one.upper()}" for one in texts]


def test_long_messages_do_not_jam(two: Workers) -> None:
    """Neither side waits for the other when every text is longer than a pipe holds."""
    texts = [f"{number} " + "v" * 150_000 for number in range(12)]

    assert ask(two, texts) == [f"m: {one.upper()}" for one in texts]


@pytest.mark.parametrize(
    ("order", "how"), [("killed", "was killed by SIGKILL"), ("exits", "ended with status 3")]
)
def test_a_worker_that_dies_is_named(two: Workers, order: str, how: str) -> None:
    """No hang: the error says which worker it was, how it ended and what to do; the next call works."""
    longest = f"{order} " + "q" * 500  # goes to the worker first
    with pytest.raises(EngineError, match=rf"toy: worker 2 \(process \d+\) {how}\. .*--workers 1"):
        ask(two, [*PADDING, longest])

    assert two.process_ids == []
    assert ask(two, TEXTS) == [f"m: {text.upper()}" for text in TEXTS]


def test_a_worker_killed_between_calls(two: Workers) -> None:
    """What died while it was idle is noticed as well."""
    ask(two, TEXTS)
    os.kill(two.process_ids[0], signal.SIGKILL)
    with pytest.raises(EngineError, match=r"worker 2 .* was killed by SIGKILL"):
        ask(two, TEXTS)


def test_the_first_failing_text_is_told(two: Workers) -> None:
    """Of several texts that fail it is always the first that is reported; the workers go on."""
    texts = [*PADDING[:50], "fail1 fine", "fail a", *PADDING[50:], "fail b " + "q" * 500]
    for _ in range(3):
        with pytest.raises(EngineError, match="toy: cannot say 'fail a"):
            ask(two, texts)

    assert ask(two, TEXTS) == [f"m: {text.upper()}" for text in TEXTS]


def test_a_model_that_only_the_worker_cannot_open(two: Workers) -> None:
    """A model removed while it is in use is an error of the engine."""
    with pytest.raises(EngineError, match="toy: the model is damaged"):
        ask(two, TEXTS, "damaged")


def test_closing_leaves_no_process() -> None:
    """After `close`, or when nobody has it any more, no child is left."""
    before = process_ids(os.getpid())
    workers = Workers("toy", open_toy, 3)
    ask(workers, TEXTS)
    workers.close()
    workers.close()
    assert process_ids(os.getpid()) == before

    ask(workers, TEXTS)
    assert len(process_ids(os.getpid()) - before) == 2
    del workers
    gc.collect()
    assert process_ids(os.getpid()) == before


def test_threads_take_turns(two: Workers) -> None:
    """Calls from several threads at once each get their own answers."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda name: ask(two, TEXTS, name), "abcd"))

    assert answers == [[f"{name}: {text.upper()}" for text in TEXTS] for name in "abcd"]


def test_a_frozen_program_works_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the executable is the program itself, starting it again would start everything again."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    workers = Workers("toy", open_toy, 4)

    assert ask(workers, TEXTS)[0] == f"m: {TEXTS[0].upper()}"
    assert workers.process_ids == []


# Not guarded by `if __name__ == "__main__"`, on purpose.
SCRIPT = """
import sys
sys.path.insert(0, {folder!r})
from newstrans.engines.workers import Workers
from toy_models import open_toy
workers = Workers("toy", open_toy, 2)
texts = [f"sentence {{n}} " + "x" * 90 for n in range({count})]
toy = open_toy("m")
said = []
def own(text):
    if not said:
        said.append(print(*workers.process_ids, flush=True))
    return toy(text)
answers = workers.translate(texts, "m", own)
print(answers == [f"m: {{text.upper()}}" for text in texts])
"""


@pytest.mark.parametrize("way", ["-c", "-", "file"])
def test_an_unguarded_main_module(tmp_path: Path, way: str) -> None:
    """A worker never runs the caller's main module: one line each is printed, and the program ends."""
    program = SCRIPT.format(folder=str(Path(__file__).parent), count=200)
    file = tmp_path / "program.py"
    file.write_text(program, encoding="utf-8")
    command = [sys.executable, *{"-c": ["-c", program], "-": ["-"], "file": [str(file)]}[way]]
    done = subprocess.run(command, input=program, capture_output=True, text=True, timeout=60)

    opened, worker, right = done.stdout.split("\n")[:3]
    assert (opened, right) == ("opened m", "True")
    assert worker.isdigit()
    assert done.returncode == 0


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_end_from_outside_ends_the_workers(sent: signal.Signals) -> None:
    """Ctrl-C, or an end without a last word: no worker stays behind."""
    program = SCRIPT.format(folder=str(Path(__file__).parent), count=2_000_000)
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "opened m\n"
        worker = os.pidfd_open(int(process.stdout.readline()))
        try:
            process.send_signal(sent)
            assert process.wait(60) == -sent
            ended, _, _ = select.select([worker], [], [], 60)
            assert ended
        finally:
            os.close(worker)


class TestBergamot:
    """The engine that needs it."""

    pytestmark = pytest.mark.engine

    @staticmethod
    def engine(workers: int) -> BergamotEngine:
        engine = BergamotEngine(Config(data=Path("unused"), workers=workers))
        if EN_PT not in engine.pairs():
            lacking("Bergamot en-pt", "pip install 'newstrans[en-pt]'")
        return engine

    def test_workers_and_order_change_no_byte(self) -> None:
        """One process, two or three, in any order: the same text for the same sentence."""
        alone, shared = self.engine(1), self.engine(3)
        expected = [answer.text for answer in alone.translate(SENTENCES, EN_PT)]
        order = list(range(len(SENTENCES)))
        random.Random(3).shuffle(order)
        try:
            shuffled = [answer.text for answer in shared.translate([SENTENCES[index] for index in order], EN_PT)]
            assert shared._workers.process_ids
        finally:
            shared.close()
        assert shuffled == [expected[index] for index in order]

    def test_a_panic_is_an_error_of_the_engine(self, capfd: pytest.CaptureFixture[str]) -> None:
        """A panic in the library, which no `except Exception` would catch, is reported like any failure."""
        engine = self.engine(1)
        engine.translate(["Good morning."], EN_PT)
        stolen = bergamot._HERE.loaded[engine._number]

        def elsewhere() -> str:
            bergamot._HERE.loaded[engine._number] = stolen  # the library refuses translators of other threads by a panic
            with pytest.raises(EngineError, match=r"bergamot: could not translate 'Good morning\.'") as caught:
                engine.translate(["Good morning."], EN_PT)
            del caught
            return engine.translate(["Good morning."], EN_PT)[0].text

        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(elsewhere).result() == "Bom dia."

    def test_closing_in_one_thread_spares_the_others(self) -> None:
        """Another thread's translators are not dropped under it, which the library would refuse."""
        engine = self.engine(1)
        loaded, closed = threading.Event(), threading.Event()

        def work() -> list[str]:
            before = engine.translate(["Good morning."], EN_PT)[0].text
            loaded.set()
            closed.wait(60)
            return [before, engine.translate(["Good morning."], EN_PT)[0].text]

        with ThreadPoolExecutor(1) as pool:
            answers = pool.submit(work)
            loaded.wait(60)
            engine.close()
            closed.set()
            assert answers.result() == ["Bom dia.", "Bom dia."]

    def test_another_thread_may_collect_an_engine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its translators stay with the thread that made them, and go when that thread uses an engine again."""
        troubles: list[object] = []
        monkeypatch.setattr(sys, "unraisablehook", troubles.append)
        engine = self.engine(1)
        engine.translate(["Good morning."], EN_PT)
        number, ring = engine._number, [engine]
        ring.append(ring)  # only the collector frees it
        del engine, ring
        with ThreadPoolExecutor(1) as pool:
            pool.submit(gc.collect).result()
        assert number in bergamot._HERE.loaded
        other = self.engine(1)
        assert "Bom dia." == other.translate(["Good morning."], EN_PT)[0].text
        other.close()
        assert number not in bergamot._HERE.loaded
        assert troubles == []

    def test_the_command_writes_the_same_files(self, tmp_path: Path) -> None:
        """`newstrans translate --workers 2` and `NEWSTRANS_WORKERS=1` differ in time only."""
        self.engine(1)
        source = tmp_path / "story.txt"
        source.write_text("Harbour news\n\n" + "\n\n".join(SENTENCES[:100]), encoding="utf-8")
        runner = CliRunner()
        for name, extra, environment in (("a", ["--workers", "2"], {}), ("b", [], {"NEWSTRANS_WORKERS": "1"})):
            command = [str(source), "--from", "en", "--to", "pt-BR", "-q", "-o", str(tmp_path / name), *extra]
            done = runner.invoke(translate_command, command, env=environment, catch_exceptions=False)
            assert done.exit_code == 0, done.output
        files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file())
        assert len(files) == 3
        assert all((tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes() for file in files)


@pytest.mark.parametrize("text", ["x", "-1", "1.5", "1000", "٣"])
def test_a_wrong_number_of_workers_is_refused(text: str, tmp_path: Path) -> None:
    """Only a whole number says how many processes there shall be, in a variable or a file."""
    with pytest.raises(ConfigError, match="NEWSTRANS_WORKERS must be a whole number"):
        load_config(environ={"NEWSTRANS_WORKERS": text})
    file = tmp_path / "newstrans.toml"
    file.write_text(f'workers = "{text}"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="workers must be a whole number"):
        load_config(file, environ={})


def test_the_number_of_workers_is_a_setting(tmp_path: Path) -> None:
    """The file sets it, a variable overrides it, and without both it is left to the machine."""
    file = tmp_path / "newstrans.toml"
    file.write_text("workers = 3\n", encoding="utf-8")

    assert load_config(file, environ={}).workers == 3
    assert load_config(file, environ={"NEWSTRANS_WORKERS": "2"}).workers == 2
    assert Config(data=Path("unused")).workers == 0
    assert usable_cores() >= 1

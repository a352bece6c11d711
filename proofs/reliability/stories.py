"""Stories of nights against the model of a careful reader, and real letters night by night against what people read in them."""

import os
import random
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from proofs.history import corpus_replay, random_stories
from proofs.history.pipeline_watch import PipelineWatch
from proofs.history.random_stories import Result, compared
from proofs.history.stories import NIGHTS, Story
from proofs.reliability.metrics import Metric, Section
from tests.cached_results import cache_results
from tests.paths import CORPUS
from tests.postgres_server import HOW_TO_INSTALL, PostgresServer, postgres_server, programs

AS_VALUES, ON_SQLITE, ON_POSTGRES = 1000, 40, 15

TEXT = f"""A story is {NIGHTS} random nights of one authority's page: reports are published, backdated, re-issued, cannot be
read, are withdrawn, come back, change their number or their first day, a number is used again, the site does not
answer; ops release, drop or wait. A model of at most 200 lines that imports nothing of ours
(`proofs/history/reader_model.py`) says what a reader who opened the page every night would know, and what each
subscriber must be told. After each night, inspections, gaps, changes, messages, their audience and what waits must be
the same; so must the history at the end if some nights are left out of which the next shows everything. {AS_VALUES:,}
stories have letters as values on SQLite in memory; {ON_SQLITE} and {ON_POSTGRES} go through the whole pipeline (site,
printed letters, reader, checks, database, mails), where each message is also exactly one mail. The real letters of
`../shared/corpus` are replayed to August 2026, one night for each day on which something was listed: what is told
comes from the hand-made answers. A case is a story, or a message about a real inspection. `python -m
proofs.history.random_stories --seed N` repeats stories."""


def prove(
    folder: Path,
    tell: Callable[[Metric], None],
    counts: tuple[int, int, int] = (AS_VALUES, ON_SQLITE, ON_POSTGRES),
    urns: tuple[str, ...] = (),
) -> Section:
    """So many stories as values, on SQLite and on PostgreSQL, from a seed of today; and the corpus (`urns` alone, if named)."""
    cache_results(folder)
    seed = secrets.randbelow(10**9)
    metrics: list[Metric] = []
    missing: list[str] = []

    def add(metric: Metric) -> None:
        metrics.append(metric)
        tell(metric)

    begun = time.monotonic()
    add(_metric("stories with letters as values", random_stories.run(counts[0], seed, os.cpu_count() or 1), seed, begun))
    begun = time.monotonic()
    add(_metric("stories through the pipeline, SQLite", list(pipeline_stories(folder, seed, counts[1])), seed, begun))
    installed = programs()
    if installed is None:
        missing.append(HOW_TO_INSTALL)
    else:
        begun = time.monotonic()
        with postgres_server(installed) as server:
            results = list(pipeline_stories(folder, seed + counts[1], counts[2], server))
        add(_metric("stories through the pipeline, PostgreSQL", results, seed + counts[1], begun))
    if (CORPUS / "truth.json").exists():
        add(_of_the_corpus(folder, urns))
    else:
        missing.append(f"no real letters at {CORPUS}")
    return Section("Stories of nights", TEXT, tuple(metrics), "; ".join(missing) or None)


def pipeline_stories(folder: Path, seed: int, stories: int, server: PostgresServer | None = None) -> Iterable[Result]:
    """Stories with printed letters, each in a folder and a database of its own."""
    for own in range(seed, seed + stories):
        with ExitStack() as stack:
            place = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
            database = server.url(server.new_database()) if server is not None else None
            watch = stack.enter_context(PipelineWatch(place, database))
            result, _ = compared(own, Story(random.Random(own), is_printed=True), watch)
            lost, doubled = watch.wrong_mails()
            if result.text is not None:
                print(result.text)
            yield Result(result.text, result.told, result.lost + lost, result.doubled + doubled, result.false)


def _metric(what: str, results: Iterable[Result], seed: int, begun: float) -> Metric:
    ended = list(results)
    lost, doubled, false = (sum(getattr(result, name) for result in ended) for name in ("lost", "doubled", "false"))
    same = sum(result == Result(told=result.told) for result in ended)
    remark = f"seed {seed}, {sum(result.told for result in ended):,} messages, {false} false"
    return Metric(what, len(ended), same, lost, doubled, remark=remark, seconds=time.monotonic() - begun)


def _of_the_corpus(folder: Path, urns: tuple[str, ...]) -> Metric:
    begun = time.monotonic()
    result = corpus_replay.replay(corpus_replay.entries(urns), folder / "corpus")
    changes = sum(len(changes) * count for (_, _, changes), count in result.told.items())
    remark = f"{result.letters} letters, {result.nights} nights, {changes} changes, {len(result.held)} held, {result.false} false"
    tried = result.expected.total()
    survived = tried - result.lost - result.false
    return Metric(
        "real letters, night by night",
        tried,
        survived,
        result.lost,
        result.doubled,
        remark=remark,
        seconds=time.monotonic() - begun,
    )

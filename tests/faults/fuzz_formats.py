"""Mutated transcripts of every format are read, or refused in one line.

    python tests/faults/fuzz_formats.py [FILES] [SEED]

The files are an example, a written talk and the fixtures of each format, and the corpora and seeds
where they lie beside the checkout. Each is damaged by one to three mutations: bits flipped, the end
cut off, two files spliced, a piece repeated, control characters put in. Every tenth is added to a
library as well. Any violation is printed with the seed that makes the file again, and the script
exits 1.
"""

from __future__ import annotations

import io
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType

from reader.adding import default_title
from reader.errors import FormatError
from reader.formats import FORMATS, parse
from reader.formats.clean import clean
from reader.library import Library
from reader.transcript import Transcript

TESTS = Path(__file__).resolve().parents[1]
FIXTURES = TESTS / "formats" / "fixtures"
SHARED = TESTS.parents[1] / "shared"

sys.path.insert(0, str(TESTS))

from formats.paper import docx, paragraph, pdf, table  # noqa: E402
from formats.writers import SAMPLE, WRITERS  # noqa: E402

SECONDS = 5.0
"""No file may take longer on the processor."""

HANGS = 30
"""A file that takes so many seconds is given up."""

MEGABYTES = 300
"""What the process may take at its peak."""

LARGEST = 2_000_000
"""No mutated file has more bytes."""

_STORED = 10
"""Every so many files one is added to a library."""

CONTROLS = (
    *(bytes([n]) for n in (*range(32), 127)),
    *(c.encode() for c in ("\u202e", "\u2028", "\ufeff", "\U000e0041", "\u0301" * 20, "\x9b31m")),
    *(b"\x1b]0;x\x07", b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"\x00" * 9),
)


@dataclass
class Summary:
    """What became of the files."""

    files: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    stored: int = 0
    half: int = 0
    slowest: tuple[float, str] = (0.0, "")
    violations: list[str] = field(default_factory=list)


def originals(shared: bool = True) -> list[tuple[str, bytes]]:
    """The files to begin with: names and bytes, in a steady order."""
    folders = [FIXTURES, *([SHARED / "corpora", SHARED / "seeds"] if shared else [])]
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    talk = [paragraph("Ada: so"), table(("0:01", "so"), ("0:02", "so")), paragraph("Ben: then")]
    return [
        ("made.docx", docx("".join(talk), title="On Lamps")),
        ("made.pdf", pdf(["Ada: Is it lit?", "Ben: It is."], ["Ada: Good."], title="On Lamps")),
        *((family.name, family.example.encode()) for family in FORMATS),
        *((name.replace("/", "-"), writer.bytes(SAMPLE)) for name, writer in WRITERS.items()),
        *((path.name, path.read_bytes()) for path in paths),
    ]


# -- mutations ---------------------------------------------------------------------------------


def flipped(data: bytes, other: bytes, random: Random) -> bytes:
    """Some bits turned over."""
    changed = bytearray(data)
    for _ in range(random.choice([1, 3, 30])):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def truncated(data: bytes, other: bytes, random: Random) -> bytes:
    """The beginning or the end cut off."""
    place = random.randrange(len(data))
    return data[:place] if random.random() < 0.7 else data[place:]


def spliced(data: bytes, other: bytes, random: Random) -> bytes:
    """The beginning of one file and the end of another."""
    return data[: random.randrange(len(data))] + other[random.randrange(len(other)) :]


def repeated(data: bytes, other: bytes, random: Random) -> bytes:
    """A piece many times over."""
    low = random.randrange(len(data))
    size = random.choice([1, 2, 5, 20, 100, 1000])
    piece = data[low : low + size]
    times = random.choice([2, 10, 300, 5000, 60_000])
    return data[:low] + piece * min(times, 1 + LARGEST // 2 // len(piece)) + data[low:]


def controlled(data: bytes, other: bytes, random: Random) -> bytes:
    """Control characters put in."""
    for _ in range(random.choice([1, 4, 40])):
        place = random.randrange(len(data) + 1)
        data = data[:place] + random.choice(CONTROLS) + data[place:]
    return data


MUTATIONS: Sequence[Callable[[bytes, bytes, Random], bytes]] = (
    flipped,
    truncated,
    spliced,
    repeated,
    controlled,
)


def mutated(data: bytes, other: bytes, random: Random) -> bytes:
    """`data` after one to three mutations; of an archive, mostly inside one of its members."""
    if data.startswith(b"PK") and random.random() < 0.7:
        return _inside(data, other, random)
    for _ in range(random.choice([1, 1, 2, 3])):
        data = random.choice(MUTATIONS)(data or b"\n", other or b"\n", random)
    return data[:LARGEST]


def _inside(data: bytes, other: bytes, random: Random) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        names = old.namelist()
        chosen = random.choice([n for n in names if n.endswith(".xml")] or names)
        for name in names:
            member = old.read(name)
            new.writestr(name, mutated(member, other, random) if name == chosen else member)
    return written.getvalue()


def files(count: int, seed: int, shared: bool = True) -> Iterator[tuple[str, bytes]]:
    """`count` mutated files, each with what makes it again: the seed, its number, its original."""
    sources = originals(shared)
    for number in range(count):
        random = Random(seed * 1_000_003 + number)
        name, data = sources[number % len(sources)]
        _, other = random.choice(sources)
        yield f"seed {seed}, file {number}, {name}", mutated(data, other, random)


# -- what must hold ----------------------------------------------------------------------------


def tried(label: str, data: bytes, library: Library | None, summary: Summary) -> None:
    """Read one file, and note in `summary` what became of it and what should not have."""
    summary.files += 1
    began = time.process_time()
    try:
        name = label.rpartition(", ")[2]
        transcript = parse(data, name)
        summary.formats[transcript.format] += 1
        for wrong in unsound(transcript):
            summary.violations.append(f"{label}: {wrong}")
        if library is not None:
            _store(library, data, transcript, name)
            summary.stored += 1
    except FormatError as error:
        summary.refused += 1
        line = str(error)
        if line != " ".join(clean(line).split()) or len(line) > 500:
            summary.violations.append(f"{label}: not one clean line: {line[:200]!r}")
    except Exception:
        summary.violations.append(f"{label}: {traceback.format_exc()[-700:]}")
    summary.slowest = max(summary.slowest, (time.process_time() - began, label))


def unsound(transcript: Transcript) -> Iterator[str]:
    """What is wrong with a transcript that was read."""
    text = transcript.text
    if text != clean(text):
        yield "control characters in the text"
    spoken = "".join(text[turn.start : turn.end] for turn in transcript.turns)
    if "".join(spoken.split()) != "".join(text.split()):
        yield "words outside all turns"
    if any(cue.time != cue.time for cue in transcript.cues):
        yield "a time that is no number"
    names = [speaker.name for speaker in transcript.speakers]
    told = (transcript.meta.title, transcript.meta.show, transcript.meta.description, *names)
    for line in filter(None, (*told, *transcript.warnings)):
        if clean(line) != line:
            yield f"control characters in {line[:60]!r}"
    for line in filter(None, (transcript.meta.title, *names)):
        if "\n" in line or len(line) > 1000:
            yield f"a name of many lines or characters: {line[:60]!r}"


def _store(library: Library, data: bytes, transcript: Transcript, name: str) -> None:
    """Add it; what was added must come back whole."""
    added = library.add(data, transcript, source="", title=default_title(name, transcript))
    kept = library.transcript(added.episode)
    assert kept.text == transcript.text
    assert len(kept.turns) == len(transcript.turns)
    assert kept.cues == transcript.cues
    assert library.original(added.episode) == data


def run(count: int, seed: int, shared: bool = True, bounded: bool = True) -> Summary:
    """Try `count` files; `bounded` in time and memory too, and saying how far it is."""
    summary = Summary()
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        for number, (label, data) in enumerate(files(count, seed, shared)):
            before, stored = len(library.episode_ids()), summary.stored
            with limits(label, summary) if bounded else nullcontext():
                tried(label, data, None if number % _STORED else library, summary)
            if not 0 <= len(library.episode_ids()) - before <= summary.stored - stored:
                summary.half += 1
                summary.violations.append(f"{label}: an episode was half added")
            if bounded and number % 500 == 499:
                print(f"{number + 1} files, {len(summary.violations)} violations", flush=True)
        for problem in library.problems():
            summary.violations.append(f"seed {seed}: the library is not sound: {problem}")
        library.close()
    return summary


@contextmanager
def limits(label: str, summary: Summary) -> Iterator[None]:
    """Hold what is done to the limits of time and memory; the latter is told once."""
    signal.signal(signal.SIGALRM, _hang)
    below = _peak() <= MEGABYTES
    began = time.process_time()
    signal.alarm(HANGS)
    yield
    signal.alarm(0)
    taken = time.process_time() - began
    if taken > SECONDS:
        summary.violations.append(f"{label}: took {taken:.1f} s")
    if below and _peak() > MEGABYTES:
        summary.violations.append(f"{label}: the process has {_peak()} MB")


def _hang(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"given up after {HANGS} s")


def _peak() -> int:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def main(arguments: Sequence[str]) -> int:
    """Run it and print a summary; 1 when anything was violated."""
    count = int(arguments[0]) if arguments else 10_000
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    summary = run(count, seed)
    print(f"\n{summary.files} files, seed {seed}: {summary.refused} refused, the rest read as")
    print(", ".join(f"{name} {n}" for name, n in summary.formats.most_common()))
    taken, label = summary.slowest
    print(f"slowest {taken:.2f} s ({label}); peak memory {_peak()} MB")
    print(f"{summary.stored} stored, {summary.half} half added")
    for violation in summary.violations:
        print(f"VIOLATION {violation}")
    return 1 if summary.violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

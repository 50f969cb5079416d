"""Labels a second, against a floor and against the label makers people use in Python today; and a loan form, warm.

The floor: zxing-cpp's native encoder and operators written by hand into the same file and fonts: no fitting, no word borders, no check.
Each runs in a process of its own, for its memory. Goals: 1,000 labels within 2 times the floor and at least 40 times faster than each
other maker; 10,000 labels (65 a sheet) under 2 MB and 100 MB of memory; a loan form within 20 ms.
"""

import base64
import importlib.util
import io
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from assettrack.scanning.codes import SIGNS, checked, payload

FONT = "fontpkg_sarabun/files/Sarabun-Regular.ttf"
AGENCY = "องค์การบริหารส่วนตำบลพะงาด"
ADDRESS = "HTTPS://WWW.PHANGAT.GO.TH"
NAMES = (
    "เครื่องฉายภาพโปรเจกเตอร์", "เก้าอี้สำนักงานมีล้อเลื่อน", "เครื่องคอมพิวเตอร์โน้ตบุ๊ก", "ตู้เก็บเอกสารบานเลื่อน ๔ ฟุต",
    "โต๊ะปฏิบัติการวิทยาศาสตร์", "เครื่องพิมพ์เลเซอร์ขาวดำ", "กล้องจุลทรรศน์ชนิดสองตา", "พัดลมตั้งพื้น ๑๘ นิ้ว",
)  # fmt: skip
DIVISIONS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา")
ROUNDS = 5


def rows(count):
    """(payload, token, code, name, division) of a real-looking register."""
    draw = random.Random(7)
    tokens = (checked("".join(draw.choices(SIGNS, k=6))) for _ in range(count))
    return [(payload("A", token, ADDRESS), token, f"{400 + at % 97}-{50 + at % 20}-{at:05d}", NAMES[at % 8], DIVISIONS[at % 4])
            for at, token in enumerate(tokens)]  # fmt: skip


def ours(data, stock):
    from forms.documents.label_sheet import Label, LabelSheet, render
    from forms.kit.label_stock import STOCKS

    sheet = LabelSheet(STOCKS[stock], tuple(Label(*row) for row in data), agency=AGENCY)
    return lambda: render(sheet)


def floor(data, stock):
    import zxingcpp
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    from forms.kit.font import BOLD, REGULAR, font
    from forms.kit.label_stock import STOCKS, positions

    kind = STOCKS[stock]

    def encoded(text):
        image = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(
            scale=1, add_quiet_zones=False
        )
        lines = memoryview(image).tolist()
        side = len(lines)
        runs = ((side - 1 - row, found) for row, line in enumerate(lines) for found in re.finditer(b"\0+", bytes(line)))
        return side, " ".join(f"{found.start()} {row} {found.end() - found.start()} 1 re" for row, found in runs)

    def drawn():
        out = io.BytesIO()
        canvas = Canvas(
            out,
            (kind.width * mm, kind.height * mm),
            pageCompression=1,
            invariant=1,
            initialFontName=font(REGULAR).fontName,
        )
        known = {}

        def shown(face, size, text):
            strings = known.get((face, size, text))
            if strings is None:
                parts = font(face).splitString(text, canvas._doc)
                strings = " ".join(
                    f"{font(face).getSubsetInternalName(at, canvas._doc)} {size} Tf ({canvas._escape(codes)}) Tj"
                    for at, codes in parts
                )
                if text in NAMES or text in DIVISIONS or text == AGENCY:
                    known[face, size, text] = strings
            return strings

        sheet, size = 0, kind.label_height * 0.22
        for (said, token, code, name, division), place in zip(data, positions(kind), strict=False):
            if place.sheet > sheet:
                canvas.showPage()
                sheet = place.sheet
            side, path = encoded(said)
            module = kind.code / (side + 8) * mm
            texts = ((REGULAR, AGENCY), (BOLD, code), (REGULAR, name), (REGULAR, division), (REGULAR, token))
            lines = " ".join(f"0 {-size * 1.3:.2f} Td {shown(face, size, text)}" for face, text in texts)
            canvas._code.append(
                f"q 1 0 0 1 {place.x * mm:.2f} {(kind.height - place.y - kind.label_height) * mm:.2f} cm BT {kind.text_left * mm:.2f} "
                f"{kind.label_height * mm - size:.2f} Td {lines} ET {module:.4f} 0 0 {module:.4f} {4 * module:.2f} {4 * module:.2f} cm {path} f Q"
            )
        canvas.save()
        return out.getvalue()

    return drawn


def font_file():
    return Path(importlib.util.find_spec("fontpkg_sarabun").origin).parents[1] / FONT


def picture(text):
    """The usual way: a PNG of python-qrcode in a data URI."""
    import qrcode

    code, out = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0), io.BytesIO()
    code.add_data(text)
    code.make_image().save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


def html(row):
    said, token, code, name, division = row
    return f'<div class=l><img src="{picture(said)}">{AGENCY}<br><b>{code}</b><br>{name}<br>{division}<br>{token}</div>'


def css(page="210mm 297mm"):
    return (
        f"<meta charset=utf-8><style>@font-face{{font-family:S;src:url(file://{font_file()})}} @page{{size:{page};margin:0}} body{{margin:0;font:8pt S}}"
        ".l{float:left;width:70mm;height:37mm;box-sizing:border-box;padding:5mm 2mm} .l img{float:left;width:24mm;height:24mm;margin-right:2mm}"
        ".p{page-break-after:always;height:296.9mm}</style>"
    )


def weasyprint(data, _):
    html_of = import_module("weasyprint").HTML

    def drawn():
        pages = ("".join(map(html, data[at : at + 24])) for at in range(0, len(data), 24))
        return html_of(string=css() + "".join(f"<div class=p>{page}</div>" for page in pages)).write_pdf()

    return drawn


def weasyprint_each(data, _):
    """As InvenTree prints: a document a label, then their pages joined."""
    html_of = import_module("weasyprint").HTML

    def drawn():
        documents = [html_of(string=css("70mm 37mm") + html(row)).render() for row in data]
        return documents[0].copy([page for document in documents for page in document.pages]).write_pdf()

    return drawn


def blabel(data, _):
    blabel = import_module("blabel")

    folder = Path(tempfile.mkdtemp())
    item = f'<img class=q src="{{{{label_tools.qr_code(said)}}}}"/><div>{AGENCY}<br/><b>{{{{code}}}}</b><br/>{{{{name}}}}<br/>{{{{division}}}}<br/>{{{{token}}}}</div>'
    (folder / "label.html").write_text(item, encoding="utf8")
    style = f"@font-face{{font-family:S;src:url(file://{font_file()})}} @page{{width:70mm;height:37mm;padding:2mm}} body{{font:8pt S}} .q{{width:24mm;float:left}}"
    (folder / "label.css").write_text(style, encoding="utf8")
    writer = blabel.LabelWriter(str(folder / "label.html"), default_stylesheets=(str(folder / "label.css"),))
    records = [dict(zip(("said", "token", "code", "name", "division"), row, strict=True)) for row in data]
    return lambda: writer.write_labels(records, target=None)


def pylabels(data, _):
    from reportlab.graphics import shapes
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    labels = import_module("labels")
    pdfmetrics.registerFont(TTFont("S", str(font_file())))

    def one(label, _width, _height, row):
        said, token, code, name, division = row
        widget = QrCodeWidget(said, barLevel="M", barBorder=0)
        left, low, right, high = widget.getBounds()
        label.add(
            shapes.Group(widget, transform=[24 * mm / (right - left), 0, 0, 24 * mm / (high - low), 2 * mm, 6 * mm])
        )
        for at, text in enumerate((token, division, name, code, AGENCY)):
            label.add(shapes.String(28 * mm, (8 + 5 * at) * mm, text, fontName="S", fontSize=8))

    def drawn():
        out = io.BytesIO()
        sheet = labels.Sheet(labels.Specification(210, 297, 3, 8, 70, 37, corner_radius=0), one, border=False)
        sheet.add_labels(data)
        sheet.save(out)
        return out.getvalue()

    return drawn


OTHERS = {"weasyprint": "weasyprint", "weasyprint_each": "weasyprint", "blabel": "blabel", "pylabels": "labels"}
"""Makers, and the module that each needs."""


def one(kind, count, stock, times):
    """Time a maker in this process: seconds of each time, bytes, and the peak of memory in MB."""
    drawn, spent = globals()[kind](rows(count), stock), []
    for _ in range(times):
        began = time.perf_counter()
        pdf = drawn()
        spent.append(time.perf_counter() - began)
    return {"seconds": spent, "bytes": len(pdf), "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def apart(kind, count, stock="a4-24", times=1):
    """`one` in a process of its own."""
    words = [sys.executable, "-m", "tests.bench.labels", "--one", kind, str(count), stock, str(times)]
    return json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()[-1])


def in_turns(count, stock):
    """Ours and the floor in turns, so that both meet the same machine: the medians of their first and their second time."""
    found = {"ours": [], "floor": []}
    for _ in range(ROUNDS):
        for kind, runs in found.items():
            runs.append(apart(kind, count, stock, 2))
    return {kind: {**runs[0], "first": statistics.median(run["seconds"][0] for run in runs),
                   "second": statistics.median(run["seconds"][1] for run in runs)} for kind, runs in found.items()}  # fmt: skip


def told(name, count, seconds, run):
    print(
        f"  {name:16} {seconds:7.3f} s {count / seconds:8,.0f} labels/s {run['bytes'] / 1e6:6.2f} MB {run['mb']:5.0f} MB of memory",
        end="",
    )


def against_the_floor(count, stock):
    both = in_turns(count, stock)
    print(f"{count:,} labels, {stock}")
    for kind, run in both.items():
        told(kind, count, run["first"], run)
        print(f"   again in the same process {run['second']:.3f} s")
    mine, below = both["ours"], both["floor"]
    print(f"  ratio {mine['first'] / below['first']:.2f}, again {mine['second'] / below['second']:.2f} (goal 2)")
    return mine["first"]


def against_others(count, mine):
    for kind, module in OTHERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"  {kind:16} is not installed: pip install .[bench]")
            continue
        run = apart(kind, count)
        told(kind, count, run["seconds"][0], run)
        print(f"   ours is {run['seconds'][0] / mine:.0f} times as fast (goal 40)")


def loan_form():
    from forms.registry import PAPERS

    paper, spent = PAPERS["loan_form"], []
    sample = paper.sample(paper.variants[0])
    for number in range(60):
        data = replace(sample, facts=replace(sample.facts, number=f"บย. {number}/๒๕๖๙"))
        began = time.perf_counter()
        paper.render(data)
        spent.append(time.perf_counter() - began)
    print(f"loan form, warm: {statistics.median(spent[10:]) * 1000:.1f} ms (goal 20)")


def main(count):
    mine = against_the_floor(count, "a4-24")
    against_others(count, mine)
    against_the_floor(10 * count, "a4-65")
    loan_form()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

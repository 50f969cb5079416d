"""Pictures of a screen: as text with its styles for the tests, as PNG for the guide and the README (cell by cell, Thai in place).

Textual's own SVG export spreads Thai by code points (FACTS-tui B4), so each cluster is painted at its own cell here.
"""

from pathlib import Path

from rich.cells import cell_len
from rich.color import Color

from assettrack.thai.text import clusters

FONTS = {
    "thai": ("/usr/share/fonts/truetype/tlwg/TlwgTypo.ttf", "/usr/share/fonts/truetype/tlwg/TlwgTypo-Bold.ttf"),
    "latin": (
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf",
    ),
}
SIZE, WIDE, HIGH = 20, 12, 28
THEMES = {"dark": "textual-dark", "light": "textual-light", "mono": "assettrack-mono"}


def cells_of(app):
    """The screen as rows of (cluster, style); a cluster takes as many cells as it is wide."""
    strips = app.screen._compositor.render_strips()
    return [[(cluster, segment.style) for segment in strip for cluster in clusters(segment.text)] for strip in strips]


def look(style):
    """A style as words: colours, bold, reverse."""
    if style is None:
        return "plain"
    ink, paper = (_hex(colour) for colour in (style.color, style.bgcolor))
    if style.reverse:
        ink, paper = paper, ink
    return f"{ink} on {paper}" + " bold" * bool(style.bold) + " underline" * bool(style.underline)


def _hex(colour):
    return "default" if colour is None or colour.is_default else colour.get_truecolor().hex


def as_text(pictures):
    """Text of a screen and, below it, the style of every cell in each theme; ``pictures`` is theme -> rows of (cluster, style)."""
    first = next(iter(pictures.values()))
    legend, lines = {}, []
    for at, row in enumerate(first):
        runs, before, count = [], None, 0
        for x, (cluster, _) in enumerate(row):
            kinds = tuple(look(rows[at][x][1]) for rows in pictures.values())
            letter = legend.setdefault(kinds, f"{len(legend)}")
            wide = cell_len(cluster)
            if letter == before:
                count += wide
            else:
                runs += [f"{before}:{count}"] if before is not None else []
                before, count = letter, wide
        lines.append(" ".join([*runs, f"{before}:{count}"]))
    text = ["".join(cluster for cluster, _ in row).rstrip() for row in first]
    words = [f"{letter} = {' | '.join(kinds)}" for kinds, letter in legend.items()]
    return "\n".join([*text, "-" * 20, *lines, "-" * 20, " | ".join(pictures), *words]) + "\n"


def paint(rows, path):
    """A PNG of rows of (cluster, style)."""
    from PIL import Image, ImageDraw, ImageFont

    fonts = {name: [ImageFont.truetype(file, SIZE) for file in files] for name, files in FONTS.items()}
    wide = max(sum(cell_len(cluster) for cluster, _ in row) for row in rows)
    image = Image.new("RGB", (wide * WIDE, len(rows) * HIGH))
    draw = ImageDraw.Draw(image)
    for y, row in enumerate(rows):
        x = 0
        for cluster, style in row:
            x += _cell(draw, fonts, x, y, cluster, style)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(path, optimize=True)


def _cell(draw, fonts, x, y, cluster, style):
    ink, paper = _rgb(style.color if style else None, 220), _rgb(style.bgcolor if style else None, 18)
    if style and style.reverse:
        ink, paper = paper, ink
    cells = cell_len(cluster)
    x -= not cells  # a mark that the cursor parts from its letter: a terminal puts it over the cell before
    left, top = x * WIDE, y * HIGH
    if cells:
        draw.rectangle((left, top, left + cells * WIDE - 1, top + HIGH - 1), fill=paper)
    blocks = {"▀": (0, 2), "▄": (1, 2), "█": (0, 1), "▁": (7, 8), "▔": (0, 8)}
    if cluster in blocks:
        begin, parts = blocks[cluster]
        end = HIGH if cluster in "█▄▁" else HIGH // parts
        draw.rectangle((left, top + HIGH * begin // parts, left + WIDE - 1, top + end - 1), fill=ink)
    elif cluster.strip():
        thai = "ก" <= cluster[0] <= "๛"
        font = fonts["thai" if thai else "latin"][bool(style and style.bold)]
        draw.text((left, top + HIGH - 8), cluster, font=font, fill=ink, anchor="ls")
    return cells


def _rgb(colour, default):
    if colour is None or colour.is_default:
        return (default,) * 3
    truecolor = colour.get_truecolor() if isinstance(colour, Color) else colour
    return (truecolor.red, truecolor.green, truecolor.blue)

"""Photographs of shelves, made: labels cut from our own sheets, stuck on boxes, seen askew, blurred, noisy, unevenly lit, in JPEG.

No real camera, lens or shaking hand made them: they say how a change in the pipeline compares, not what a phone will reach.
"""

import io
import math
import random
from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from assettrack.scanning.codes import SIGNS, checked, payload
from forms.documents.label_sheet import Label, LabelSheet, render, symbol_place
from forms.kit import qr
from forms.kit.label_stock import STOCKS, Place, positions

MM = 25.4
AGENCY = "องค์การบริหารส่วนตำบลพะงาด"
NAMES = (
    "เก้าอี้พลาสติกมีพนักพิง",
    "โต๊ะหมู่บูชา",
    "น้ำยาดับเพลิงชนิดผงเคมีแห้ง",
    "ปั๊มน้ำ ๒ แรงม้า",
    "HP LaserJet M428fdw",
    "ตู้ลำโพง",
    "กุฏิจำลอง",
    "ที่นั่งพักผู้ป่วย",
)
FINE = 2
"""The scene is drawn so many times larger and then averaged, as the pixels of a sensor do."""


@dataclass(frozen=True)
class Stuck:
    """A label in a photograph: what it says, and the corners of its code and of the whole label, in pixels."""

    payload: str
    code: np.ndarray
    whole: np.ndarray

    def holds(self, x, y):
        """Whether a point lies on the code."""
        return cv2.pointPolygonTest(self.code.astype(np.float32), (float(x), float(y)), measureDist=False) >= 0


@dataclass(frozen=True)
class Shelf:
    """A photograph (red, green, blue) and the labels in it."""

    picture: np.ndarray
    labels: tuple[Stuck, ...]

    def jpeg(self, quality=85):
        """The photograph as a phone would send it."""
        return encoded(self.picture, "JPEG", quality=quality)


def encoded(picture, kind="JPEG", **options):
    """A picture (an array or Pillow's own) in one of the kinds of file."""
    out = io.BytesIO()
    (picture if isinstance(picture, Image.Image) else Image.fromarray(picture)).save(out, kind, **options)
    return out.getvalue()


def labels_of(draw, count, address=""):
    """Labels as of a real register, with drawn tokens."""
    tokens = [checked("".join(draw.choices(SIGNS, k=6))) for _ in range(count)]
    return tuple(
        Label(
            payload("A", token, address), token, f"{400 + at}-60-{draw.randrange(10_000):04d}", NAMES[at % 8], "กองช่าง"
        )
        for at, token in enumerate(tokens)
    )


def cut_out(sheet, dpi):
    """The labels of a sheet as gray pictures, from the raster of its PDF."""
    document = pypdfium2.PdfDocument(render(sheet))
    pages = [np.array(page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")) for page in document]
    document.close()
    stock, found = sheet.stock, []
    for place in islice(positions(stock), len(sheet.labels)):
        left, top, right, bottom = (
            round(side * dpi / MM)
            for side in (place.x, place.y, place.x + stock.label_width, place.y + stock.label_height)
        )
        found.append(pages[place.sheet][top:bottom, left:right])
    return found


def shelf(
    seed, pixels, *, count=40, across=8, blur=1.0, shake=0.0, noise=5.0, address="", stock="a4-24", same=0, frame=(0, 0)
):
    """A shelf of ``count`` labels whose smallest module is ``pixels`` wide.

    ``blur`` and ``noise`` are deviations in pixels and in grays, ``shake`` pixels that the camera moved meanwhile. The last ``same``
    labels are copies of the first. ``frame`` is the least width and height of the photograph, with wall around the shelf.
    """
    draw, grain = random.Random(seed), np.random.default_rng(seed)
    kind = STOCKS[stock]
    made = labels_of(draw, count - same, address)
    modules, _ = qr.operators(made[0].payload)
    x, top, module = symbol_place(kind, modules, Place(0, 0, 0))
    dpi = MM * min(12.0, 2 * pixels) / module
    cuts = cut_out(LabelSheet(kind, made, agency=AGENCY), dpi)
    order = [*range(count - same), *[0] * same]
    scene = _Scene(draw, kind, across, -(-count // across))
    code = np.array([[x, top], [x + modules * module, top], [x + modules * module, top + modules * module], [x, top + modules * module]])  # fmt: skip
    whole = np.array([[0, 0], [kind.label_width, 0], [kind.label_width, kind.label_height], [0, kind.label_height]])
    placed = [scene.placed(at) for at in range(count)]
    least = min(_shortest(_moved(place, code)) for place in placed) / modules
    grown = np.diag([pixels / least, pixels / least, 1.0])
    picture = scene.background(grain, pixels / least)
    stuck = []
    for place, number in zip(placed, order, strict=True):
        to_photo = grown @ place
        _stick(picture, cuts[number], np.diag([FINE, FINE, 1.0]) @ to_photo @ np.diag([MM / dpi, MM / dpi, 1.0]), draw)
        stuck.append(Stuck(made[number].payload, _moved(to_photo, code), _moved(to_photo, whole)))
    picture = cv2.resize(picture, None, fx=1 / FINE, fy=1 / FINE, interpolation=cv2.INTER_AREA)
    wide, high = (max(0, side - own) for side, own in zip(frame, picture.shape[1::-1], strict=True))
    left, top = wide // 2, high // 2
    picture = cv2.copyMakeBorder(
        picture, top, high - top, left, wide - left, cv2.BORDER_CONSTANT, value=picture[0, 0].tolist()
    )
    shifted = (Stuck(one.payload, np.add(one.code, (left, top)), np.add(one.whole, (left, top))) for one in stuck)
    return Shelf(_developed(picture, draw, grain, blur, shake, noise), tuple(shifted))


class _Scene:
    """Where labels hang, in millimetres of the wall and then as the camera sees it."""

    def __init__(self, draw, stock, across, down):
        self._draw, self._stock, self._across = draw, stock, across
        self._step = np.array([stock.label_width * 1.12, stock.label_height * 1.35])
        self.size = self._step * [across, down] + 20
        wide, high = self.size
        corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
        shifts = np.array([[draw.uniform(0, 0.06) for _ in "xy"] for _ in corners]) * [
            [1, 1],
            [-1, 1],
            [-1, -1],
            [1, -1],
        ]
        self._camera = cv2.getPerspectiveTransform(corners, (corners + shifts * self.size).astype(np.float32))

    def placed(self, number):
        """What takes millimetres of a label to the camera's plane: its cell of the grid, turned a little by the hand."""
        row, column = divmod(number, self._across)
        half = np.array([self._stock.label_width, self._stock.label_height]) / 2
        middle = self._step * [column + 0.5, row + 0.5] + 10 + [self._draw.uniform(-2, 2) for _ in "xy"]
        angle = math.radians(self._draw.uniform(-6, 6))
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        hand = np.eye(3)
        hand[:2, :2], hand[:2, 2] = turn, middle - turn @ half
        return self._camera @ hand

    def background(self, grain, scale):
        """Boxes and boards of many shades, with a grain, in the fine scene's size."""
        wide, high = (int(math.ceil(side * scale * FINE / 8) * 8) for side in self.size)
        picture = np.empty((high, wide, 3), np.uint8)
        picture[:] = [self._draw.randint(90, 150) for _ in "rgb"]
        down = round((self.size[1] - 20) / self._step[1])
        for row in range(down):
            for column in range(self._across):
                box = np.array([[column, row], [column + 0.97, row], [column + 0.97, row + 0.9], [column, row + 0.9]]) * self._step + 10  # fmt: skip
                corners = (_moved(np.diag([scale * FINE, scale * FINE, 1]) @ self._camera, box)).astype(np.int32)
                cv2.fillPoly(picture, [corners], [self._draw.randint(60, 235) for _ in "rgb"])
        small = grain.normal(0, 9, (high // 8, wide // 8, 1)).astype(np.float32)
        texture = cv2.resize(small, (wide, high), interpolation=cv2.INTER_CUBIC)[:, :, None]
        return np.clip(picture + texture, 0, 255).astype(np.uint8)


def _moved(matrix, points):
    flat = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return flat[:, :2] / flat[:, 2:]


def _shortest(corners):
    return np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1).min()


def _stick(picture, cut, matrix, draw):
    """Draw a label into the fine scene, its paper a little yellow."""
    high, wide = cut.shape
    corners = _moved(matrix, np.array([[0, 0], [wide, 0], [wide, high], [0, high]]))
    left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    room = picture[top:bottom, left:right]
    shift = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]) @ matrix
    size = (room.shape[1], room.shape[0])
    seen = cv2.warpPerspective(cut, shift, size, flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.full_like(cut, 255), shift, size, flags=cv2.INTER_NEAREST) > 0
    tint = np.array([1, 1, draw.uniform(0.86, 0.98)]) * draw.uniform(0.85, 0.98)
    ink = draw.uniform(15, 45)
    paper = ink + seen[:, :, None] * tint * (250 - ink) / 255
    room[mask] = np.clip(paper, 0, 255).astype(np.uint8)[mask]


def _developed(picture, draw, grain, blur, shake, noise):
    """What lens, light and sensor make of a scene: a soft picture, brighter on one side, with noise."""
    high, wide = picture.shape[:2]
    if blur:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    if shake:
        picture = cv2.filter2D(picture, -1, _path(shake, draw.uniform(0, math.pi)))
    across, down = np.meshgrid(np.linspace(-1, 1, wide, dtype=np.float32), np.linspace(-1, 1, high, dtype=np.float32))
    angle = draw.uniform(0, 2 * math.pi)
    light = 0.8 + 0.25 * (across * math.cos(angle) + down * math.sin(angle)) - 0.12 * (across**2 + down**2)
    lit = picture * light[:, :, None] + grain.normal(0, noise, (high, wide, 1)).astype(np.float32)
    return np.clip(lit, 0, 255).astype(np.uint8)


def _path(length, angle):
    """The weights of a straight motion."""
    half = math.ceil(length / 2) + 1
    path = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    for at in np.linspace(-length / 2, length / 2, 200):
        x, y = half + at * math.cos(angle), half + at * math.sin(angle)
        left, top = int(x), int(y)
        path[top : top + 2, left : left + 2] += np.outer([1 - y + top, y - top], [1 - x + left, x - left])
    return path / path.sum()

"""Labels read in photographs, against one plain zxing-cpp pass over the same files; and how often one is read as another.

Both begin with the bytes of a JPEG. Goals: with 4.5 pixels a module or more at least 99 % of the labels; on the blurred set 10 points
more than the plain pass, within 4 times its time; no wrong read in 10,000 labels of every quality.
"""

import io
import random
import sys
import time
from collections import Counter

import zxingcpp
from PIL import Image

from assettrack.scanning.photos import read_photo
from tests.scanning.shelf import shelf

PHONE = (4000, 3000)
"""Twelve megapixels."""
SHARP = {
    "4.5 px, blur 1": {"pixels": 4.5, "blur": 1.0},
    "4.5 px, blur 2": {"pixels": 4.5, "blur": 2.0},
    "4.5 px, shaken 5": {"pixels": 4.5, "blur": 0.8, "shake": 5},
    "5.0 px, dark": {"pixels": 5.0, "blur": 1.5, "noise": 11},
    "4.5 px, address": {"pixels": 4.5, "blur": 1.5, "address": "HTTPS://WWW.PHANGAT.GO.TH", "across": 7, "count": 42},
}
BLURRED = {
    "3.0 px, blur 1.6": {"pixels": 3.0, "blur": 1.6},
    "4.5 px, blur 2.5": {"pixels": 4.5, "blur": 2.5},
    "4.5 px, blur 2.9": {"pixels": 4.5, "blur": 2.9},
    "4.5 px, shaken 8": {"pixels": 4.5, "blur": 0.8, "shake": 8},
    "2.2 px, sharp": {"pixels": 2.2, "blur": 0.9},
}


def plain(data):
    """What one pass of zxing-cpp reads in a file."""
    photo = Image.open(io.BytesIO(data)).convert("L")
    return zxingcpp.read_barcodes(photo, formats=zxingcpp.BarcodeFormat.QRCode)


def least(read, data, times=3):
    """Seconds of the quickest of some times, and what was read."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        found = read(data)
        spent.append(time.perf_counter() - began)
    return min(spent), found


def tokens(texts):
    """The last signs of payloads, whatever office's address stands before them."""
    return {text[-7:] for text in texts}


def compared(title, kinds, photos):
    """Print what both read in each kind of photograph, and over all."""
    print(f"{title}, {photos} photographs of 12 megapixels each, 40 labels or so")
    total = Counter()
    for name, options in kinds.items():
        one = Counter()
        for seed in range(photos):
            taken = shelf(seed, frame=PHONE, **options)
            data, shown = taken.jpeg(), tokens(label.payload for label in taken.labels)
            (below, texts), (above, photograph) = least(plain, data), least(read_photo, data)
            ours = {seen.code.token for seen in photograph.codes if seen.code}
            one.update(
                labels=len(taken.labels), plain=len(tokens(found.text for found in texts) & shown), ours=len(ours & shown),
                wrong=len(ours - shown), unread=len(photograph.unread), below=below, above=above, photos=1,
            )  # fmt: skip
        told(name, one)
        total.update(one)
    told("all", total)


def told(name, one):
    share = {of: 100 * one[of] / one["labels"] for of in ("plain", "ours")}
    print(
        f"  {name:18} plain {share['plain']:5.1f} %, ours {share['ours']:5.1f} % ({share['ours'] - share['plain']:+5.1f} points), "
        f"{one['unread']} shown as unread, {one['wrong']} wrong; {one['photos'] / one['below']:4.1f} and {one['photos'] / one['above']:4.1f} "
        f"photographs a second, {one['above'] / one['below']:.1f} times the time"
    )


def of_every_quality(count):
    """Read so many labels in photographs of every quality and count what is read as another, or as none of ours."""
    draw, sums = random.Random(2569), Counter()
    while sums["labels"] < count:
        pixels = draw.choice((2.2, 3.0, 4.5, 6.0))
        taken = shelf(
            1000 + sums["photos"], pixels, blur=pixels * draw.uniform(0.2, 0.75), noise=draw.uniform(2, 12),
            shake=draw.choice((0, 0, 0, pixels * draw.random())), stock=draw.choice(("a4-24", "a4-30", "a4-65")),
        )  # fmt: skip
        photograph = read_photo(taken.jpeg(draw.choice((60, 75, 90))))
        for seen in photograph.codes:
            middle = seen.box.x + seen.box.w / 2, seen.box.y + seen.box.h / 2
            right = any(label.holds(*middle) and label.payload == seen.text for label in taken.labels)
            sums["read" if right else "wrong" if seen.code else "foreign"] += 1
        sums.update(labels=len(taken.labels), photos=1, unread=len(photograph.unread))
    print(
        f"{sums['labels']:,} labels of every quality: {sums['read']:,} read, {sums['wrong']} read as another (goal 0), "
        f"{sums['foreign']} as none of ours, {sums['unread']:,} shown as unread, "
        f"{sums['labels'] - sums['read'] - sums['unread']:,} too blurred to be seen as labels"
    )


def main(photos, labels):
    compared("sharp (goal 99 %)", SHARP, photos)
    compared("blurred (goals +10 points, 4 times the time)", BLURRED, photos)
    of_every_quality(labels)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5, int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)

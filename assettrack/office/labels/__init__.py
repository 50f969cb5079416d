"""Labels (ป้ายครุภัณฑ์): printed with a token each, printed again when a sheet was spoilt, replaced, and known when scanned.

``wanted`` finds which labels are asked for, ``printing`` prints and counts them, ``scan`` tells what a scan means, ``making``
replaces a label, ``records`` shows what there is, ``printers`` holds the stocks and what each printer's fault is. The rules are
``assettrack.rules.labels``.
"""

from assettrack.office.labels.making import replace_label
from assettrack.office.labels.printers import Printer, label_stocks, printers, ruler, save_printer
from assettrack.office.labels.printing import PrintedLabels, preview_labels, print_labels
from assettrack.office.labels.records import LabelCount, LabelRecord, label_count, labels_of_asset, payload_of
from assettrack.office.labels.scan import LabelFound, label_scanned
from assettrack.office.labels.wanted import LabelChoice

__all__ = [
    "LabelChoice",
    "LabelCount",
    "LabelFound",
    "LabelRecord",
    "PrintedLabels",
    "Printer",
    "label_count",
    "label_scanned",
    "label_stocks",
    "labels_of_asset",
    "payload_of",
    "preview_labels",
    "print_labels",
    "printers",
    "replace_label",
    "ruler",
    "save_printer",
]

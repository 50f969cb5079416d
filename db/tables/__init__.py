"""Tables by column of the house; importing this package fills ``db.base.metadata``.

``LEDGERED`` are the tables whose every row is vouched for by the ledger.
"""

from db.base import metadata
from db.tables import agency, handbook, labels, ledger, lending, liability, people, registry, reporting, upkeep

UNLEDGERED = frozenset({"ledger_entry", "ledger_row", "sign_in_guard", "document_counter"})
"""The ledger itself; failed sign-ins; counters (the numbers they gave stand on ledgered rows)."""

LEDGERED = {name: table for name, table in metadata.tables.items() if name not in UNLEDGERED}

__all__ = [
    "LEDGERED",
    "UNLEDGERED",
    "agency",
    "handbook",
    "labels",
    "ledger",
    "lending",
    "liability",
    "metadata",
    "people",
    "registry",
    "reporting",
    "upkeep",
]

"""The pages by column of the house: each asks the office once and shows what it says."""

from assettrack.web.pages import handbook, home, lending, papers, people, registry, trust, upkeep

PAGES = tuple(
    page for column in (home, registry, papers, people, lending, upkeep, handbook, trust) for page in column.PAGES
)
PHOTO_PATHS = frozenset({"/notice"})
"""Where a photograph may be sent along."""

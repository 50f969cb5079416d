"""The open desk and the person at it: what every screen is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assettrack.bootstrap import Desk
    from assettrack.office.context import Actor, Office
    from assettrack.office.settings import Purpose


class SignedIn:
    """The open desk and the person at it; the actor is made anew for every act, so that time and roles are of now.

    ``purposes`` are those of the moment of sign-in: a form that is opened by a quick hand has its choices at once.
    """

    def __init__(self, desk: Desk, actor: Actor, purposes: tuple[Purpose, ...]) -> None:
        self.desk, self._actor, self.purposes = desk, actor, purposes

    @property
    def office(self) -> Office:
        """The office."""
        return self.desk.office

    @property
    def person(self) -> Actor:
        """The person as signed in, for showing."""
        return self._actor

    def acting(self) -> Actor:
        """The person acting at this moment. Reads the database: call it in a worker."""
        return self.desk.again(self._actor)

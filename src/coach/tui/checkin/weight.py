"""The weight at hand: asked before something is carried for the first time, where nobody has said it."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from coach.app.sessions import LIGHTEST
from coach.app.settings import change_settings
from coach.app.workspace import Workspace
from coach.errors import CoachError
from coach.tui.checkin.forms import AskingScreen, Chosen
from coach.tui.checkin.welcome import CARRY, changed_settings

TITLE: Final = "the weight you carry"


class WeightScreen(AskingScreen[bool]):
    """Asks for the weight to begin with. Returns whether it is known; skipped, it is the lightest one."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def on_mount(self) -> None:
        self.header.show((TITLE, "strong"))
        self.put(replace(CARRY, skip_label="2 kg, to begin lightly"))

    def take_answer(self, answer: Chosen) -> None:
        """Keep the weight in the settings."""
        chosen = changed_settings({CARRY.id: answer}) or {CARRY.id: LIGHTEST}
        try:
            change_settings(self._workspace, chosen)
        except CoachError as error:
            self.notify(str(error), title="Not noted", severity="error", markup=False)
            return
        self.dismiss(True)

    def leave(self) -> None:
        """Leave it open: then nothing starts."""
        self.dismiss(False)

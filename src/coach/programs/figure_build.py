"""From figure files to figures: inheritance, defaults, and what a body cannot do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from coach.control_characters import one_line
from coach.figures.kinematics import rests_on_itself, skeleton
from coach.figures.solve import loop_seconds, mirrored_limb, solve
from coach.model.figure import Figure, Limb, LimbName, Loop, Point, Pose, Prop, View
from coach.model.program import Side
from coach.programs.decode import Diagnostics, decode_document, nearest
from coach.programs.figure_schema import (
    FigureDocument,
    FiguresDocument,
    LimbDocument,
    Place,
    PoseDocument,
)
from coach.programs.figures import Figures
from coach.programs.load import Source, open_source
from coach.programs.parse import Problem, excerpt
from coach.programs.schema import or_default

_KEYS: Final[dict[LimbName, str]] = {
    "near_arm": "near_hand",
    "far_arm": "far_hand",
    "near_leg": "near_foot",
    "far_leg": "far_foot",
}
_OTHERS: Final[dict[str, LimbName]] = {"far_hand": "near_arm", "far_foot": "near_leg"}
_PARTS: Final[dict[str, str]] = {str(limb): key for limb, key in _KEYS.items()} | {"trunk": "hip"}
"""The key that places each group of shapes."""
_MOMENTS: Final = 40
"""Of a loop, that are looked at."""
_MOST_MISSED: Final = 0.02
_MOST_BELOW: Final = 0.015
"""In body heights: closer than this is as good as there."""
_LEAST_POSES: Final = {"hold": 1, "once": 2, "cycle": 2, "breath": 2, "gait": 2}
_NO_POSE: Final = "write poses:, with one pose at least"


def read_figure_files(files: list[Path], *, keep_impossible: bool = False) -> Figures:
    """The figures of some files, each file's in the place of those before it.

    Args:
        files: in this order; one of drills alone has none.
        keep_impossible: keep also what no body can do, for those who are at work on it.
    """
    figures: dict[str, Figure] = {}
    problems: list[Problem] = []
    for file in files:
        source = open_source(file, "figures")
        if source.kind == "figures":
            figures |= read_figure_file(source, figures, keep_impossible=keep_impossible)
            problems += source.problems
    return Figures(figures, tuple(sorted(problems)))


def read_figure_file(
    source: Source, known: Mapping[str, Figure], *, keep_impossible: bool = False
) -> dict[str, Figure]:
    """The figures of a file that have no problems; all problems are added to the source.

    Args:
        source: the file.
        known: figures that these may be like.
        keep_impossible: keep also what no body can do.
    """
    if source.root is None:
        return {}
    diagnostics = Diagnostics(source.path, source.problems)
    document = decode_document(FiguresDocument, source.root, diagnostics)
    figures: dict[str, Figure] = {}
    for entry in document.figures:
        if entry.id in figures:
            diagnostics.add_at(entry, "id", f"another figure is named '{excerpt(entry.id)}'", "rename one")
            continue
        before = len(source.problems)
        figure = _FigureBuilder(diagnostics, {**known, **figures}).figure(entry)
        if figure is not None and len(source.problems) == before and diagnostics.is_valid_document(entry):
            _check_body(figure, entry, diagnostics)
            if keep_impossible or len(source.problems) == before:
                figures[figure.id] = figure
    return figures


def _unknown(word: str, known: list[str]) -> str:
    """A hint for a name that is not known."""
    close = nearest(word, known)
    return f"did you mean {close}?" if close else f"one of: {', '.join(known[:20])}" if known else ""


class _FigureBuilder:
    """Builds the figures of one file."""

    def __init__(self, diagnostics: Diagnostics, known: Mapping[str, Figure]) -> None:
        self.diagnostics = diagnostics
        self.known = known

    def figure(self, document: FigureDocument) -> Figure | None:
        """A figure with its defaults; None after adding what is wrong."""
        base = None
        if document.like is not UNSET:
            base = self.known.get(document.like)
            if base is None:
                hint = _unknown(document.like, list(self.known)) or "write it above this one"
                message = f"like: no figure above is named '{excerpt(document.like)}'"
                self.diagnostics.add_at_key(document, "like", message, hint)
                return None
        view: View = or_default(document.view, base.view if base else "side")
        side: Side = or_default(document.side, base.side if base else "right")
        if view == "side" and side == "left":
            message = "side: from the side the body faces right, so its near side is the right one"
            self.diagnostics.add_at_key(document, "side", message, "leave it out; the left is its mirror")
            return None
        poses = self._poses(document, base, view, side)
        if document.describe is UNSET:
            message = "the key 'describe' is missing"
            self.diagnostics.add_at_key(document, "describe", message, "write the picture in a sentence")
        loop: Loop = or_default(document.loop, base.loop if base else "hold")
        if poses is None or not self._enough(document, loop, len(poses)):
            return None
        names = [pose.name for pose in poses]
        still = len(poses) - 1 if loop in ("once", "cycle", "breath") else 0
        if document.still is not UNSET:
            if document.still not in names:
                message = f"still: no pose is named '{excerpt(document.still)}'"
                self.diagnostics.add_at_key(document, "still", message, _unknown(document.still, names))
                return None
            still = names.index(document.still)
        elif base is not None and base.poses[base.still].name in names and document.loop is UNSET:
            still = names.index(base.poses[base.still].name)
        base_lowest = base.lowest if base else None
        figure = Figure(
            id=document.id,
            describe=one_line(or_default(document.describe, "")).strip(),
            view=view,
            side=side,
            loop=loop,
            props=self._props(document, base),
            works=tuple(or_default(document.works, base.works if base else ())),
            feel=or_default(document.feel, base.feel if base else None),
            lowest=base_lowest if document.lowest is UNSET else float(document.lowest),
            still=still,
            poses=tuple(poses),
        )
        if loop_seconds(figure) <= 0:
            message = f"a figure with loop: {loop} takes some time, and these poses take none"
            self.diagnostics.add_at_key(document, "poses", message, "write hold: or move: above 0")
            return None
        return figure

    def _props(self, document: FigureDocument, base: Figure | None) -> tuple[Prop, ...]:
        """The things in the picture; without any written, those of the figure that it is like."""
        if document.props is UNSET:
            return base.props if base else ()
        props = []
        for prop in document.props:
            if prop.at is not UNSET and prop.on is not UNSET:
                message = "a prop has one of at and on, not both"
                self.diagnostics.add_at_key(prop, "at", message, "leave at: out, or on:")
            props.append(
                Prop(
                    kind=prop.prop,
                    at=None if prop.at is UNSET else _point(prop.at, Point(0, 0)),
                    on=or_default(prop.on, None),
                    off=_point(prop.off, Point(0, 0)),
                    size=None if prop.size is UNSET else _point(prop.size, Point(0, 0)),
                    angle=None if prop.angle is UNSET else float(prop.angle),
                    front=prop.front is True,
                )
            )
        return tuple(props)

    def _enough(self, document: FigureDocument, loop: Loop, count: int) -> bool:
        """Whether a loop has as many poses as it needs; adds a problem where it has not."""
        least, most = _LEAST_POSES[loop], 1 if loop == "hold" else 12
        if least <= count <= most:
            return True
        wanted = "one pose" if loop == "hold" else f"{least} to {most} poses"
        message = f"a figure with loop: {loop} has {wanted}, not {count}"
        self.diagnostics.add_at_key(document, "poses", message, "add poses, or change loop")
        return False

    def _poses(
        self, document: FigureDocument, base: Figure | None, view: View, side: Side
    ) -> list[Pose] | None:
        """The poses in order: those of the figure that it is like, as changed, then new ones."""
        poses = {pose.name: pose for pose in base.poses} if base else {}
        if document.poses is UNSET or not document.poses:
            if not poses:
                self.diagnostics.add_at_key(document, "poses", "there is no pose", _NO_POSE)
            return list(poses.values()) or None
        # A loop of its own is made of its own poses alone; the other ones are still there to start from.
        kept = [] if document.loop is not UNSET else list(poses)
        for name, written in document.poses.items():
            start = poses.get(name)
            if written.from_ is not UNSET:
                start = poses.get(written.from_)
                if start is None:
                    message = f"from: no pose above is named '{excerpt(written.from_)}'"
                    hint = _unknown(written.from_, list(poses))
                    self.diagnostics.add_at_key(written, "from", message, hint)
                    return None
            pose = self._pose(name, written, start, view, side)
            if pose is None:
                return None
            poses[name] = pose
            if name not in kept:
                kept.append(name)
        return [poses[name] for name in kept]

    def _pose(
        self, name: str, document: PoseDocument, base: Pose | None, view: View, side: Side
    ) -> Pose | None:
        missing = [
            key
            for key, value in (
                ("hip", document.hip),
                ("spine", document.spine),
                ("near_hand", document.near_hand),
                ("near_foot", document.near_foot),
            )
            if value is UNSET and base is None
        ]
        if missing and self.diagnostics.has(document, missing[0]):
            return None  # what is wrong with it has been told
        if missing:
            message = f"the pose '{excerpt(name)}' has no {missing[0]}"
            self.diagnostics.add_at_key(document, missing[0], message, "write it, or from: another pose")
            return None
        spine = base.spine if base else (90.0, 90.0)
        spine = spine if document.spine is UNSET else document.spine.values
        hip = _point(document.hip, base.hip if base else Point(0, 0))
        limbs: dict[LimbName, Limb] = {}
        for limb_name, key in _KEYS.items():
            written = getattr(document, key)
            limb = base.limb(limb_name) if base else None
            if limb is None and key in _OTHERS and not (written is not UNSET and _ways(written)):
                # Where only the near limb is written: the same from the side, else its mirror image.
                near = limbs[_OTHERS[key]]
                limb = near if view == "side" else mirrored_limb(near, hip.x)
            built = limb if written is UNSET else self._limb(key, written, limb)
            if built is None:
                return None
            limbs[limb_name] = built
        width = 0.0 if view == "side" else 1.0 if side == "right" else -1.0
        turned = document.spine is not UNSET and base is None
        pose = Pose(
            name=name,
            hip=hip,
            spine=spine,
            head=float(or_default(document.head, spine[1] if turned or base is None else base.head)),
            shoulders=float(or_default(document.shoulders, base.shoulders if base else width)),
            hips=float(or_default(document.hips, base.hips if base else width)),
            near_arm=limbs["near_arm"],
            far_arm=limbs["far_arm"],
            near_leg=limbs["near_leg"],
            far_leg=limbs["far_leg"],
            spine_seen=document.spine_seen.values
            if document.spine_seen is not UNSET
            else base.spine_seen
            if base
            else (1.0, 1.0),
            shrug=_point(document.shrug, base.shrug if base else Point(0.0, 0.0)),
            face=float(or_default(document.face, base.face if base else 1.0 if view == "side" else 0.0)),
            belly=float(or_default(document.belly, base.belly if base else 0.0)),
            hold_seconds=float(or_default(document.hold, base.hold_seconds if base else 1.0)),
            move_seconds=float(or_default(document.move, base.move_seconds if base else 1.5)),
        )
        return pose if self._can_be_solved(pose, document) else None

    def _can_be_solved(self, pose: Pose, document: PoseDocument) -> bool:
        """Whether no limb rests on itself; adds a problem where one does."""
        for limb_name, key in _KEYS.items():
            if rests_on_itself(pose, limb_name):
                joint = pose.limb(limb_name).on
                message = f"{pose.name}: {key} rests on {joint}, and the place of that depends on {key}"
                self.diagnostics.add_at_key(document, key, message, "write at: or angles: for one of them")
                return False
        return True

    def _limb(self, key: str, document: LimbDocument, base: Limb | None) -> Limb | None:
        """A limb; a place that is written takes the place of that of the pose it is made from."""
        ways = _ways(document)
        if len(ways) > 1 or (not ways and base is None):
            message = f"{key}: one of at, on and angles is wanted"
            where = ways[1] if len(ways) > 1 else "at"
            self.diagnostics.add_at_key(document, where, message, "write at: [x, y]")
            return None
        limb = base or Limb()
        if ways:
            limb = replace(limb, at=None, on=None, off=Point(0.0, 0.0), angles=None, point=None)
            limb = replace(
                limb,
                at=None if document.at is UNSET else _point(document.at, Point(0, 0)),
                on=or_default(document.on, None),
                angles=None if document.angles is UNSET else document.angles.values,
            )
        if document.off is not UNSET and limb.on is None:
            self.diagnostics.add_at_key(document, "off", f"{key}: off goes with on only", "leave it out")
            return None
        return replace(
            limb,
            off=_point(document.off, limb.off),
            bend=or_default(document.bend, limb.bend),
            point=limb.point if document.point is UNSET else float(document.point),
            over=or_default(document.over, limb.over),
            seen=limb.seen if document.seen is UNSET else document.seen.values,
        )


def _ways(document: LimbDocument) -> list[str]:
    """The keys that say where a hand or foot is."""
    return [way for way in ("at", "on", "angles") if getattr(document, way) is not UNSET]


def _point(value: Place | UnsetType, default: Point) -> Point:
    """A written place as a point, else the default."""
    return default if value is UNSET else Point(*value.values)


def _check_body(figure: Figure, document: FigureDocument, diagnostics: Diagnostics) -> None:
    """Add what a body cannot do: reach further than its bones, or be under the floor."""
    written = or_default(document.poses, {})
    before = len(diagnostics.problems)
    for pose in figure.poses:
        where = written.get(pose.name, document)
        bones = skeleton(pose, figure.view)
        for name, key in _KEYS.items():
            missed = bones.limbs[name].missed
            if missed > _MOST_MISSED:
                message = f"{pose.name}: {key} is {missed:.2f} out of reach"
                diagnostics.add_at_key(where, key, message, "move it nearer, or the hip towards it")
        for part, below in _sunk(replace(figure, poses=(pose,), loop="hold"), 0.0).items():
            message = f"{pose.name}: {part} is {below:.2f} under the floor"
            diagnostics.add_at_key(where, part, message, "the floor is at 0; raise it")
    if len(diagnostics.problems) > before or figure.loop == "hold":
        return
    for index in range(_MOMENTS):
        for part, below in _sunk(figure, loop_seconds(figure) * index / _MOMENTS).items():
            message = f"on the way, {part} is {below:.2f} under the floor"
            diagnostics.add_at_key(document, "poses", message, "write a pose between the two")
            return


def _sunk(figure: Figure, seconds: float) -> dict[str, float]:
    """How far each part of the body is under the floor at a moment, by the key that places it."""
    sunk: dict[str, float] = {}
    if figure.view == "above":
        return sunk
    for shape in solve(replace(figure, props=()), None, seconds).shapes:
        below = -min(shape.y0 - shape.r0, shape.y1 - shape.r1)
        if below > _MOST_BELOW:
            key = _PARTS.get(shape.group, shape.group)
            sunk[key] = max(below, sunk.get(key, 0.0))
    return sunk

"""The format of figure files: the one definition of their keys."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from msgspec import UNSET, Meta, UnsetType, field

from coach.model.figure import Direction, JointName, Loop, PartName, PropKind, SpotName, View
from coach.model.program import Side
from coach.model.units import QuantityError
from coach.programs.parse import Node, ScalarNode, SequenceNode, excerpt, kind_text
from coach.programs.schema import Document, Line, Name, Quantity, Schema, SchemaOne

_NUMBER: Schema = {"type": "number"}


def _number(node: Node, least: float, most: float, hint: str) -> float:
    """The number of a node, between two bounds."""
    if not isinstance(node, ScalarNode) or node.kind not in ("int", "float"):
        text = excerpt(node.text) if isinstance(node, ScalarNode) and node.text else kind_text(node)
        raise QuantityError(f"a number is wanted, not '{text}'", hint)
    try:
        value = float(node.text)
    except ValueError:
        raise QuantityError(f"'{excerpt(node.text)}' is not a decimal number", hint) from None
    if not least <= value <= most:
        raise QuantityError(f"{excerpt(node.text)} is not between {least:g} and {most:g}", hint)
    return value


class Number(float, Quantity):
    """A number within bounds."""

    least: ClassVar[float]
    most: ClassVar[float]
    hint: ClassVar[str]

    def __init_subclass__(cls) -> None:
        """Make the JSON Schema from the bounds."""
        cls.schema = {"type": "number", "minimum": cls.least, "maximum": cls.most}

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The number of a node."""
        return cls(_number(node, cls.least, cls.most, cls.hint))


class Angle(Number):
    """An angle in degrees."""

    least, most, hint = -360.0, 360.0, "0 points right, 90 up, 180 left, -90 down"


class Width(Number):
    """How much of a width is seen."""

    least, most, hint = -1.0, 1.0, "0 from the side, 1 from the front, -1 from the back"


class Height(Number):
    """A height over the floor in body heights."""

    least, most, hint = -1.0, 2.0, "write 0.5 for half a body height over the floor"


class Turn(Number):
    """Where the nose points."""

    least, most, hint = -1.0, 1.0, "0 at the viewer, 1 forwards from the side, -1 the other way"


class Depth(Number):
    """A small length in body heights."""

    least, most, hint = 0.0, 0.1, "write 0.03 for a belly full of air"


class Moment(Number):
    """Seconds that may be none, or parts of one."""

    least, most, hint = 0.0, 60.0, "write seconds, as 1.5"


class Pair(Quantity):
    """Two numbers in a list."""

    least: ClassVar[float]
    most: ClassVar[float]
    hint: ClassVar[str]

    def __init_subclass__(cls) -> None:
        """Make the JSON Schema from the bounds."""
        number: Schema = {"type": "number", "minimum": cls.least, "maximum": cls.most}
        cls.schema = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}

    def __init__(self, values: tuple[float, float]) -> None:
        self.values = values

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The two numbers of a node."""
        if not isinstance(node, SequenceNode) or len(node.items) != 2:
            raise QuantityError("two numbers in brackets are wanted", cls.hint)
        one, other = (_number(item, cls.least, cls.most, cls.hint) for item in node.items)
        return cls((one, other))


class Place(Pair):
    """A place or a size in body heights."""

    least, most, hint = -3.0, 3.0, "write [0.5, 0.25]: to the right and up, in body heights"


class Angles(Pair):
    """The angles of two bones."""

    least, most, hint = -360.0, 360.0, "write [-90, -80]: the upper bone, then the lower one"


class Shares(Pair):
    """How much of the length of two bones is seen."""

    least, most, hint = 0.05, 1.0, "write [1, 0.6]: how much of the upper and the lower bone is seen"


class LimbDocument(Document, kw_only=True):
    """Where a hand or a foot is."""

    at: Annotated[Place, Meta(description="The place of the wrist or ankle.")] | UnsetType = UNSET
    on: Annotated[JointName, Meta(description="It stays at this joint.")] | UnsetType = UNSET
    off: Annotated[Place, Meta(description="With on: so far from it.")] | UnsetType = UNSET
    angles: (
        Annotated[Angles, Meta(description="Of upper and lower bone, in place of a place.")] | UnsetType
    ) = UNSET
    bend: Annotated[Direction, Meta(description="Where the elbow or knee goes.")] | UnsetType = UNSET
    point: Annotated[Angle, Meta(description="The angle of fingers or toes.")] | UnsetType = UNSET
    seen: Annotated[Shares, Meta(description="How much of each bone's length is seen.")] | UnsetType = UNSET
    over: Annotated[bool, Meta(description="Whether it is drawn over the trunk.")] | UnsetType = UNSET


class PoseDocument(Document, kw_only=True):
    """A key pose; what is not written is as in the pose that it is made from."""

    from_: Annotated[Name, Meta(description="The pose that it is made from.")] | UnsetType = field(
        default=UNSET, name="from"
    )
    hip: Annotated[Place, Meta(description="The middle of the pelvis.")] | UnsetType = UNSET
    spine: Annotated[Angles, Meta(description="The angles of lower and upper back.")] | UnsetType = UNSET
    spine_seen: Annotated[Shares, Meta(description="How much of each is seen.")] | UnsetType = UNSET
    head: Annotated[Angle, Meta(description="From neck to head.")] | UnsetType = UNSET
    shrug: Annotated[Place, Meta(description="Shoulders forwards and up.")] | UnsetType = UNSET
    shoulders: Annotated[Width, Meta(description="How much of their width is seen.")] | UnsetType = UNSET
    hips: Annotated[Width, Meta(description="How much of their width is seen.")] | UnsetType = UNSET
    face: Annotated[Turn, Meta(description="Where the nose points.")] | UnsetType = UNSET
    belly: Annotated[Depth, Meta(description="How far the belly is out.")] | UnsetType = UNSET
    near_hand: LimbDocument | UnsetType = UNSET
    far_hand: LimbDocument | UnsetType = UNSET
    near_foot: LimbDocument | UnsetType = UNSET
    far_foot: LimbDocument | UnsetType = UNSET
    hold: Annotated[Moment, Meta(description="Seconds that it is held.")] | UnsetType = UNSET
    move: Annotated[Moment, Meta(description="Seconds into the next pose.")] | UnsetType = UNSET


class PropDocument(Document, kw_only=True):
    """A thing in the picture."""

    prop: Annotated[PropKind, Meta(description="What it is.")]
    at: Annotated[Place, Meta(description="The middle of its lower edge.")] | UnsetType = UNSET
    on: Annotated[JointName, Meta(description="Held at this joint.")] | UnsetType = UNSET
    off: Annotated[Place, Meta(description="With on: so far from it.")] | UnsetType = UNSET
    size: Annotated[Place, Meta(description="Width and height.")] | UnsetType = UNSET
    angle: Annotated[Angle, Meta(description="Of a stick, or of a floor that slopes.")] | UnsetType = UNSET
    front: Annotated[bool, Meta(description="true: drawn over the body.")] | UnsetType = UNSET


class FigureDocument(Document, kw_only=True):
    """A figure."""

    id: Annotated[Name, Meta(description="What drills call it.")]
    like: Annotated[Name, Meta(description="The figure above that it changes.")] | UnsetType = UNSET
    describe: Annotated[Line, Meta(description="The picture in a sentence.")] | UnsetType = UNSET
    view: Annotated[View, Meta(description="Where it is seen from; absent: side.")] | UnsetType = UNSET
    side: Annotated[Side, Meta(description="The working side as drawn.")] | UnsetType = UNSET
    loop: Annotated[Loop, Meta(description="How it moves; absent: hold.")] | UnsetType = UNSET
    props: Annotated[list[PropDocument], Meta(max_length=10, description="What is there.")] | UnsetType = (
        UNSET
    )
    works: Annotated[list[PartName], Meta(max_length=6, description="What works.")] | UnsetType = UNSET
    feel: Annotated[SpotName, Meta(description="Where it should be felt.")] | UnsetType = UNSET
    lowest: Annotated[Height, Meta(description="Where the picture ends below.")] | UnsetType = UNSET
    still: Annotated[Name, Meta(description="The pose shown where nothing moves.")] | UnsetType = UNSET
    poses: Annotated[dict[Name, PoseDocument], Meta(description="Key poses, in order.")] | UnsetType = UNSET


class FiguresDocument(Document, kw_only=True):
    """A figure file."""

    schema: SchemaOne
    figures: Annotated[list[FigureDocument], Meta(min_length=1, max_length=500, description="The figures.")]

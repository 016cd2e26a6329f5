"""Profiles: conditions of a listener that limit what they do, by their names in scripts."""

PROFILES = (
    "acute-flare",
    "balance",
    "bone-fragile",
    "ext-sensitive",
    "flex-sensitive",
    "hip-replaced",
    "knee",
    "knee-replaced",
    "leg-symptoms",
    "no-floor",
    "no-kneeling",
    "pregnant",
    "pressure",
    "shoulder",
    "spine-surgery",
)
"""Conditions of a listener; `pressure` is uncontrolled blood pressure or heart disease."""

AGAINST_KNEELING = frozenset({"knee-replaced", "no-kneeling"})
"""Conditions of a listener who does nothing on the knees, and goes nowhere over them."""
AGAINST_FLOOR_MOVES = AGAINST_KNEELING | {"no-floor"}
"""Conditions of a listener who is led to a bed over its edge, and not down to the floor."""

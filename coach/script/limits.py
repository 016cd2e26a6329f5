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

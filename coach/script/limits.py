"""Profiles: what a listener may have to mind, by the names that scripts and options have for it."""

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
"""What a listener may have to mind; `pressure` is uncontrolled blood pressure or heart disease."""

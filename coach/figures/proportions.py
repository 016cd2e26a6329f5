"""Proportions of the body in a drawing, in hundredths of its height.

Segment lengths follow the usual figures of anthropometry (Winter, Biomechanics and Motor Control of
Human Movement, table of segment lengths as fractions of height, after Drillis and Contini), rounded
to what reads well in a small picture.
"""

TRUNK, NECK, HEAD_RADIUS = 30.0, 5.5, 6.6
THIGH, SHIN, FOOT = 25.0, 24.0, 8.5
UPPER_ARM, FOREARM, HAND = 15.5, 14.0, 4.0
LEG, ARM = (THIGH, SHIN, FOOT), (UPPER_ARM, FOREARM, HAND)

HALF_HIP, HALF_SHOULDER = 3.4, 4.6
"""How far hips and shoulders lie from the middle, seen from the side."""
FRONT_HALF_HIP, FRONT_HALF_SHOULDER = 4.6, 9.2
"""The same, seen from the front."""

LEG_RADII = ((5.0, 3.7), (3.7, 2.5), (2.6, 2.0))
ARM_RADII = ((3.3, 2.7), (2.7, 2.0), (2.3, 2.1))
"""Half the thickness of each bone, where it begins and where it ends."""
TORSO_RADII = ((0.0, 5.7), (0.2, 5.6), (0.42, 4.7), (0.7, 5.6), (0.9, 5.5), (1.0, 4.3))
"""Half the thickness along the spine, from hip to neck, seen from the side."""
FRONT_TORSO_RADII = (
    *((0.0, 8.4), (0.18, 8.4), (0.45, 6.9), (0.7, 8.4), (0.84, 10.4)),
    *((0.94, 8.8), (1.0, 4.6)),
)
"""The same, seen from the front."""
SHOULDER_AT, FRONT_SHOULDER_AT = 0.93, 0.84
"""Where on the spine arms begin; from the front the slope from the neck to them is seen."""
NECK_RADII = (4.2, 1.9)

"""Goals: what an exercise is for, by the names that scripts use."""

GOALS = ("warm-up", "mobility", "strength", "stretch", "relax", "cardio", "breathing")

"""Written English -> words and plain numbers: one small table of rules for each kind of writing.

`characters` unify what looks alike, `sides`, `addresses`, `digit_groups`, `clocks`, `number_pairs`,
`quantities`, `abbreviations` and `separators` are applied in this order by
`coach.speech.normalize`; `guesses` finds what was read by a guess, `pause_marks` what is no word.
"""

"""Scripts: from YAML text to values that know their place.

document         text -> nodes           YAML alone; syntax_errors says what is wrong with it,
                                         and curly_quotes knows what looks like quotes
pronunciation    how a lexicon says that a word is spoken: a spelling, or sounds
reader           node -> value           every problem at once, with its place and a hint
scalars          durations, texts, choices and numbers as they are written
records          mappings, lists and their fields; json_schema describes them for editors
steps            the kinds of step, as values; step_schema says how they are written
named_work       an exercise in one step; named_work_schema and variants say how it is written,
                 repeat_schema how rounds and numbers of times are
doses            sets, repetitions, holds and breaths
exercise         card file -> Exercise
lesson           talk file -> Lesson
phrases          language file -> Phrases    what coach itself says
routine          routine file -> Routine
script_names     what a person types -> the name of a script
library          a name -> any of these, from the user's folder or the shipped one
"""

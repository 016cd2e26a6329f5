"""Programmes that others have written: from a sheet, a table or a timer's file to a routine.

programme          what all readers make: exercises with doses, rests, rounds
source_format      text -> Reading       which reader a content is for
exercise_line      one line -> exercise  dose_phrases is the table of what is understood
plain_text         a list, one exercise a line; sheet_lines takes it apart
one_line           the text of --say
table_sheet        CSV, and tables pasted with bars or tabs
timer_json         the files of interval timers
zwift_workout      .zwo
bounds             what a script can hold
totals             how long it is, and where its source says otherwise
programme_text     programme -> text     each line as it was understood; plain_text reads it back
routine_yaml       programme -> YAML     a routine, as short as a person would write it
"""

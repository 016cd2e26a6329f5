"""Programmes that others have written: from a sheet, a table or a timer's file to a routine.

source_format    content -> Reading        which reader it is for, and what its totals say
plain_text       lines -> Reading          a list; sheet_lines knows the forms of a line, rounds and
                                           words_below what belongs to one, sheet_notes keeps notes
exercise_line    a line -> an exercise     dose_phrases is the table of what is understood,
                                           plain_signs unifies how it is written
table_sheet      CSV and pasted tables -> Reading; table_row reads a name and its time
timer_json       the files of interval timers -> Reading
zwift_workout    .zwo -> Reading
programme        what all of them make; bounds says what a script can hold
totals           how long a programme is, and where its source says otherwise
programme_text   programme -> text         each line as it was understood; plain_text reads it back
routine_yaml     programme -> YAML         a routine, as short as a person would write it
said_routine     the text of --say -> Routine; one_line takes it apart
"""

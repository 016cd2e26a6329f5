"""What was done before, and what follows from it: one append-only log, and functions of it.

log_records       the values: a session, and what was heard of each exercise
log_file          the files of the log: read, and appended to
record_json       a record <-> a line of the log
json_values       values of JSON -> numbers, texts and flags that a record can hold
record_ids        ids that sort by time, and the codes that one types
log_choice        what somebody typed -> the record that is meant
record_text       a record <-> lines that a person changes
log_merging       a copy of the log -> what of it is new here
log_transfer      a file -> the records in it
log_table         the log <-> a table
log_erasing       removes records for good
session_day       which day a moment belongs to
own_history       the log of whoever runs coach -> what changes in their session
fold              the log up to a day -> what it says of each exercise, and of the listener
turns             waiting -> which exercises come next
dose_levels       card -> the doses that one works up through
level_course      sessions done, skipped and missed -> the level of each dose
resting           cards and history -> what rests today
worse_days        answers -> how much worse the back was after a session
listener_progression  routine, cards, log and day -> what changes in the session
word_needs        hearings -> how many words an exercise still needs
session_words     days -> how much is said around the exercises, and of safety
known_words       history -> how well the words of a routine are known
word_hash         the words of an exercise -> whether they are those that were heard
back_answers      how the back is -> what changes in a session
back_question     whether to ask how it is
back_consent      whether one agreed to be asked
session_offer     log, clock and what was set -> which session to offer
planned_exercises what a session asks of each exercise, before it is heard
work_map          where the work of a session lies in each schedule of it
tally             what the player reported -> what was heard of each exercise
running_session   the session that plays, kept every few seconds; those that were lost
session_recorder  the record of the session that plays, and of one that goes on
export_mark       an export -> the tag by which it can be entered later
export_ledger     the marks of what was exported on this machine
manual_entry      what somebody says they have done -> its record
weeks             days -> weeks, and how many of the last ones reached the goal
dose_increases    doses -> which are larger than at first
pauses            days on which nothing is expected, kept in a note
history_summary   log -> what its listener is shown of it
history_words     dates and doses of it in words
greeting          the days before -> one thing to say of them at most

Nothing is stored but the log: delete a line of it, and it never happened.
"""

"""The command line: one file a command. The only room that prints, asks or exits.

main               the program: its commands, errors as messages and exit codes
messages, command_line_errors   errors and notes, each by its word
groups, options, common_options   the commands by name; the options that they share
name_command, said_session, session_picker, lengths   which session, and how long
session_request    options over the user's defaults -> SessionRequest
show plan play export today history ...   what each command does
export_one, export_page, export_batch, export_steps   a file, a page, a folder of sessions
history_lines, history_screen, history_json, history_picture   what was done, in four forms
history_actions, history_changes, history_data, entered_session   the log, changed and carried
resume, session_recording, health_questions, listener_notes   what is kept between sessions
question_before, back_notes   how the back is, before a session and after it
ears, ear_opening, ear_trial   spoken commands: tried, and opened for a session
printable_output   the one door to the terminal; output_style: plain or not; pager
json_output, session_json, script_json   facts for other programs
card_pages, page_printing, paragraphs, table, overview, progress, terminal   printing and asking
card_drawing, braille_drawing, terminal_picture   an exercise drawn, where a terminal can show it
display            the screen of a session that plays, or plain lines in its place
"""

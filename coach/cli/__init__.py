"""The command line: one file a command. The only room that prints, asks or exits.

main               the program: its commands, errors as messages and exit codes
messages, command_line_errors   errors and notes, each by its word
groups, options    the commands by name; the options that several of them share
name_command, session_picker, lengths   which session, and how long
session_request    options over the user's defaults -> SessionRequest
show plan play export check ...      what each command does
resume, health_questions, health_results, listener_notes   what is kept from one session to the next
printable_output   the one door to the terminal; output_style: plain or not; pager
json_output, session_json, script_json   facts for other programs
card_pages, page_printing, paragraphs, table, overview, progress, terminal   printing and asking
display            the screen of a session that plays, or plain lines in its place
"""

"""The command line: one file a command. The only room that prints, asks or exits.

main               the program: its commands, errors as messages and exit codes
groups, options    the commands by name; the options that several of them share
session_request    options over the user's defaults -> SessionRequest
show plan play export check ...      what each command does
display            what a session that plays looks like
"""

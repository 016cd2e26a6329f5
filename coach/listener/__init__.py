"""What is known of the listener before a session is asked for. All of it stays on their machine.

defaults          what holds where a command does not say otherwise
config_schema     how the user's own defaults are written
clock_time        a time of day among them
config_loader     the file with them, read and written
config_editing    one default changed in its text
likes             exercises that are wanted more, less or never
screening         the health questions
screening_result  their answers -> limits that every session keeps
heard_intro       which introductions were heard to the end, and may be skipped
"""

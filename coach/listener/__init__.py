"""What is known of the listener before a session is asked for. All of it stays on their machine.

defaults                      what holds where a command does not say otherwise
config_schema, config_loader  the user's own defaults: how they are written; read from the file
screening                     the health questions
screening_result              their answers -> limits that every session keeps
heard_intro                   which introductions were heard to the end, and may be skipped
"""

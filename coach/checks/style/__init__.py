"""Style: what a listener would stumble on in a script that could well be performed.

heard_lines      script -> lines       every line that is spoken, with its place
card_rules       card -> problems      between the lines of one exercise
sentence_rules   line -> problems      one sentence at a time
session_rules    session -> problems   the session that is made of them, as a whole
style_check      script -> problems    all of it
"""

"""Checks: of a script, of its wording, of this machine.

script_check     file -> problems           everything that would keep it from being performed
reading_check    texts -> notes             what is read by a guess, or is not read
unsaid_lines     session -> problems         what was written and nobody hears
other_days       script -> problems         what its words of another day would break
style            script -> problems         what a listener would stumble on
style_rules      scripts/style/ -> rules    what counts as such, as data
machine_check    this machine -> findings   what it has and lacks, and what mends it
fault_report     findings -> text           for a report of a fault, without names
"""

"""Planning: which exercises and doses fill a length. Pure: no sound is made, and no clock read.

progression      what is known of a listener -> what changes in today's session
request          what a listener asks for -> SessionRequest
learning         what adds to a request what is known of the listener
comfort_words    the safety words of somebody whose back hurts already
adapted_cards    card, limits -> the exercise as it is done: the easier way that suits
easier_ways      session -> the same with exercises done more gently, while it goes on
bell_request     whether sounds alone can lead through a routine
eligibility      routine, request -> what may be done, and what was left out with its reason
gentleness       which exercise is gentler than another
substitutes      what stands in for an exercise that may not be done
variety          the wording of the day, by a seed
dose_ladder      exercise -> its doses, from the smallest to the largest
candidates       exercise, doses -> candidates with what each is worth
session_parts    candidates -> the steps a session may be made of, and what must be spoken
measure          steps, lengths of what was spoken -> their lengths in ms
knapsack         stages, a length -> the best choice, exactly
session_stages   parts, lengths of what was spoken -> stages, and the tables of their plans
planner          parts, lengths -> the doses for any length
picked_session   those doses -> the Session
short_sessions   the same in few words, where there is no time to teach what should be done
talk_levels      the same with less talk, of the exercises of full talk
target_length    the length to plan for, or the nearest one that is possible
memo             a method that keeps what it returned
"""

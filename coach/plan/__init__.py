"""Planning: which exercises and doses fill a length. Pure: no sound is made, and no clock read.

request          what a listener asks for -> SessionRequest
eligibility      routine, request -> what may be done, and what was left out with its reason
substitutes      what stands in for an exercise that may not be done
variety          the wording of the day, by a seed
dose_ladder      exercise -> its doses, from the smallest to the largest
candidates       exercise, doses -> candidates with what each is worth
measure          which parts have to be measured; their lengths in ms
knapsack         candidates, a length -> the best choice, exactly
planner          all of these, for any length -> Session
short_sessions   the same with fewer words, where the full wording does not fit
"""

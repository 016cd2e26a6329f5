"""The live session: a tape laid down ahead of the card, cut and continued as the listener asks.

schedule         the session as laid out; edits lays parts of it out anew
resume_points    where one may go on
same_place       where the same is in another schedule of the session
schedule_changes how a session goes on in another schedule
tape             what was heard, and what will be
state            where the session is: idle, playing, paused, lost, ended
device_loss      what is kept while there is no device, and how it goes on
transitions      state, command -> state and tape. Pure, as all above
feed             renders the tape ahead of the card
tape_player      keeps state, tape, feed and card in step
background_speech  what is spoken while the session goes on
like_changes     never again, more often, less often
session_changes  makes the schedules: more talk or less, slower, an easier way
engine           the loop: commands in, sound and status out
playback         the loop in a thread of its own, for other programs
question_player  asks a question outside the session; answering takes the number that is meant
closing_question  the same in the closing rest; closing_answers has it said over a session
output           on which device it is heard, and that it moved to another
players          the socket: samples -> a sound card
controls         the socket: keys, media keys and other programs -> commands
"""

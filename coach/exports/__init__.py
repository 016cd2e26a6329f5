"""Export: a session as files.

metadata           what a file says of itself: tags, chapters, captions
session_metadata   session -> Metadata
session_mark       session -> its mark     by which coach knows a file of its own again
chapters           timeline -> chapters    one a segment
chapter_pictures   chapters -> chapters    with the drawings of their exercises
captions           timeline -> captions    what is spoken, line by line
cover              the picture of a file
formatting         text on one line, and times, as several formats write them
file_records       a file -> FileRecord    the digest that proves coach made it
build_date         the time and the year that files are dated by
writer             session -> a file       rendered window by window, with what stands beside it
chapter_files      session -> files        one a segment, and their playlist
encoders           samples -> WAV, MP3, ... the socket of file formats
media_types        what the files are called on the web
content_policy     text -> a hash          by which a page allows its own style and script
qr_modules         text -> a QR code       for a terminal, and for paper
calendar_file      sessions -> iCalendar   the days to be reminded of
sidecars           timeline -> text        captions, chapter lists, timelines beside the sound
page               session -> a page       HTML that plays on a phone, offline, with its drawings
handout            session -> a sheet      for paper: drawings, doses, days to tick
picture            session -> a page       the session drawn, as SVG or PNG
batch              routines -> a folder    every routine in several lengths, kept up to date
"""

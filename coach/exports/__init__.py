"""Export: a session as files.

session_metadata   session -> Metadata     tags, chapters and cover
formatting         text on one line, and times, as several formats write them
file_records       a file -> FileRecord    the digest that proves coach made it
build_date         the time and the year that files are dated by
writer             session -> a file       rendered window by window, with what stands beside it
chapter_files      session -> files        one a segment, and their playlist
encoders           samples -> WAV, MP3, ... the socket of file formats
content_policy     text -> a hash          by which a page allows its own style and script
qr_modules         text -> a QR code       for a terminal, and for paper
sidecars           timeline -> text        captions, chapter lists, timelines beside the sound
page               session -> a page       HTML that plays on a phone, offline, with its drawings
picture            session -> a page       the session drawn, as SVG or PNG
batch              routines -> a folder    every routine in several lengths, kept up to date
"""

"""Pictures to print, A4 landscape: the timeline of a session, the weeks of a log.

page_layout   session -> shapes      where everything is on the page
history_page  weeks -> shapes        the same
shapes        boxes, lines and texts
svg           shapes -> SVG          as text, which needs no library
png           shapes -> PNG          by Pillow, the extra `picture`
drawing       session -> a file      the suffix picks the kind
"""

"""The picture of a session: its timeline on a page to print, A4 landscape.

page_layout   session -> shapes      where everything is on the page
shapes        boxes, lines and texts
svg           shapes -> SVG          as text, which needs no library
png           shapes -> PNG          by Pillow, the extra `picture`
drawing       session -> a file      the suffix picks the kind
"""

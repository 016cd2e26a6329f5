"""The page: a session as HTML for a phone, which plays it, counts and shows drawings, offline.

page_session    session -> PageSession     the rows of its list, and all that its script shows
page_drawings   cards -> SVG               each exercise drawn in the colours of the page
page_sound      session -> bytes           the sound, as a browser plays it
page_html       PageSession -> HTML        list and drawings readable without script
page_suffix     what a page is known by
page_writer     session -> files           one file with the sound in it, or a folder for web space

page.html, page.css, moment.js and page.js are what a browser gets; no library is among it.
"""

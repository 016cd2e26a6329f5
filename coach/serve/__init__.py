"""Serving: sessions to a browser and to podcast apps, from this machine, to its network if asked.

session_form      fields -> SessionForm      what somebody asks for, checked against what there is
render_queue      an order -> progress       one session is made at a time, whoever waits or leaves
session_making    an order -> files           the sound, its page, and what stands beside them
kept_sessions     files -> ServedSession     what is kept in the cache, within bounds
exported_folder   a folder -> ServedSession  what `coach export --all` made
private_feed      sessions -> RSS            the feed of podcast apps
chapter_drawings  a session -> PNG           what podcast apps show of its chapters
done_entry        a session -> the log       what was done with it
access_guard      a request -> who may ask   Host, Origin, token; headers of every answer
web_pages         words -> HTML              list, form, progress, all of it readable without script
page_events       a look -> events           how far something is, until it is over
web_app           the routes                 what is at which address
network_addresses the network -> sockets     where it listens, and how others reach it
qr_code           an address -> half blocks  for the camera of a phone

No path from a request is ever opened: names are looked up in a table.
"""

"""Serving: sessions to a browser and to podcast apps, from this machine, to its network if asked.

serving           what the routes work with: what is there, what is made, who may ask
offer_loading     routines, voices -> Offer  found out in a thread
session_form      fields -> SessionForm      what somebody asks for, checked against what there is
render_queue      an order -> progress       one session is made at a time, whoever waits or leaves
session_making    an order -> files           the sound, its page, and what stands beside them
served_session    the values: a session that is there, and its files
kept_sessions     files -> ServedSession     what is kept in the cache, within bounds
exported_folder   a folder -> ServedSession  what `coach export --all` made
private_feed      sessions -> RSS            the feed of podcast apps
chapter_drawings  a session -> PNG           what podcast apps show of its chapters
done_entry        a session -> the log       what was done with it
secrets_of_server the token in addresses, and the salt of keys
access_guard      a request -> who may ask   Host, Origin, token; headers of every answer
guarded_app       a request -> an answer     refuses, swaps a token for a cookie, or lets it through
web_pages         words -> HTML              list, form, progress, all of it readable without script
session_pages     a session -> HTML          the form, a plain player, and done
page_events       a look -> events           how far something is, until it is over
web_app           the routes                 what is at which address
page_response     a page -> an answer
sound_response    a file -> an answer        whole, or the bytes that were asked for
running_server    runs it all until it is told to end
network_addresses the network -> sockets     where it listens, and how others reach it
qr_code           an address -> half blocks  for the camera of a phone

No path from a request is ever opened: names are looked up in a table.
"""

"""A folder of exported sessions, kept up to date, and its podcast feed.

jobs            routines, lengths, formats -> Jobs    the files there should be, with their keys
manifest        the files there are, each with its key and the digest that proves coach made it
worker          Job -> files in a staging folder      in a process of its own
remote_work     the same on another machine, with what it needs from this one
file_placement  files in the staging folder -> files in their places, recorded
sync            jobs that are not up to date, done on an engine
foreign_files   jobs, manifest -> files that are in the way, and not proven
drawing_files   chapters -> PNG                       the drawings that a list of chapters names
podcast_feed    manifest -> RSS
feed_writer     manifest -> the feed and its cover as files
"""

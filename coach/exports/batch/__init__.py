"""A folder of exported sessions, kept up to date, and its podcast feed.

jobs           routines, lengths, formats -> Jobs    the files there should be, with their keys
manifest       the files there are, each with the key it was made by
worker         Job -> files                          in a process of its own
sync           jobs that are not up to date, done in parallel
podcast_feed   manifest -> RSS
"""

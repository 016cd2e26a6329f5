"""The shelf: a folder of exported sessions, kept up to date, and its podcast feed.

orders     routines, lengths, formats -> Orders   what there should be, each with the key of all
that shapes it
manifest   what there is, and by which key it was made
making     Order -> files                         in a process of its own
stocking   orders that are not up to date, side by side
feed       manifest -> RSS
"""

"""Sidecars: text files beside the sound, for players and programs that look there.

sidecar_input                          what a sidecar is made from
subtitles, chapter_lists, timelines    a pure function from that to text, for each format
kinds                                  the suffixes and functions of each kind
"""

"""The picture of a session: its timeline as a page one would print, A4 across.

`page` places simple shapes; `svg` writes them as text, which needs nothing; `png` draws them with
Pillow, which is the extra `picture`.
"""

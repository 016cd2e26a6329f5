"""Languages: from ISO 639-1 codes, as in scripts, to those of ISO 639-2, as in sound files."""

_PAIRS = """
ar:ara bg:bul ca:cat cs:ces cy:cym da:dan de:deu el:ell en:eng eo:epo es:spa et:est eu:eus
fa:fas fi:fin fr:fra ga:gle he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn
ka:kat ko:kor la:lat lt:lit lv:lav mk:mkd ms:msa mt:mlt nb:nob nl:nld nn:nno no:nor pl:pol
pt:por ro:ron ru:rus sk:slk sl:slv sq:sqi sr:srp sv:swe sw:swa th:tha tr:tur uk:ukr vi:vie
zh:zho
"""


def three_letter_code(language: str) -> str:
    """Return the three letters of a language; `und`, for undetermined, where it is unknown.

    >>> three_letter_code("de-AT"), three_letter_code("tlh")
    ('deu', 'und')
    """
    code = language.partition("-")[0].lower()
    codes = dict(pair.split(":") for pair in _PAIRS.split())
    return codes.get(code, "und")

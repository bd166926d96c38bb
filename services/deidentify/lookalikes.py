"""Letters that look like others: which Latin letter a reader takes them for (after Unicode TR 39, confusables)."""

from typing import Final

_CYRILLIC: Final = dict(
    zip("авекмнорстухіјѕԁԛԝһгпьАВЕКМНОРСТУХІЈЅԌЗҮ", "abekmhopctyxijsdqwhrnbABEKMHOPCTYXIJSG3Y", strict=True)
)
_GREEK: Final = dict(zip("αβεηικνορτυχωγΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abenikvoptuxwyABEZHIKMNOPTYX", strict=True))
_ARMENIAN: Final = dict(zip("աեհոսցօյՕՏԼ", "wehnugojOSL", strict=True))
_LATIN: Final = dict(zip("ıɑɡɩɪʏʀɴʜʟᴀʙᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱꜰƖ", "iagiiyrnhlabcdejkmoptuvwzsfl", strict=True))

LOOKALIKES: Final = _CYRILLIC | _GREEK | _ARMENIAN | _LATIN
"""Letters of other scripts; put right only inside a word where they pass for Latin."""

DRAWN_OTHERWISE: Final = {
    **_LATIN,
    **dict(zip("øØłŁđĐħĦŧŦðÐəƏŋŊĸſ", "oOlLdDhHtTdDeEnNks", strict=True)),
    **{"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th"},
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u02bc\u02b9\u02bb\u02bd\uff07\u05f3\ua78c", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **{"\u2212": "-", "\u2044": "/", "\u2215": "/", "\u2024": ".", "\u3002": ".", "\u00b7": "."},
}
"""What NFKD leaves as it is and a reader takes for a plain letter or mark: letters with a stroke, quotation marks."""


def is_latin(letter: str) -> bool:
    """Whether a letter is of the Latin script, as far as folding leaves one that isn't ASCII."""
    return letter.isascii() or "\u00c0" <= letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff"

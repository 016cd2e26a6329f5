"""What nobody means to write: values and words that a reader must take or refuse, not trip over."""

import re
from random import Random


class Raw(str):
    """Text that goes into a script as it is, without quotes."""

    __slots__ = ()


_VALUES = """
.inf;-.inf;.nan;1e999;-1e308;99999999999999999999999999;-1;-0;0;0.0;00;0x7fffffff;0o777
1_000;1:30;1:99;60:60:60;-1:30;2026-01-01;2026-01-01T00:00:00Z;yes;no;on;off;true;null;~;'';""
[];{};[[]];[{}];[null];{a: b};{? a : b};{? [a] : b};{? {a: b} : c};!!set {a, b};!!omap [a: b]
!!python/object/apply:os.system ["touch pwned"];!!python/name:os.system '';!!binary aGVsbG8=
!!python/object/new:os.system [x];!!timestamp 2026-01-01;!!float 3;!!int "3";!!str 3;!!null '';!x y
*a;&a x;&a [*a];&a {b: *a};<<;{<<: {a: b}};|;>;"? x";": x";- x;=;%;@;`;30s;-30s;0s;1ms;0.0001ms
25h;99999h;1e3s;30 seconds;1 h 99 m;３０s;٣٠s;1½m;30;0.4;1001;10000;3600001;"\\u0000";"\\x1b[31m"
"\\ud800";"\\U0010ffff";"\\u202e";supine;full;hold;reps;left;each;en;tone
"""
VALUES = tuple(map(Raw, re.split(r"[;\n]", _VALUES.strip())))

TEXTS = (
    "[[h@l'oU]] [[_:]]",
    "[[" * 40,
    "<speak><break time='9999s'/></speak>",
    '<speak version="1.0"><audio src="file:///etc/passwd"/></speak>',
    "<phoneme alphabet='ipa' ph='x'>x</phoneme>",
    "&lt;break/&gt; &amp; &#0; &#x1b;",
    "{side}",
    "{sid}",
    "{{side}}",
    "{",
    "}",
    "{}",
    "{0}",
    "{side!r}",
    "{side.__class__.__mro__}",
    "{minutes} {total} {done} {next} {exercise} {rep} {set} {round} {seconds}",
    "%s %(x)s %n",
    "$(touch pwned) `touch pwned` ; touch pwned | cat",
    "-f /etc/passwd",
    "--help",
    "@/etc/passwd",
    "../../outside/secret",
    "\x1b[31mred\x1b[0m\x07",
    "\x00",
    "\x7f\x80\x9f",
    "\ufffe\uffff",
    "\ud800",
    "\u202eesrever\u202c \u2066x\u2069",
    "\u200b\u200d\ufeff",
    "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪👍🏽",
    "🧘",
    "Z̸̡̢̛͇̰̱̟̘̦̝͎̖͕̀́̂̃̄̅̆̇̈̉̊̋̌̍̎̏̐̑̒̓̔̽̾̿̀́͂̓̈́͆͊͋͌̕̚͠͡ͅ",
    "שלום עולם, مرحبا بالعالم",
    "深呼吸をしてください。" * 10,
    "สวัสดี" * 40,
    "ﷺ" * 30,
    "İıßﬁ",
    "…",
    "?!?!?!",
    ".",
    "—",
    "1/0 1/2 ½ 3-4 10^100 2**9",
    "9" * 200,
    "1e400 0x1F -5 +5 ±5 <2 >3",
    "12:99 24:00:00 3 x 10 3x10 20cm 5'11\"",
    "٣ ३ 三 Ⅷ ① ²",
    "yes",
    "a" * 600,
    "a" * 601,
    "a " * 300,
    "a," * 300,
    "A.B." * 150,
    "(" * 300,
    "'" * 300,
    '"' * 299,
    "-" * 300,
    ".-" * 150,
    "1/" * 200,
    "1 " * 300,
    "1-" * 299,
    "1'" * 200,
    "L " * 300,
    "< " * 300,
    "<a " * 150,
    "<a b='" * 60,
    "no. " * 120,
    "e.g. " * 100,
    "\u00a0\u2003\u3000",
    "\u2028 a \u2029 b \x85 c",
    "\t a \n\n b \r\n c",
    "x" * 5_000,
    "word " * 20_000,
)

PATHS = (
    "../../../etc/passwd",
    "/etc/hostname",
    "/etc/passwd",
    "../secret",
    "../../outside/secret",
    "..\\..\\outside\\secret",
    "file:///etc/passwd",
    "~/.ssh/id_rsa",
    "~root/.bashrc",
    "$HOME/.bashrc",
    "/proc/self/environ",
    "/dev/zero",
    "/dev/stdin",
    "C:\\Windows\\win.ini",
    "\\\\server\\share\\x",
    "http://localhost:9/x",
    "x\x00.wav",
    ".",
    "..",
    "",
    "/",
    "*",
    "?[a-z]*",
    "con",
    "a" * 300,
    "routines/x",
    "x.yaml",
    "../routines/case.yaml",
    "| touch pwned",
    "$(touch pwned)",
    "-",
    "--",
)


def word(chance: Random) -> str:
    """Give some text: one of the nasty ones, some letters of all of them, or plain words."""
    match chance.randrange(6):
        case 0:
            mixed = "".join(TEXTS)
            return "".join(chance.choices(mixed, k=chance.randrange(1, 80)))
        case 1:
            return " ".join(chance.choices(TEXTS, k=2))[: chance.choice((20, 200, 600))]
        case 2:
            return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(1, 20)))
        case _:
            return chance.choice(TEXTS)


def value(chance: Random) -> object:
    """Give a value of any type."""
    match chance.randrange(8):
        case 0:
            return word(chance)
        case 1:
            return chance.choice((0, -1, 1, 10**30, -(10**9), 1000, 0.5, 2**63, True, None))
        case 2:
            return Raw(f"{chance.choice((0, -1, 0.5, 1, 7, 59, 3600, 10**12))}{_unit(chance)}")
        case 3:
            return chance.choice(([], {}, [[]], [None], {"a": "b"}, [1, "a", None, {}]))
        case _:
            return chance.choice(VALUES)


def _unit(chance: Random) -> str:
    return chance.choice(("s", "ms", "m", "h", "", " min", "d", "S", " seconds", "%"))

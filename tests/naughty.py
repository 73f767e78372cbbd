"""Strings that have broken programs, made by rule; and strings that would run as a script where they are not escaped.

``NAUGHTY`` is what people paste, by mistake or not: 500 and more of them, each once, in a fixed order.
"""

import itertools
import unicodedata

CONTROLS = [chr(code) for code in (*range(1, 32), 127, *range(128, 160))]
SPACES = [char for char in map(chr, range(0x3001)) if unicodedata.category(char) in ("Zs", "Zl", "Zp")]
MARKS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad\u034f\u061c\u180e"
NOT_CHARACTERS = "\ufffe\uffff\ufdd0\ufdef\ufffd\U0001fffe\U0010ffff\ue000\U000f0000"
WORDS = "null NULL None nil undefined undef NaN Infinity -Infinity true false TRUE constructor __proto__ hasOwnProperty \\0 CON NUL AUX COM1 LPT1 . .. ... - -- _ / // \\ \\\\ * ? : ; , # % %% & | ~ ^ ` ' \" '' \"\" \"' () [] {} <> <!-- --> ]]> /* */ -- //".split()
NUMBERS = "0 -0 00 1 -1 1.00 $1.00 1/2 1E2 1E+02 1e999 -1e999 0x0 0xffffffff 0b1 0o7 999999999999999999999999 -9223372036854775808 9223372036854775808 2147483648 1,000 1.000,00 1'000 ١٢٣ 一二三 Ⅷ ½ ² 0..0 . 1e1.1 1/0 0/0 ∞ +1 ++1 --1 1_000 08 2023-02-30 0000-00-00 9999-99-99 23:59:60".split()
ATTACKS = [
    "1;DROP TABLE annotations_claim",
    "'; DROP TABLE annotations_claim; --",
    "' OR 1=1 -- 1",
    '" OR ""="',
    "x' UNION SELECT password FROM annotations_user --",
    "%",
    "_",
    "%s%s%s%n",
    "%(x)s",
    "%d",
    "%",
    "{0}",
    "{}",
    "{x!r}",
    "{__class__}",
    "{{ settings.SECRET_KEY }}",
    "{% include 'x' %}",
    "{% raw %}",
    "{{ 7|add:7 }}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "@@version",
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "=HYPERLINK('http://example.org')",
    '=IMPORTXML("x")',
    "|ls",
    "$(touch /tmp/x)",
    "`touch /tmp/x`",
    "; touch /tmp/x",
    "&& touch /tmp/x",
    "../../../etc/passwd",
    "..\\..\\x",
    "/etc/passwd",
    "file:///etc/passwd",
    "C:\\Windows",
    "\\\\server\\share",
    "~/.ssh",
    "a/b/c",
    "a\\b",
    "<b>bold</b>",
    "</textarea>x",
    "</title>x",
    "&amp; &lt; &#65; &nbsp; &x;",
    "&#0;",
    "&#xD800;",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///x">]><x>&y;</x>',
    "\\u0041 \\x41 \\n \\t \\' \\\"",
    "\\",
    "a\\",
    '{"a": 1}',
    "[1, 2",
    '"',
    "a,b;c\td",
    'a"b""c',
    "a\nb",
    "\na",
    "a\n",
    "a\r\nb",
    "a\rb",
    "\n\n\n",
    "\t",
    " a",
    "a ",
    "  a  b  ",
    "",
    " ",
]
SCRIPTS = [
    "田中さんにあげて下さい",
    "部落格",
    "사회과학원 어학연구소",
    "찦차를 타고",
    "𠜎𠜱𠝹𠱓",
    "ヽ༼ຈل͜ຈ༽ﾉ",
    "ثم نفس سقطت وبالتحديد",
    "בְּרֵאשִׁית, בָּרָא אֱלֹהִים",
    "הָיְתָהtestالصفحات",
    "﷽",
    "ﷺ",
    "مُنَاقَشَةُ",
    "नमस्ते",
    "สวัสดี",
    "བོད་སྐད",
    "ជំរាបសួរ",
    "ქართული",
    "ελληνικά ΣΊΣΥΦΟΣ ς",
    "Ёлка Привет",
    "İstanbul ıİiI",
    "Straße ẞ",
    "ǅ ǆ Ǆ",
    "ﬁ ﬂ ﬃ",
    "Å Å Å",
    "é é",
    "ṩ ṩ ṩ",
    "가 가",
    "🏳️‍🌈",
    "👨‍👩‍👧‍👦",
    "👩🏽‍🚀",
    "🇧🇷🇨🇳",
    "1️⃣",
    "❤️ ❤︎",
    "😀",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "T̥͊e͓ͥs̗̏t͓̅",
    "˙ɐnbᴉlɐ ɐuƃɐɯ",
    "Ｔｈｅ ｑｕｉｃｋ",
    "𝕋𝕙𝕖 𝓆𝓊𝒾𝒸𝓀",
    "⒯⒣⒠",
    "⁰⁴⁵₀₁₂",
    "‘single’ “double” „low‟ «angle» 「corner」",
    "– — ― − ‐ ‑ ⁃",
    "a‮drow‬b",
    "‏مرحبا‎ hello",
    "⁦isolate⁩",
    "ﾊﾝｶｸ",
    "㋿ ㍻ ㏇",
    "ᚠᛇᚻ",
    "⠠⠎⠞",
    "☃ ☠ ☭",
    "Ω≈ç√∫˜µ≤≥÷",
    "¡™£¢∞§¶•ªº–≠",
    "œ∑´®†¥¨ˆøπ“‘",
    "�",
]
LONG = ["x" * length for length in (255, 256, 257, 500, 501, 1000, 1001, 2000, 2001, 65_536, 100_000)]
LONG += ["é" * 500, "国" * 501, "😀" * 1001, "a " * 5000, "\n" * 3000, "\u0301" * 2000, "a" + "\u0301" * 1000]
HALVES = ["\ud800", "\udfff", "a\ud83d", "\ude00b", "\udc00\ud800"]
NULLS = ["\0", "a\0b", "\0" * 9, "a\0"]


def framed(parts):
    """Each alone inside a word, and at both ends of one: where trimming would show."""
    return [form for part in parts for form in (f"a{part}b", f"{part}a{part}")]


def made():
    parts = framed([*CONTROLS, *SPACES, *MARKS, *NOT_CHARACTERS])
    yield from itertools.chain(NULLS, HALVES, ATTACKS, SCRIPTS, LONG, WORDS, NUMBERS, parts)
    yield from (f"{one} {other}" for one, other in itertools.product(SCRIPTS[:20], "\u202e\u200f\u0301"))


NAUGHTY = list(dict.fromkeys(made()))

# What would run

TAGS = [
    "<script>RUN</script>",
    "<SCRIPT>RUN</SCRIPT>",
    "<scr<script>ipt>RUN</script>",
    "<img src=x onerror=RUN>",
    "<img src=x onerror='RUN'>",
    '<img src="x" onerror="RUN">',
    "<img/src=x/onerror=RUN>",
    "<svg onload=RUN>",
    "<svg><script>RUN</script></svg>",
    "<svg><animate onbegin=RUN attributeName=x dur=1s>",
    "<svg><set onbegin=RUN attributename=x>",
    "<body onload=RUN>",
    "<body onpageshow=RUN>",
    "<iframe src=javascript:RUN></iframe>",
    "<iframe srcdoc='<script>parent.RUN</script>'></iframe>",
    "<input autofocus onfocus=RUN>",
    "<select autofocus onfocus=RUN></select>",
    "<textarea autofocus onfocus=RUN></textarea>",
    "<details open ontoggle=RUN>x</details>",
    "<video><source onerror=RUN></video>",
    "<video src=x onerror=RUN></video>",
    "<audio src=x onerror=RUN>",
    "<object data=javascript:RUN></object>",
    "<embed src=javascript:RUN>",
    "<marquee onstart=RUN>x</marquee>",
    "<style onload=RUN></style>",
    "<link rel=stylesheet href=data:, onload=RUN>",
    "<meta http-equiv=refresh content='0;url=javascript:RUN'>",
    "<math><a xlink:href=javascript:RUN>x</a></math>",
    "<form action=javascript:RUN><button autofocus onfocus=RUN>x</button></form>",
    "<a href=javascript:RUN autofocus onfocus=RUN>x</a>",
    "<div style='animation-name:x' onanimationstart=RUN>x</div>",
    "<template shadowrootmode=open><img src=x onerror=RUN></template>",
    "<noscript><p title='</noscript><img src=x onerror=RUN>'>",
    "<!--><img src=x onerror=RUN>-->",
    "<![CDATA[<img src=x onerror=RUN>]]>",
    "<xss contenteditable autofocus onfocus=RUN>x</xss>",
]
BREAKS = ["", '">', "'>", "</textarea>", "</title>", "</script>", "--></style>", "`>"]
BARE = [
    "javascript:RUN",
    "JaVaScRiPt:RUN",
    "java\tscript:RUN",
    "\x01javascript:RUN",
    "data:text/html,<script>RUN</script>",
    "https://x.example/javascript:RUN",
    '" autofocus onfocus="RUN',
    "' autofocus onfocus='RUN",
    '" onmouseover="RUN" style="position:fixed;inset:0',
    "';RUN;'",
    '";RUN;"',
    "\\';RUN;//",
    "${RUN}",
    "{{constructor.constructor('RUN')()}}",
    "</script><script>RUN</script>",
    "\\u003cscript\\u003eRUN\\u003c/script\\u003e",
    "&lt;script&gt;RUN&lt;/script&gt;",
    "＜script＞RUN＜/script＞",
    "+ADw-script+AD4-RUN+ADw-/script+AD4-",
    "<\x00script>RUN</script>",
]


def payloads():
    """Return strings of which the one at place N calls ``stolen(N)`` where it runs."""
    shapes = [*BARE, *(f"{start}{tag}" for start, tag in itertools.product(BREAKS, TAGS))]
    return [shape.replace("RUN", f"stolen({number})") for number, shape in enumerate(shapes)]

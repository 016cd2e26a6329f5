"""What authors write into a line: sentences, numbers, addresses, names and foreign words."""

SENTENCES = """
Lie on your back and bend both knees.
Breathe in through the nose.
Breathe out, slowly.
Questions? Ring the clinic.
Call before you come.
Emergency:
Stop if the pain goes down the leg.
Ho.
Shhhhhhhhh.
Mmmm.
Brrr!
Psst.
Hmm, nth time.
Room
Step one.
Ask for the physiotherapist on duty.
Write to
The next appointment is on
Your code is
See
Press the low back into the mat, and let it go.
Do as many as you can, but no more than
Between
Then rest.
Tighten the belly a little.
The exercises are on page
For the levels
Sit, stand, walk, lie down.
Walk
Take
Keep the weight at
""".split("\n")

NUMBERS = """
999 112 911 116117 01632960123 020-7946-0958 0800-1234567-89 +44-20-7946-0958 (555)0123456 0123
1234567890123 2026-11-29 29/11/2026 29.11.2026 11/29/26 2026 1999 12,345 1,234,567.89 10.000 1,5
3.14159265358979 0.0000001 1e100 -273.15 777777 1,000,000,000,000 999999999999999999999999 007
T12-L1 L4-L5 L5-S1 C5/C6 A4 B12 4x4 3x10 90/90 7-11 4-7-8 120/80 1/2 3/4 2½ ¼ ⅔ № 1st 22nd 33rd
12:30 6:05am 23:59:59 1h30 90s 30-45s 5min 10kg 7.5lb 3ft6 6'2" 5'30" 98.6°F 37°C 45° 100% 0.5%
$19.99 £1,250 €7 #1 #12345 v2.10.13 192.168.100.101 2001:db8::ff00:42:8329 00:1A:2B:3C:4D:5E
978-3-16-148410-0 4111-1111-1111-1111 SW1A1AA EC1A-1BB K1A0B1 D-10115 1a2b3c4d9f 0xDEADBEEF
VIII XIV MCMLXXXIV Ⅷ ① x² 10⁻³ ٣kg ७x ٣٤٥ १२३ 1.1.1.1 88888888 1010101010101010
77-77-77 6/6/6 1..2 50,50
""".split()

ADDRESSES = """
www.csp.org.uk www.nhs.uk/conditions/back-pain https://example.org/a/b?c=d&e=f#g http://x.co
https://www.xkcd.com/1205/ ftp://ftp.gnu.org/pub mail@example.com user.name+tag@sub.example.co.uk
first_last@klinik-münchen.de example.com:8080 localhost:3000/index.html /usr/share/doc
C:\\Users\\Me\\Music file.tar.gz lower-back_v2.mp3 @physio_xyz #backpain #CSP2026 wttr.in bbc.co.uk
https://youtu.be/dQw4w9WgXcQ doi:10.1136/bmj.n71 urn:isbn:0451450523 a.b.c.d.e.f.g.h p.s. q.v.
""".split()

NAMES = """
NHS BBC MRI MRSA ACL HTML XKCD QRST PhD BSc MCSP iPhone McKenzie O'Brien Ng Nguyễn Schwarzenegger
Pfeffermühle Wrzszcz Szczepański Brzęczyszczykiewicz
Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch
Donaudampfschifffahrtsgesellschaftskapitän Hottentottenstottertrottelmutter Åse Øyvind Łódź Žižek
pneumonoultramicroscopicsilicovolcanoconiosis floccinaucinihilipilification
rhythm myrrh crwth tsktsk
Uttanasana Adho-Mukha Śavāsana Mūlabandha Qigong Xi'an Zhuangzi naïve déjà-vu señor garçon façade
Медленно выдохните плечи коврик Київ Ελληνικά αναπνοή שלום נשימה تنفس ببطء الأرض हिन्दी साँस বাংলা
தமிழ் తెలుగు ಕನ್ನಡ മലയാളം සිංහල ภาษาไทย ລາວ မြန်မာ ქართული Հայերեն አማርኛ 한국어 천천히 日本語
ゆっくり息を吐いて 吸って 呼吸 慢慢呼气 Монгол ᠮᠣᠩᠭᠣᠯ ŋʃ ß Ægir Ǻ Ꙁ 𒀀 ʘ 𝔄𝔅
ﷺ ㎞ ﬁne Iñtërnâtiônàlizætiøn
Aaaaaaaaaaaaaaaaaaaaaaaaaah Ooooom Zzzzz hahahahaha qwertyuiop asdfghjkl zxcvbnm AEIOU I a W WWW
""".split()

PIECES = [line for line in SENTENCES if line] + NUMBERS + ADDRESSES + NAMES

#!/usr/bin/env python3
"""Writes the collection of letters and what is to be read in them.

Every expectation is built from the same words the letter is built from, never from what our parser says.
Run it in this folder; it fills Letters/ anew. The files are committed, so the tests do not need Python.
"""
import base64
import binascii
import hashlib
import json
import pathlib
import quopri
import struct

OUT = pathlib.Path(__file__).parent / "Letters"
DATE = "Mon, 02 Mar 2026 10:15:00 +0200"
DATE_UTC = "2026-03-02T08:15:00Z"
LUCA = {"name": "Luca", "address": "luca@barilla.example"}
DESK = {"name": "", "address": "help@desk.example"}
count = 0


def b(text, charset="ascii"):
    return text if isinstance(text, bytes) else text.encode(charset)


def crlf(text):
    return text.replace("\n", "\r\n")


def att(name, media_type, data, inline=False):
    return {"name": name, "media_type": media_type, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "inline": inline}


def letter(name, raw, *, message_id=None, date=DATE_UTC, sender=LUCA, to=(DESK,), cc=(), subject="", text="", html=False,
           attachments=(), problems=(), report=None, reply_to=None, in_reply_to=None, references=None):
    global count
    count += 1
    (OUT / f"{name}.eml").write_bytes(raw)
    expected = {
        "message_id": message_id or f"{name}@barilla.example", "date": date, "from": sender, "to": list(to), "cc": list(cc),
        "subject": subject, "text": text, "html": html, "attachments": list(attachments), "problems": list(problems),
    }
    for key, value in (("report", report), ("reply_to", reply_to), ("in_reply_to", in_reply_to), ("references", references)):
        if value is not None:
            expected[key] = value
    if message_id == "":
        expected["message_id"] = None
    (OUT / f"{name}.expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def head(name, subject=b"", *, sender=b"Luca <luca@barilla.example>", to=b"help@desk.example", date=DATE, more=b"", mime=True, eol=b"\r\n"):
    lines = [b"From: " + b(sender), b"To: " + b(to), b"Date: " + b(date), b"Message-ID: <" + b(name) + b"@barilla.example>", b"Subject: " + b(subject)]
    if mime:
        lines.append(b"MIME-Version: 1.0")
    if more:
        lines.append(b(more).rstrip(b"\r\n"))
    return eol.join(lines) + eol


def encode(data, encoding):
    if encoding == "base64":
        return base64.encodebytes(data).replace(b"\n", b"\r\n")
    if encoding == "quoted-printable":
        return quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return data


def part(media_type, data, encoding="7bit", more=""):
    header = f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: {encoding}\r\n{crlf(more)}\r\n"
    return b(header) + encode(b(data), encoding)


def multi(kind, boundary, *parts, more="", close=True, preamble=b"", epilogue=b""):
    body = b(f"Content-Type: multipart/{kind}; boundary=\"{boundary}\"{more}\r\n\r\n") + preamble
    for one in parts:
        body += b(f"--{boundary}\r\n") + one + b"\r\n"
    return body + (b(f"--{boundary}--\r\n") if close else b"") + epilogue


def word(text, charset, encoding="B"):
    """Encoded words of at most 75 characters, cut between characters."""
    words, chunk = [], ""
    for c in text + "\0":
        trial = chunk + c
        data = trial.encode(charset) if c != "\0" else b""
        if c == "\0" or len(data) > 30:
            data = chunk.encode(charset)
            coded = base64.b64encode(data).decode() if encoding == "B" else "".join("_" if x == 32 else chr(x) if chr(x).isalnum() and x < 128 else f"={x:02X}" for x in data)
            words.append(f"=?{charset}?{encoding}?{coded}?=")
            chunk = c
        else:
            chunk = trial
    return b("\r\n ".join(words))


def simple(name, text, charset, encoding, subject, subject_raw=None, declared=None, problems=(), python_charset=None, **more):
    declared = charset if declared is None else declared
    codec = python_charset or charset
    data = crlf(text).encode(codec) if charset else crlf(text).encode()
    type_ = "text/plain" + (f"; charset={declared}" if declared else "")
    raw = head(name, word(subject, codec) if subject_raw is None else subject_raw, **more) + part(type_, data, encoding)
    letter(name, raw, subject=subject, text=text.strip("\n"), problems=problems)


# --- Cyrillic in its charsets -----------------------------------------------------------------------------------------
RU_SUBJECT = "Не открывается отчёт за февраль"
RU = ("Здравствуйте!\n\nС утра не открывается отчёт за февраль: программа пишет «нет прав» и закрывается.\n"
      "Посмотрите, пожалуйста, сегодня. Нам нужно отправить его в банк до вечера.\n\nС уважением,\nЛука\n")
RU_PLAIN = RU.replace("«", '"').replace("»", '"')
for charset in ("koi8-r", "windows-1251", "iso-8859-5", "utf-8", "ibm866"):
    body = RU if charset in ("windows-1251", "utf-8") else RU_PLAIN
    for encoding in ("8bit", "quoted-printable", "base64"):
        simple(f"cyrillic-{charset}-{encoding}", body, charset, encoding, RU_SUBJECT)
    raw_subject = RU_SUBJECT.encode(charset)
    simple(f"cyrillic-{charset}-raw-subject", body, charset, "8bit", RU_SUBJECT, raw_subject)
    simple(f"cyrillic-{charset}-undeclared", body, charset, "8bit", RU_SUBJECT, raw_subject, declared="")
for charset in ("koi8-r", "windows-1251", "iso-8859-5"):
    simple(f"cyrillic-{charset}-q-subject", RU_PLAIN, charset, "base64", RU_SUBJECT, word(RU_SUBJECT, charset, "Q"))
    simple(f"cyrillic-{charset}-capitals-undeclared", RU_PLAIN.upper(), charset, "8bit", "СРОЧНО", word("СРОЧНО", "utf-8"), declared="")
simple("cyrillic-koi8-u", "Шановні колеги, прошу перевірити їхній звіт.\n", "koi8-u", "base64", "Звіт", word("Звіт", "koi8-u"))
name = "cyrillic-html-meta-1251"
html = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body><p>Добрый день!</p><p>Отчёт не открылся.</p></body></html>'
letter(name, head(name, "Meta") + part("text/html", html.encode("windows-1251"), "8bit"), subject="Meta", text="Добрый день!\n\nОтчёт не открылся.", html=True)

# --- Lying charsets -----------------------------------------------------------------------------------------------------
LIE = "The text is not in the charset it names; it was read as {}."
simple("lie-utf8-is-1251", RU, "windows-1251", "8bit", "Lie", b"Lie", declared="utf-8", problems=[LIE.format("windows-1251")])
simple("lie-ascii-is-koi8", RU_PLAIN, "koi8-r", "8bit", "Lie", b"Lie", declared="us-ascii", problems=[LIE.format("koi8-r")])
simple("lie-latin1-is-utf8", RU, "utf-8", "8bit", "Lie", b"Lie", declared="iso-8859-1", problems=[LIE.format("utf-8")])
simple("lie-latin1-is-1251", RU, "windows-1251", "base64", "Lie", b"Lie", declared="iso-8859-1", problems=[LIE.format("windows-1251")])
simple("lie-koi8-is-1251", RU, "windows-1251", "8bit", "Lie", b"Lie", declared="koi8-r", problems=[LIE.format("windows-1251")])
simple("lie-1251-is-koi8", RU_PLAIN, "koi8-r", "8bit", "Lie", b"Lie", declared="windows-1251", problems=[LIE.format("koi8-r")])
simple("lie-gb2312-is-gb18030", "你好，朱镕基的报告。𠀀\n", "gb18030", "base64", "Lie", b"Lie", declared="gb2312")
NOBODY = "The text names a charset that nobody knows; it was read as {}."
simple("unknown-charset-utf8", RU, "utf-8", "8bit", "Unknown", b"Unknown", declared="x-unknown", problems=[NOBODY.format("utf-8")])
simple("unknown-charset-1251", RU, "windows-1251", "8bit", "Unknown", b"Unknown", declared="x-user-defined", problems=[NOBODY.format("windows-1251")])
simple("alias-utf8", "Perché no?\n", "utf-8", "8bit", "Alias", b"Alias", declared="utf8")
simple("alias-ansi", "Perché no?\n", "windows-1252", "8bit", "Alias", b"Alias", declared="ansi")
simple("alias-cp1251", RU, "windows-1251", "8bit", "Alias", b"Alias", declared="cp-1251")
name = "utf8-with-one-bad-byte"
letter(name, head(name, "Damage") + part("text/plain; charset=utf-8", "Привет, ".encode() + b"\xff" + "коллеги и друзья".encode(), "8bit"),
       subject="Damage", text="Привет, \ufffdколлеги и друзья", problems=["The text holds bytes that could not be read."])

# --- East Asia ------------------------------------------------------------------------------------------------------------
JA, JA_SUBJECT = "お世話になっております。\n添付の資料をご確認ください。\nよろしくお願いいたします。\n", "会議の資料について"
for charset, encoding in (("shift_jis", "8bit"), ("shift_jis", "base64"), ("euc-jp", "8bit"), ("euc-jp", "quoted-printable"), ("iso-2022-jp", "7bit"), ("iso-2022-jp", "base64"), ("utf-8", "base64")):
    simple(f"japanese-{charset}-{encoding}", JA, charset, encoding, JA_SUBJECT)
simple("japanese-raw-jis-subject", JA, "iso-2022-jp", "7bit", JA_SUBJECT, JA_SUBJECT.encode("iso-2022-jp"))
ZH, ZH_SUBJECT = "您好：\n请查收附件中的报告。\n谢谢！\n", "关于二月份的报告"
for charset, encoding in (("gb2312", "8bit"), ("gb2312", "base64"), ("gbk", "base64"), ("gb18030", "8bit"), ("gb18030", "base64"), ("utf-8", "8bit")):
    simple(f"chinese-{charset}-{encoding}", ZH, charset, encoding, ZH_SUBJECT)
simple("chinese-big5-8bit", "您好：\n請查收附件中的報告。\n謝謝！\n", "big5", "8bit", "關於二月份的報告")
simple("chinese-big5-base64", "您好：\n請查收附件中的報告。\n謝謝！\n", "big5", "base64", "關於二月份的報告")
simple("chinese-hz", ZH, "hz", "7bit", "HZ", b"HZ", declared="hz-gb-2312")
KO = "안녕하세요.\n보고서를 확인해 주세요.\n감사합니다.\n"
simple("korean-euc-kr", KO, "euc-kr", "8bit", "보고서")
simple("korean-ks-c-5601", KO, "euc-kr", "base64", "보고서", declared="ks_c_5601-1987")
simple("korean-iso-2022-kr", KO, "iso-2022-kr", "7bit", "KR", b"KR")

# --- Western and other ------------------------------------------------------------------------------------------------------
IT, IT_SUBJECT = "Buongiorno,\nla stampante non funziona più: c'è un errore e non si può stampare.\nPerché? Così non va.\nÈ urgente, grazie.\n", "Perché la stampante è ferma?"
for charset in ("iso-8859-1", "windows-1252", "iso-8859-15", "utf-8"):
    for encoding in ("8bit", "quoted-printable"):
        simple(f"italian-{charset}-{encoding}", IT, charset, encoding, IT_SUBJECT)
simple("italian-undeclared", IT, "windows-1252", "8bit", IT_SUBJECT, IT_SUBJECT.encode("windows-1252"), declared="")
simple("windows-1252-quotes-as-latin1", "“Già” – fatto…\n", "windows-1252", "8bit", "Quotes", b"Quotes", declared="iso-8859-1")
for charset, text in (("iso-8859-7", "Καλημέρα σας, το πρόγραμμα δεν ανοίγει.\n"), ("iso-8859-9", "Günaydın, yazıcı çalışmıyor.\n"), ("iso-8859-2", "Dzień dobry, proszę o pomoc.\n"),
                      ("windows-1250", "Příliš žluťoučký kůň.\n"), ("windows-1255", "שלום, התוכנה לא נפתחת.\n"), ("windows-1256", "مرحبا، البرنامج لا يعمل.\n"), ("tis-620", "สวัสดีครับ\n")):
    simple(f"other-{charset}", text, charset, "base64", "Other", b"Other")

# --- Unicode ------------------------------------------------------------------------------------------------------------------
for label, codec, mark in (("utf-16le-marked", "utf-16-le", b"\xff\xfe"), ("utf-16be-marked", "utf-16-be", b"\xfe\xff"), ("utf-16le-unmarked", "utf-16-le", b""), ("utf-16be-unmarked", "utf-16-be", b"")):
    name = f"unicode-{label}"
    letter(name, head(name, "UTF-16") + part("text/plain; charset=utf-16", mark + crlf("Hello, привет, 你好 😀\n").encode(codec), "base64"), subject="UTF-16", text="Hello, привет, 你好 😀")
name = "unicode-utf8-marked"
letter(name, head(name, "BOM") + part("text/plain; charset=utf-8", b"\xef\xbb\xbf" + "Ciao, perché?".encode(), "8bit"), subject="BOM", text="Ciao, perché?")
simple("unicode-utf-7", "Привет, 1 + 1 = 2 & 你好\n", "utf-7", "7bit", "UTF-7", b"UTF-7", declared="unicode-1-1-utf-7")
simple("unicode-emoji-subject", "👍\n", "utf-8", "base64", "Готово 👍🏽 100%")

# --- Encoded words and raw headers --------------------------------------------------------------------------------------------
PLAIN = part("text/plain", "Text.")


def header_case(name, subject_raw, subject):
    letter(name, head(name, subject_raw) + PLAIN, subject=subject, text="Text.")


split = "Счёт на оплату".encode()
header_case("words-split-in-a-character", b" ".join(b"=?utf-8?B?" + base64.b64encode(split[i:i + 5]) + b"?=" for i in range(0, len(split), 5)), "Счёт на оплату")
header_case("words-split-q-in-a-character", b"=?utf-8?Q?=D0=A1=D1?=\r\n =?utf-8?Q?=87=D1=91=D1=82?=", "Счёт")
header_case("words-with-spaces-inside", b"=?utf-8?Q?two words here?=", "two words here")
header_case("words-glued-to-text", b"Re:=?utf-8?Q?=D0=94=D0=B0?=!", "Re:Да!")
header_case("words-between-text", b"Fwd: =?utf-8?B?0JTQsA==?= and =?iso-8859-1?Q?s=EC?= too", "Fwd: Да and sì too")
header_case("words-without-padding", b"=?utf-8?B?0JTQsA?=", "Да")
header_case("words-with-language", b"=?utf-8*it?Q?perch=C3=A9?=", "perché")
header_case("words-lower-case", b"=?UTF-8?q?perch=c3=a9?= =?utf-8?b?4oKs?=", "perché€")
header_case("words-unknown-charset", b"=?x-nothing?Q?perch=C3=A9?=", "perché")
header_case("words-unfinished", b"=?utf-8?B?0JTQsA==", "=?utf-8?B?0JTQsA==")
header_case("words-empty", b"=?utf-8?Q??= rest", " rest".strip())
header_case("words-with-line-end-inside", b"=?utf-8?Q?one=0D=0ABcc:_x?=", "one  Bcc: x")
header_case("subject-folded", b"one\r\n two\r\n\tthree", "one two three")
header_case("subject-with-tabs", b"one\ttwo", "one two")
header_case("subject-empty", b"", "")
header_case("subject-very-long", b("word " * 400).strip(), ("word " * 400).strip())
header_case("subject-with-ticket-number", word("Отчёт", "koi8-r") + b"\r\n DPR:12345", "Отчёт DPR:12345")
name = "subject-missing"
letter(name, b"From: Luca <luca@barilla.example>\r\nTo: help@desk.example\r\nDate: " + b(DATE) + b"\r\nMessage-ID: <" + b(name) + b"@barilla.example>\r\n\r\nText.\r\n", text="Text.")
name = "subject-raw-mixed-utf8"
letter(name, head(name, "Città: riunione".encode()) + PLAIN, subject="Città: riunione", text="Text.")
name = "thread-headers"
letter(name, head(name, "Re: x", more="In-Reply-To: <a1@desk.example>\r\nReferences: <a0@desk.example>\r\n\t<a1@desk.example> <a1@desk.example>\r\nReply-To: \"Elena\" <elena@barilla.example>\r\nCc: marco@barilla.example, \"Daniele\" <daniele@barilla.example>") + PLAIN,
       subject="Re: x", text="Text.", cc=[{"name": "", "address": "marco@barilla.example"}, {"name": "Daniele", "address": "daniele@barilla.example"}],
       reply_to=[{"name": "Elena", "address": "elena@barilla.example"}], in_reply_to=["a1@desk.example"], references=["a0@desk.example", "a1@desk.example"])
name = "thread-old-in-reply-to"
letter(name, head(name, "Re: x", more="In-Reply-To: Your message of Monday <a2@desk.example>") + PLAIN, subject="Re: x", text="Text.", in_reply_to=["a2@desk.example"], references=[])

# --- Addresses ------------------------------------------------------------------------------------------------------------------
for name, raw, who in (
    ("from-bare", b"luca@barilla.example", ("", "luca@barilla.example")),
    ("from-comment", b"luca@barilla.example (Luca of Barilla)", ("Luca of Barilla", "luca@barilla.example")),
    ("from-quoted", b'"Luca, Barilla \\"SW1\\"" <luca@barilla.example>', ('Luca, Barilla "SW1"', "luca@barilla.example")),
    ("from-unquoted-comma", b"Barilla, Luca <luca@barilla.example>", ("Barilla, Luca", "luca@barilla.example")),
    ("from-encoded", word("Лука из Бариллы", "koi8-r") + b" <luca@barilla.example>", ("Лука из Бариллы", "luca@barilla.example")),
    ("from-encoded-in-quotes", b'"=?utf-8?B?' + base64.b64encode("Лука".encode()) + b'?=" <luca@barilla.example>', ("Лука", "luca@barilla.example")),
    ("from-encoded-with-comma", b"=?utf-8?Q?Barilla=2C_Luca?= <luca@barilla.example>", ("Barilla, Luca", "luca@barilla.example")),
    ("from-encoded-whole", b"=?utf-8?Q?Luca_=3Cluca=40barilla=2Eexample=3E?=", ("Luca", "luca@barilla.example")),
    ("from-raw-koi8", "Лука Барилла".encode("koi8-r") + b" <luca@barilla.example>", ("Лука Барилла", "luca@barilla.example")),
    ("from-mailto", b"Luca <mailto:luca@barilla.example>", ("Luca", "luca@barilla.example")),
    ("from-route", b"Luca <@relay.example:luca@barilla.example>", ("Luca", "luca@barilla.example")),
    ("from-unclosed", b"Luca <luca@barilla.example", ("Luca", "luca@barilla.example")),
    ("from-trailing-dot", b"Luca <luca@barilla.example.>", ("Luca", "luca@barilla.example")),
    ("from-single-quotes", b"'Luca' <luca@barilla.example>", ("Luca", "luca@barilla.example")),
    ("from-name-is-address", b'"luca@barilla.example" <luca@barilla.example>', ("", "luca@barilla.example")),
    ("from-local-part", b"MAILER-DAEMON", ("", "MAILER-DAEMON")),
    ("from-name-only", b"Luca Barilla", ("Luca Barilla", "")),
    ("from-idn", "Luca <luca@büro.example>".encode(), ("Luca", "luca@büro.example")),
):
    letter(name, head(name, "Who", sender=raw) + PLAIN, subject="Who", text="Text.", sender={"name": who[0], "address": who[1]})
for name, raw, to in (
    ("to-group", b"Staff: sandro@desk.example, Marco <marco@desk.example>;", [("", "sandro@desk.example"), ("Marco", "marco@desk.example")]),
    ("to-undisclosed", b"undisclosed-recipients:;", []),
    ("to-semicolons", b"sandro@desk.example; marco@desk.example", [("", "sandro@desk.example"), ("", "marco@desk.example")]),
    ("to-folded", b"Sandro <sandro@desk.example>,\r\n\tMarco\r\n <marco@desk.example>", [("Sandro", "sandro@desk.example"), ("Marco", "marco@desk.example")]),
    ("to-many", b", ".join(b"u%d@desk.example" % i for i in range(60)), [("", f"u{i}@desk.example") for i in range(60)]),
):
    letter(name, head(name, "Whom", to=raw) + PLAIN, subject="Whom", text="Text.", to=[{"name": n, "address": a} for n, a in to])
name = "from-missing"
letter(name, head(name, "Nobody").split(b"\r\n", 1)[1] + PLAIN, subject="Nobody", text="Text.", sender=None)

# --- Dates ------------------------------------------------------------------------------------------------------------------------
for name, written, utc in (
    ("no-weekday", "2 Mar 2026 10:15 +0200", DATE_UTC), ("comment", "Mon, 2 Mar 2026 10:15:00 +0200 (EET)", DATE_UTC), ("zone-gmt", "Mon, 02 Mar 2026 08:15:00 GMT", DATE_UTC),
    ("zone-est", "Mon, 02 Mar 2026 03:15:00 EST", DATE_UTC), ("two-digit-year", "Mon, 02 Mar 26 08:15:00 +0000", DATE_UTC), ("last-century", "Fri, 26 Nov 99 21:40:36 +0000", "1999-11-26T21:40:36Z"),
    ("dashes", "02-Mar-2026 10:15:00 +0200", DATE_UTC), ("asctime", "Mon Mar  2 08:15:00 2026", DATE_UTC), ("iso", "2026-03-02T10:15:00+02:00", DATE_UTC), ("american", "March 2, 2026 08:15:00 +0000", DATE_UTC),
    ("no-zone", "Mon, 02 Mar 2026 08:15:00", DATE_UTC), ("zone-with-colon", "Mon, 02 Mar 2026 10:15:00 +02:00", DATE_UTC), ("meridiem", "Mon, 02 Mar 2026 08:15:00 PM +0000", "2026-03-02T20:15:00Z"),
    ("italian", "lun, 2 marzo 2026 10:15:00 +0200", DATE_UTC), ("nonsense", "yesterday at noon", None), ("impossible", "Mon, 31 Feb 2026 10:15:00 +0200", None), ("empty", "", None),
    ("leap-second", "Wed, 31 Dec 2025 23:59:60 +0000", "2025-12-31T23:59:59Z"),
):
    letter(f"date-{name}", head(f"date-{name}", "When", date=written) + PLAIN, subject="When", text="Text.", date=utc)
name = "date-russian"
letter(name, head(name, "When", date="2 марта 2026 10:15:00 +0200".encode()) + PLAIN, subject="When", text="Text.")

# --- File names ---------------------------------------------------------------------------------------------------------------------
PDF = b"%PDF-1.4 not really\n" + bytes(range(256))


def file_case(name, disposition, file_name, type_="application/pdf"):
    one = b(f"Content-Type: {type_}\r\nContent-Transfer-Encoding: base64\r\n") + b"Content-Disposition: " + b(disposition, "utf-8") + b"\r\n\r\n" + encode(PDF, "base64")
    letter(name, head(name, "File") + multi("mixed", "b1", PLAIN, one), subject="File", text="Text.", attachments=[att(file_name, "application/pdf", PDF)])


file_case("file-quoted", 'attachment; filename="a report.pdf"', "a report.pdf")
file_case("file-unquoted-spaces", "attachment; filename=a report.pdf", "a report.pdf")
file_case("file-2231", "attachment; filename*=utf-8''%D0%9E%D1%82%D1%87%D1%91%D1%82.pdf", "Отчёт.pdf")
file_case("file-2231-koi8", "attachment; filename*=koi8-r'ru'" + "".join(f"%{x:02X}" for x in "Отчёт".encode("koi8-r")) + ".pdf", "Отчёт.pdf")
file_case("file-2231-pieces", "attachment;\r\n filename*0*=utf-8''%D0%9E%D1%82%D1;\r\n filename*1*=%87%D1%91%D1%82;\r\n filename*2=.pdf", "Отчёт.pdf")
file_case("file-2231-pieces-out-of-order", "attachment; filename*1=\"two.pdf\"; filename*0=\"one-\"", "one-two.pdf")
file_case("file-2231-lying-charset", "attachment; filename*=us-ascii''%D0%9E%D1%82%D1%87%D1%91%D1%82.pdf", "Отчёт.pdf")
file_case("file-2231-no-charset", "attachment; filename*=%D0%9E%D1%82%D1%87%D1%91%D1%82.pdf", "Отчёт.pdf")
file_case("file-encoded-word", 'attachment; filename="' + word("Отчёт за февраль.pdf", "koi8-r").decode() + '"', "Отчёт за февраль.pdf")
file_case("file-raw-utf8", 'attachment; filename="Отчёт.pdf"', "Отчёт.pdf")
file_case("file-path", 'attachment; filename="C:\\Users\\luca\\report.pdf"', "report.pdf")
file_case("file-traversal", 'attachment; filename="../../etc/report.pdf"', "report.pdf")
file_case("file-name-of-type", "attachment", "typed.pdf", 'application/pdf; name="typed.pdf"')
file_case("file-no-name", "attachment", "document.pdf")
file_case("file-semicolon-in-quotes", 'attachment; filename="a;b.pdf"', "a;b.pdf")
file_case("file-brackets", "attachment; filename=report(1).pdf", "report(1).pdf")

# --- Structures -----------------------------------------------------------------------------------------------------------------------
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
HTML = "<html><body><p>Hello <b>desk</b>,</p><p>see <a href=\"https://barilla.example/r\">the report</a>.</p></body></html>"
HTML_TEXT = "Hello desk,\n\nsee the report <https://barilla.example/r>."


def case(name, raw, **expect):
    expect.setdefault("subject", "Form")
    letter(name, head(name, "Form") + raw, **expect)


plain, html = part("text/plain", "Hello desk."), part("text/html; charset=utf-8", HTML)
case("alternative", multi("alternative", "b1", plain, html), text="Hello desk.", html=True)
case("alternative-html-first", multi("alternative", "b1", html, plain), text="Hello desk.", html=True)
case("alternative-empty-text", multi("alternative", "b1", part("text/plain", " \r\n"), html), text=HTML_TEXT, html=True)
case("html-only", html, text=HTML_TEXT, html=True)
case("html-quoted-list", part("text/html", "<p>Yes:</p><ul><li>one<li>two</ul><blockquote>Is it <i>so</i>?<br>Really?</blockquote><div>--&nbsp;</div><div>Luca &amp; Co</div><script>x()</script><style>p{}</style><!-- no -->"),
     text="Yes:\n\n- one\n- two\n\n> Is it so?\n> Really?\n\n-- \nLuca & Co", html=True)
case("html-table", part("text/html", "<table><tr><td>a</td><td>b</td></tr>\n<tr><td>c</td><td>d</td></tr></table><pre>x\n  y</pre>"), text="a b\nc d\n\nx\n  y", html=True)
case("html-broken", part("text/html", "<p>1 < 2 & 3 > 2<p>unclosed <a href='x>tail</p>"), text="1 < 2 & 3 > 2\n\nunclosed tail", html=True)
image = part("image/gif", GIF, "base64", "Content-ID: <logo@barilla.example>\nContent-Disposition: inline; filename=\"logo.gif\"\n")
lonely = part("image/gif", GIF, "base64", "Content-ID: <other@barilla.example>\nContent-Disposition: inline; filename=\"other.gif\"\n")
shown = part("text/html; charset=utf-8", "<p>Logo:<img src=\"cid:logo@barilla.example\" alt=\"\"></p>")
case("related", multi("related", "b1", shown, image), text="Logo:", html=True, attachments=[att("logo.gif", "image/gif", GIF, True)])
case("related-start", multi("related", "b1", image, part("text/html", "<img src='cid:logo@barilla.example'>Hi", more="Content-ID: <root@x>\n"), more='; start="<root@x>"'), text="Hi", html=True, attachments=[att("logo.gif", "image/gif", GIF, True)])
case("related-unreferenced", multi("related", "b1", shown, image, lonely), text="Logo:", html=True, attachments=[att("logo.gif", "image/gif", GIF, True), att("other.gif", "image/gif", GIF)])
case("mixed-alternative-related", multi("mixed", "m", multi("alternative", "a", plain, multi("related", "r", shown, image)), part("application/pdf", PDF, "base64", "Content-Disposition: attachment; filename=r.pdf\n")),
     text="Hello desk.", html=True, attachments=[att("logo.gif", "image/gif", GIF, True), att("r.pdf", "application/pdf", PDF)])
case("text-then-text", multi("mixed", "b1", plain, part("text/plain", "A list's footer.")), text="Hello desk.", attachments=[att("text.txt", "text/plain", b"A list's footer.")])
case("text-attachment", multi("mixed", "b1", plain, part("text/plain; name=log.txt", "line 1\r\nline 2\r\n", more="Content-Disposition: attachment\n")), text="Hello desk.", attachments=[att("log.txt", "text/plain", b"line 1\r\nline 2\r\n")])
case("attachment-only", part("application/pdf", PDF, "base64", "Content-Disposition: attachment; filename=r.pdf\n"), attachments=[att("r.pdf", "application/pdf", PDF)])
ICS = crlf("BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1@barilla.example\nSUMMARY:Riunione\nDTSTART:20260303T090000Z\nEND:VEVENT\nEND:VCALENDAR\n").encode()
case("calendar-invite", multi("alternative", "b1", plain, html, part("text/calendar; charset=utf-8; method=REQUEST", ICS)), text="Hello desk.", html=True, attachments=[att("invite.ics", "text/calendar", ICS)])
case("calendar-only", part("text/calendar; method=REQUEST; name=\"meeting.ics\"", ICS, "base64"), attachments=[att("meeting.ics", "text/calendar", ICS)])
case("calendar-cancelled", multi("mixed", "b0", multi("alternative", "b1", plain, part("text/calendar; method=CANCEL", ICS)), part("application/ics; name=invite.ics", ICS, "base64", "Content-Disposition: attachment; filename=invite.ics\n")),
     text="Hello desk.", attachments=[att("invite.ics", "text/calendar", ICS), att("invite.ics", "application/ics", ICS)])
P7S = b"0\x82\x01\x00" + bytes(range(200))
case("smime-signed", multi("signed", "b1", plain, part("application/pkcs7-signature; name=smime.p7s", P7S, "base64", "Content-Disposition: attachment; filename=smime.p7s\n"), more='; protocol="application/pkcs7-signature"; micalg=sha-256'),
     text="Hello desk.", attachments=[att("smime.p7s", "application/pkcs7-signature", P7S)])
SEALED = "The text is in an encrypted or signed part that is not opened here; it is kept as it came."
case("smime-enveloped", part("application/pkcs7-mime; smime-type=enveloped-data", P7S, "base64"), attachments=[att("smime.p7m", "application/pkcs7-mime", P7S)], problems=[SEALED])
SIG = crlf("-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n").encode()
case("pgp-signed", multi("signed", "b1", multi("alternative", "b2", plain, html), part("application/pgp-signature", SIG), more='; protocol="application/pgp-signature"'), text="Hello desk.", html=True, attachments=[att("signature.asc", "application/pgp-signature", SIG)])
PGP = crlf("-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n").encode()
case("pgp-encrypted", multi("encrypted", "b1", part("application/pgp-encrypted", b"Version: 1\r\n"), part("application/octet-stream; name=encrypted.asc", PGP), more='; protocol="application/pgp-encrypted"'),
     attachments=[att("version.txt", "application/pgp-encrypted", b"Version: 1\r\n"), att("encrypted.asc", "application/octet-stream", PGP)], problems=[SEALED])
case("pgp-inline", part("text/plain", b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nHello.\r\n" + SIG), text="-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello.\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----")


def nested(subject, body, sender="marco@barilla.example"):
    return b(f"From: {sender}\r\nTo: luca@barilla.example\r\nSubject: ") + b(subject, "utf-8") + b"\r\nMessage-ID: <inner@barilla.example>\r\n" + body


inner = nested("The first: letter?", part("text/plain", "Inner words.\r\n"))
case("forwarded-as-message", multi("mixed", "b1", plain, part("message/rfc822", inner)), text="Hello desk.", attachments=[att("The first letter.eml", "message/rfc822", inner)])
chain = nested("Fwd: chain", multi("mixed", "c1", part("text/plain", "Middle."), part("message/rfc822", inner)))
case("forwarded-chain-as-messages", multi("mixed", "b1", plain, part("message/rfc822", chain)), text="Hello desk.", attachments=[att("Fwd chain.eml", "message/rfc822", chain)])
case("forwarded-message-base64", multi("mixed", "b1", plain, part("message/rfc822; name=\"old mail.eml\"", inner, "base64")), text="Hello desk.", attachments=[att("old mail.eml", "message/rfc822", inner)])
encoded_inner = nested(word("Старое письмо", "koi8-r").decode(), part("text/plain", "x"))
case("forwarded-encoded-subject", multi("mixed", "b1", plain, part("message/rfc822", encoded_inner)), text="Hello desk.", attachments=[att("Старое письмо.eml", "message/rfc822", encoded_inner)])
FORWARD = "See below.\n\n---------- Forwarded message ----------\nFrom: Marco <marco@barilla.example>\nDate: Sun, 1 Mar 2026\nSubject: Report\n\n> On Saturday Elena wrote:\n>> Where is it?\n> I do not know.\n"
case("forwarded-inline-chain", part("text/plain", crlf(FORWARD)), text=FORWARD.strip("\n"))
case("digest", multi("digest", "b1", b"\r\n" + inner, b"\r\n" + chain), attachments=[att("The first letter.eml", "message/rfc822", inner), att("Fwd chain.eml", "message/rfc822", chain)])
case("external-body", multi("mixed", "b1", plain, part("message/external-body; access-type=URL; URL=\"https://barilla.example/x\"", "Content-Type: image/gif\r\n\r\n")), text="Hello desk.", attachments=[att("external-body.txt", "message/external-body", b"Content-Type: image/gif\r\n\r\n")])
case("image-without-name", multi("mixed", "b1", plain, part("image/png", b"\x89PNG", "base64")), text="Hello desk.", attachments=[att("image.png", "image/png", b"\x89PNG")])
case("content-location-name", multi("related", "b1", shown, part("image/gif", GIF, "base64", "Content-Location: https://barilla.example/pics/logo2.gif?x=1\n")), text="Logo:", html=True, attachments=[att("logo2.gif", "image/gif", GIF)])
case("preamble-and-epilogue", multi("mixed", "b1", plain, preamble=b"This is a multi-part message in MIME format.\r\n", epilogue=b"\r\nepilogue\r\n"), text="Hello desk.")

# --- Flowed -----------------------------------------------------------------------------------------------------------------------------
case("flowed", part("text/plain; format=flowed", "This line goes \r\non here. \r\nAnd here.\r\n\r\n> quoted and \r\n> still quoted\r\n>> deeper\r\n From stuffed\r\n-- \r\nLuca\r\n"),
     text="This line goes on here. And here.\n\n> quoted and still quoted\n>> deeper\nFrom stuffed\n-- \nLuca")
case("flowed-delsp", part("text/plain; format=flowed; delsp=yes", "one \r\ntwo \r\nthree\r\n"), text="onetwothree")

# --- Broken structures --------------------------------------------------------------------------------------------------------------------
NOT_CLOSED = "A multipart is not closed by its boundary."
case("boundary-not-closed", multi("mixed", "b1", plain, part("image/gif", GIF, "base64"), close=False), text="Hello desk.", attachments=[att("image.gif", "image/gif", GIF)], problems=[NOT_CLOSED])
case("boundary-inner-not-closed", multi("mixed", "b1", multi("alternative", "b2", plain, html, close=False), part("image/gif", GIF, "base64")), text="Hello desk.", html=True, attachments=[att("image.gif", "image/gif", GIF)], problems=[NOT_CLOSED])
case("boundary-trailing-blanks", multi("mixed", "b1", plain, part("image/gif", GIF, "base64")).replace(b"--b1\r\n", b"--b1 \t\r\n"), text="Hello desk.", attachments=[att("image.gif", "image/gif", GIF)])
case("boundary-prefix-of-another", multi("mixed", "b", multi("mixed", "bb", plain), part("text/plain", "--bbb\r\nno delimiter")), text="Hello desk.", attachments=[att("text.txt", "text/plain", b"--bbb\r\nno delimiter")])
case("boundary-not-named", multi("mixed", "b1", plain, part("image/gif", GIF, "base64")).replace(b'; boundary="b1"', b""), text="Hello desk.", attachments=[att("image.gif", "image/gif", GIF)], problems=["A multipart names no boundary."])
case("boundary-named-wrongly", multi("mixed", "b1", plain, part("image/gif", GIF, "base64")).replace(b'boundary="b1"', b'boundary="other"'), text="Hello desk.", attachments=[att("image.gif", "image/gif", GIF)],
     problems=[NOT_CLOSED, "A multipart names another boundary than the one it uses."])
case("boundary-never-used", b"Content-Type: multipart/mixed; boundary=xyz\r\n\r\nJust words.\r\n", text="Just words.", problems=[NOT_CLOSED, "A multipart has no parts; its content is read as text."])
case("boundary-none-at-all", b"Content-Type: multipart/mixed\r\n\r\nJust words.\r\n", text="Just words.", problems=["A multipart names no boundary.", "A multipart has no parts; its content is read as text."])
case("boundary-odd-characters", multi("mixed", "=_'()+,-./:=? x", plain, html), text="Hello desk.", attachments=[att("text.html", "text/html", HTML.encode())])
case("boundary-unquoted", multi("mixed", "b1", plain).replace(b'"b1"', b"b1"), text="Hello desk.")
case("part-without-header", multi("mixed", "b1", b"\r\nHello desk."), text="Hello desk.")
case("part-without-empty-line", multi("mixed", "b1", b"Content-Type: text/plain\r\nHello desk."), text="Hello desk.", problems=["No empty line separates the header of a part from its text."])
case("part-empty", multi("mixed", "b1", plain, b"Content-Type: image/gif"), text="Hello desk.", attachments=[att("image.gif", "image/gif", b"")])
case("multipart-inside-empty", multi("mixed", "b1", multi("alternative", "b2"), plain), text="Hello desk.")
deep = plain
for level in range(30, 0, -1):
    deep = multi("mixed", f"level{level}", deep)
start = deep.index(b"--level21\r\n")
end = deep.index(b"\r\n--level20--")
case("nested-thirty-deep", deep, attachments=[att("file", "multipart/mixed", deep[start:end])], problems=["Multiparts are nested deeper than 20; what is deeper is kept as one attachment."])
thousand = multi("mixed", "b1", *[part("text/plain; name=p%d.txt" % i, f"part {i}", more="Content-Disposition: attachment\n") if i else plain for i in range(1000)])
rest = thousand[thousand.index(b"p200.txt") - len("--b1\r\nContent-Type: text/plain; name="):]
case("thousand-parts", thousand, text="Hello desk.", attachments=[att(f"p{i}.txt", "text/plain", b"part %d" % i) for i in range(1, 200)] + [att("remaining-parts.txt", "application/octet-stream", rest)],
     problems=["There are more than 200 parts; the rest is kept as one attachment."])

# --- Broken lines and headers -----------------------------------------------------------------------------------------------------------
name = "lines-lf-only"
letter(name, (head(name, "LF") + multi("mixed", "b1", plain, part("image/gif", GIF, "base64"))).replace(b"\r\n", b"\n"), subject="LF", text="Hello desk.", attachments=[att("image.gif", "image/gif", GIF)])
name = "lines-cr-only"
letter(name, (head(name, "CR") + multi("mixed", "b1", part("text/plain", "One\r\nTwo"), part("text/plain; name=a.txt", "x", more="Content-Disposition: attachment\n"))).replace(b"\r\n", b"\r"), subject="CR", text="One\nTwo",
       attachments=[att("a.txt", "text/plain", b"x")], problems=["The lines of the message end with a carriage return alone."])
name = "lines-mixed"
letter(name, head(name, "Mixed") + b"Content-Type: text/plain\n\nOne\r\nTwo\nThree\rFour", subject="Mixed", text="One\nTwo\nThree\nFour")
name = "nuls"
letter(name, head(name, b"N\0ul") + part("text/plain", b"a\0b\0\0c"), subject="Nul", text="abc", problems=["The text holds NULs, which were left out."])
name = "mailbox-line"
letter(name, b"From luca@barilla.example Mon Mar  2 10:15:00 2026\r\n" + head(name, "Mbox") + PLAIN, subject="Mbox", text="Text.", problems=["A line of a mailbox file stood before the header."])
name = "lines-before-header"
letter(name, b"\r\n\r\n" + head(name, "Late") + PLAIN, subject="Late", text="Text.", problems=["Empty lines stood before the header."])
name = "header-without-separator"
letter(name, head(name, "Sep", mime=False) + b"Words at once.\r\nMore words.\r\n", subject="Sep", text="Words at once.\nMore words.", problems=["No empty line separates the header of the message from its text."])
name = "header-with-stray-line"
letter(name, head(name, "Stray", more="X-Broken: a\r\nlost its indent\r\nX-After: b") + PLAIN, subject="Stray", text="Text.", problems=["The header of the message has a line that is no field."])
name = "header-separator-of-blanks"
letter(name, head(name, "Blank", mime=False) + b"  \r\nWords.\r\n", subject="Blank", text="Words.", problems=["The line that ends the header of the message holds blanks."])
name = "header-space-before-colon"
letter(name, head(name, "Colon").replace(b"Subject:", b"SUBJECT :") + PLAIN, subject="Colon", text="Text.")
name = "header-only"
letter(name, head(name, "Only"), subject="Only")
letter("empty", b"", message_id="", date=None, sender=None, to=[])
letter("body-only", b"Just words, no header.\r\nMore.\r\n", message_id="", date=None, sender=None, to=[], text="Just words, no header.\nMore.", problems=["No empty line separates the header of the message from its text."])
name = "end-without-line-end"
letter(name, head(name, "End") + b"\r\nNo line end", subject="End", text="No line end")
name = "message-id-without-brackets"
letter(name, head(name, "Id").replace(b"<" + b(name) + b"@barilla.example>", b(name) + b"@barilla.example") + PLAIN, subject="Id", text="Text.")
name = "message-id-missing"
letter(name, head(name, "Id").replace(b"Message-ID: <" + b(name) + b"@barilla.example>\r\n", b"") + PLAIN, message_id="", subject="Id", text="Text.")
name = "content-type-nonsense"
letter(name, head(name, "Type") + b"Content-Type: ;;; =x\r\n\r\nText.\r\n", subject="Type", text="Text.")
name = "content-type-text-only"
letter(name, head(name, "Type") + b"Content-Type: text; charset=utf-8\r\n\r\n" + "Perché.".encode() + b"\r\n", subject="Type", text="Perché.")

# --- Transfer encodings -------------------------------------------------------------------------------------------------------------------
coded = base64.b64encode(PDF)


def transfer(name, encoding, body, data=PDF, problems=()):
    one = b(f"Content-Type: application/pdf; name=r.pdf\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n") + body
    case(name, multi("mixed", "b1", plain, one), text="Hello desk.", attachments=[att("r.pdf", "application/pdf", data)], problems=problems)


transfer("base64-one-line", "base64", coded)
transfer("base64-odd-lines", "base64", b"\r\n".join(coded[i:i + 7] for i in range(0, len(coded), 7)))
transfer("base64-blank-lines-and-spaces", "base64", b"\r\n\r\n ".join(coded[i:i + 60] for i in range(0, len(coded), 60)))
transfer("base64-without-padding", "base64", coded.rstrip(b"="))
transfer("base64-with-junk", "base64", coded[:40] + b"\x80!*" + coded[40:])
transfer("base64-two-pieces", "base64", base64.b64encode(PDF[:10]) + b"\r\n" + base64.b64encode(PDF[10:]))
transfer("base64-upper-case-name", "BASE64", base64.encodebytes(PDF))
transfer("quoted-printable-binary", "quoted-printable", b"".join(b"=%02X" % x + (b"=\r\n" if i % 20 == 19 else b"") for i, x in enumerate(PDF)))
transfer("quoted-printable-broken", "quoted-printable", b"a=3Db=ZZc=\r\nd= \r\ne=4", b"a=b=ZZcde=4")
transfer("unknown-transfer-encoding", "x-secret", b"abc", b"abc", ["A part names a transfer encoding that nobody knows; it is kept as it was sent."])


def uu(name, data):
    lines = [f"begin 644 {name}"]
    for i in range(0, len(data), 45):
        lines.append(binascii.b2a_uu(data[i:i + 45], backtick=True).decode().rstrip("\n"))
    return crlf("\n".join(lines + ["`", "end", ""])).encode()


transfer("uuencode-encoding", "x-uuencode", uu("r.pdf", PDF))
case("uuencode-in-text", part("text/plain", b"Here it is:\r\n\r\n" + uu("r.bin", PDF) + b"\r\nRegards\r\n"), text="Here it is:\n\n\nRegards", attachments=[att("r.bin", "application/octet-stream", PDF)])
case("uuencode-two-in-text", part("text/plain", uu("one.bin", PDF[:50]) + b"between\r\n" + uu("two.bin", PDF[50:])), text="between", attachments=[att("one.bin", "application/octet-stream", PDF[:50]), att("two.bin", "application/octet-stream", PDF[50:])])
case("uuencode-unfinished", part("text/plain", b"begin 644 r.bin\r\nwords that are not encoded, with lower case\r\n"), text="begin 644 r.bin\nwords that are not encoded, with lower case")


# --- winmail.dat ----------------------------------------------------------------------------------------------------------------------------
def attribute(level, id_, data):
    return struct.pack("<BII", level, id_, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def property_(type_, id_, data):
    return struct.pack("<HHII", type_, id_, 1, len(data)) + data + b"\0" * (-len(data) % 4)


def tnef(body, files):
    out = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00089006, struct.pack("<I", 0x10000)) + attribute(1, 0x00069007, struct.pack("<II", 1251, 0))
    if body:
        out += attribute(1, 0x00069003, struct.pack("<I", 2) + struct.pack("<HHI", 3, 0x3FDE, 1251) + property_(0x1E, 0x1000, body.encode("windows-1251") + b"\0"))
    for file_name, data in files:
        out += attribute(2, 0x00069002, b"\0" * 14) + attribute(2, 0x00018010, b"SHORT~1.BIN\0") + attribute(2, 0x0006800F, data)
        out += attribute(2, 0x00069005, struct.pack("<I", 1) + property_(0x1F, 0x3707, (file_name + "\0").encode("utf-16-le")))
    return out


WINMAIL = tnef("Добрый день из Outlook.", [("Отчёт.pdf", PDF), ("logo.gif", GIF)])
unpacked = [att("winmail.dat", "application/ms-tnef", WINMAIL), att("Отчёт.pdf", "application/octet-stream", PDF), att("logo.gif", "application/octet-stream", GIF)]
case("tnef", multi("mixed", "b1", plain, part("application/ms-tnef; name=winmail.dat", WINMAIL, "base64")), text="Hello desk.", attachments=unpacked)
case("tnef-holds-the-text", part("application/ms-tnef; name=winmail.dat", WINMAIL, "base64"), text="Добрый день из Outlook.", attachments=unpacked)
case("tnef-cut", multi("mixed", "b1", plain, part("application/ms-tnef; name=winmail.dat", WINMAIL[:9], "base64")), text="Hello desk.", attachments=[att("winmail.dat", "application/ms-tnef", WINMAIL[:9])])
case("tnef-none", multi("mixed", "b1", plain, part("application/ms-tnef; name=winmail.dat", b"not tnef at all", "base64")), text="Hello desk.", attachments=[att("winmail.dat", "application/ms-tnef", b"not tnef at all")], problems=["A winmail.dat could not be unpacked."])
RTF = b"{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}\\f0 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2, \\u8364?100\\par second\\tab line}"
rtf_tnef = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00069003, struct.pack("<I", 1) + property_(0x102, 0x1009, struct.pack("<IIII", len(RTF) + 12, len(RTF), 0x414C454D, 0) + RTF))
case("tnef-rich-text", part("application/ms-tnef; name=winmail.dat", rtf_tnef, "base64"), text="Привет, €100\nsecond\tline", attachments=[att("winmail.dat", "application/ms-tnef", rtf_tnef)])

# --- Bounces --------------------------------------------------------------------------------------------------------------------------------
ORIGINAL = b(f"From: help@desk.example\r\nTo: nobody@barilla.example\r\nSubject: Re: DPR:12345\r\nMessage-ID: <v1.12345.7@desk.example>\r\nDate: {DATE}\r\n\r\n")


def bounce(name, sender, subject, said, status, returned, expect, original="v1.12345.7@desk.example", more=""):
    returned_type = "message/rfc822" if returned.endswith(b"Body.\r\n") else "text/rfc822-headers"
    raw = head(name, subject, sender=b(sender), more="Auto-Submitted: auto-replied" + more) + multi("report", "rep", part("text/plain", crlf(said)), part("message/delivery-status", crlf(status)), part(returned_type, returned), more="; report-type=delivery-status")
    who = sender.split(" <")
    file = ("Re DPR12345.eml", "message/rfc822") if returned_type == "message/rfc822" else ("headers.txt", returned_type)
    letter(name, raw, sender={"name": who[0].strip('"'), "address": who[1].strip(">")}, subject=subject, text=said.strip("\n"), report={**expect, "original_message_id": original},
           attachments=[att("delivery-status.txt", "message/delivery-status", crlf(status).encode()), att(*file, returned)])


def failed(recipient, status, diagnostic, action="failed", original_recipient=None):
    return {"final_recipient": recipient, "original_recipient": original_recipient, "action": action, "status": status, "diagnostic": diagnostic}


FULL = ORIGINAL + b"Body.\r\n"
bounce("bounce-postfix", "Mail Delivery System <MAILER-DAEMON@mx.barilla.example>", "Undelivered Mail Returned to Sender",
       "This is the mail system at host mx.barilla.example.\n\nYour message could not be delivered to one recipient.\n\n<nobody@barilla.example>: unknown user\n",
       "Reporting-MTA: dns; mx.barilla.example\nX-Postfix-Queue-ID: 4ABC\nArrival-Date: Mon,  2 Mar 2026 10:15:00 +0200\n\nFinal-Recipient: rfc822; nobody@barilla.example\nOriginal-Recipient: rfc822;nobody@barilla.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: x-unix; user unknown\n",
       FULL, {"reporting_mta": "mx.barilla.example", "recipients": [failed("nobody@barilla.example", "5.1.1", "user unknown", original_recipient="nobody@barilla.example")]})
bounce("bounce-postfix-delayed", "Mail Delivery System <MAILER-DAEMON@mx.barilla.example>", "Delayed Mail (still being retried)", "Your message has not been delivered yet; we go on trying.\n",
       "Reporting-MTA: dns; mx.barilla.example\n\nFinal-Recipient: rfc822; nobody@barilla.example\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to 192.0.2.1[192.0.2.1]:25: Connection\n    timed out\nWill-Retry-Until: Sat, 7 Mar 2026 10:15:00 +0200\n",
       ORIGINAL, {"reporting_mta": "mx.barilla.example", "recipients": [failed("nobody@barilla.example", "4.4.1", "connect to 192.0.2.1[192.0.2.1]:25: Connection timed out", "delayed")]})
bounce("bounce-exim", "Mail Delivery System <Mailer-Daemon@exim.barilla.example>", "Mail delivery failed: returning message to sender", "A message that you sent could not be delivered:\n\n  nobody@barilla.example\n    all relevant MX records point to non-existent hosts\n",
       "Reporting-MTA: dns; exim.barilla.example\n\nAction: failed\nFinal-Recipient: rfc822;nobody@barilla.example\nStatus: 5.0.0\n",
       FULL, {"reporting_mta": "exim.barilla.example", "recipients": [failed("nobody@barilla.example", "5.0.0", "")]}, more="\r\nX-Failed-Recipients: nobody@barilla.example")
bounce("bounce-exchange", "Microsoft Outlook <MicrosoftExchange329@barilla.example>", "Undeliverable: Re: DPR:12345", "Delivery has failed to these recipients or groups:\n\nnobody@barilla.example\n\nDiagnostic information for administrators:\n",
       "Reporting-MTA: dns;EX01.barilla.example\nReceived-From-MTA: dns;desk.example\nArrival-Date: Mon, 2 Mar 2026 08:15:00 +0000\n\nOriginal-Recipient: rfc822;nobody@barilla.example\nFinal-Recipient: rfc822;nobody@barilla.example\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found\n",
       FULL, {"reporting_mta": "EX01.barilla.example", "recipients": [failed("nobody@barilla.example", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found", original_recipient="nobody@barilla.example")]})
bounce("bounce-sendmail", "Mail Delivery Subsystem <MAILER-DAEMON@sm.barilla.example>", "Returned mail: see transcript for details", "The original message was received at Mon, 2 Mar 2026\n\n   ----- The following addresses had permanent fatal errors -----\n<nobody@barilla.example>\n    (reason: 550 5.1.1 User unknown)\n",
       "Reporting-MTA: dns; sm.barilla.example\nArrival-Date: Mon, 2 Mar 2026 10:15:00 +0200\n\nFinal-Recipient: RFC822; nobody@barilla.example\nAction: failed\nStatus: 5.1.1\nRemote-MTA: DNS; mx.barilla.example\nDiagnostic-Code: SMTP; 550 5.1.1 User unknown\nLast-Attempt-Date: Mon, 2 Mar 2026 10:15:01 +0200\n",
       ORIGINAL, {"reporting_mta": "sm.barilla.example", "recipients": [failed("nobody@barilla.example", "5.1.1", "550 5.1.1 User unknown")]})
bounce("bounce-gmail", "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)", "** Address not found **\n\nYour message wasn't delivered to nobody@barilla.example because the address couldn't be found.\n",
       "Reporting-MTA: dns; googlemail.example\nReceived-From-MTA: dns; help@desk.example\nX-Original-Message-ID: <v1.12345.7@desk.example>\n\nFinal-Recipient: rfc822; nobody@barilla.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\n 550 5.1.1 Please try again\n",
       FULL, {"reporting_mta": "googlemail.example", "recipients": [failed("nobody@barilla.example", "5.1.1", "550-5.1.1 The email account that you tried to reach does not exist. 550 5.1.1 Please try again")]})
bounce("bounce-several-addressees", "Mail Delivery System <MAILER-DAEMON@mx.barilla.example>", "Undelivered Mail Returned to Sender", "Two failed, one was relayed.\n",
       "Reporting-MTA: dns; mx.barilla.example\n\n\nFinal-Recipient: rfc822; a@barilla.example\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 full\n\nFinal-Recipient: rfc822; b@barilla.example\nAction: failed (bad)\nStatus: 5.7.1 (refused)\n\nFinal-Recipient: utf-8; c@barilla.example\nAction: relayed\nStatus: 2.0.0\n",
       FULL, {"reporting_mta": "mx.barilla.example", "recipients": [failed("a@barilla.example", "5.2.2", "552 full"), failed("b@barilla.example", "5.7.1", ""), failed("c@barilla.example", "2.0.0", "", "relayed")]})
QMAIL = ("Hi. This is the qmail-send program at barilla.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
         "<nobody@barilla.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <help@desk.example>\n" + FULL.decode().replace("\r\n", "\n"))
name = "bounce-qmail"
letter(name, head(name, "failure notice", sender=b"MAILER-DAEMON@barilla.example", mime=False) + b"\r\n" + crlf(QMAIL).encode(), sender={"name": "", "address": "MAILER-DAEMON@barilla.example"}, subject="failure notice", text=QMAIL.strip("\n"),
       report={"reporting_mta": None, "recipients": [failed("nobody@barilla.example", "5.1.1", "Sorry, no mailbox here by that name. (#5.1.1)")], "original_message_id": "v1.12345.7@desk.example"})
EXIM = "A message that you sent could not be delivered to all of its recipients.\n\n------ This is a copy of the message, including all the headers. ------\n\n" + FULL.decode().replace("\r\n", "\n")
name = "bounce-exim-old"
letter(name, head(name, "Mail delivery failed", sender=b"Mailer-Daemon@exim.barilla.example", mime=False, more="X-Failed-Recipients: nobody@barilla.example") + b"\r\n" + crlf(EXIM).encode(), sender={"name": "", "address": "Mailer-Daemon@exim.barilla.example"},
       subject="Mail delivery failed", text=EXIM.strip("\n"), report={"reporting_mta": None, "recipients": [failed("nobody@barilla.example", "", "")], "original_message_id": "v1.12345.7@desk.example"})

# --- Out of office in five languages ----------------------------------------------------------------------------------------------------------
for language, subject, text in (
    ("english", "Automatic reply: DPR:12345", "I am out of the office until 9 March.\n\nFor urgent matters please write to Elena."),
    ("italian", "Risposta automatica: DPR:12345", "Sarò assente fino al 9 marzo.\n\nPer urgenze rivolgersi a Elena, che è in ufficio."),
    ("russian", "Автоответ: DPR:12345", "Меня не будет в офисе до 9 марта.\n\nПо срочным вопросам обращайтесь к Елене."),
    ("german", "Automatische Antwort: DPR:12345", "Ich bin bis zum 9. März nicht im Büro.\n\nIn dringenden Fällen wenden Sie sich bitte an Elena."),
    ("french", "Réponse automatique : DPR:12345", "Je suis absent jusqu'au 9 mars.\n\nEn cas d'urgence, écrivez à Elena, déjà prévenue."),
):
    simple(f"out-of-office-{language}", text + "\n", "utf-8", "quoted-printable", subject, more="Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\nPrecedence: bulk")

print(count, "letters")

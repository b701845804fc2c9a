"""What an HTML mail shows, client by client, and that no HTML breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.html_text import html_to_text
from ingest.quoting import newly_written

OLD = "<p>Old text that somebody else wrote.</p>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param(
            '<div dir="ltr">Merci, cela me va.</div><br><div class="gmail_quote">'
            '<div class="gmail_attr">'
            "Le lun. 3 mars 2025 à 10:00, Anna &lt;anna@x.example&gt; a écrit :<br></div>"
            f'<blockquote class="gmail_quote">{OLD}</blockquote></div>',
            "Merci, cela me va.",
            id="gmail",
        ),
        pytest.param(
            '<div class="gmail_quote gmail_quote_container"><div class="gmail_attr">On Mon, Mar 3, '
            "2025 at 10:00 AM Ann wrote:<br></div>"
            f'<blockquote class="gmail_quote">{OLD}</blockquote><div>My answer.</div></div>',
            "My answer.",
            id="gmail, answer below the quote",
        ),
        pytest.param(
            '<div>For you.</div><div class="gmail_quote">'
            '<div class="gmail_attr">---------- Forwarded '
            f"message ---------<br>From: Ann</div>{OLD}</div>",
            "For you.",
            id="gmail, forwarded",
        ),
        pytest.param(
            "Passt.<br><br>"
            '<blockquote type="cite">Am 03.03.2025 um 10:00 schrieb Max &lt;m@x.example&gt;:'
            f"<br>{OLD}</blockquote>",
            "Passt.",
            id="apple mail",
        ),
        pytest.param(
            '<p>One.</p><div class="moz-cite-prefix">On 03.03.25 10:00, Max wrote:<br></div>'
            f'<blockquote type="cite" cite="mid:1@x">{OLD}</blockquote><p>Two.</p>'
            f'<blockquote type="cite">{OLD}</blockquote><p>Three.</p>'
            '<pre class="moz-signature">-- \nMax</pre>',
            "One.\n\nTwo.\n\nThree.",
            id="thunderbird, interleaved",
        ),
        pytest.param(
            "<div class=WordSection1><p>We agree.</p>"
            "<div style='border:none;border-top:solid #E1E1E1 "
            "1.0pt;padding:3.0pt 0cm 0cm 0cm'><p><b>From:</b> Tom &lt;tom@x.example&gt;"
            "<br><b>Sent:</b> "
            f"Monday<br><b>To:</b> us<br><b>Subject:</b> terms</p></div>{OLD}</div>",
            "We agree.",
            id="outlook for windows",
        ),
        pytest.param(
            '<div>Conforme.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">'
            "<b>De:</b> A<br>"
            f"<b>Enviado:</b> hoy</div><div>{OLD}</div>",
            "Conforme.",
            id="outlook on the web",
        ),
        pytest.param(
            f'<div>Akkoord.</div><div id="x_divRplyFwdMsg">Van: A</div><div>{OLD}</div>',
            "Akkoord.",
            id="outlook, rewritten ids",
        ),
        pytest.param(
            f'<p>D\'accordo.</p><div id="ymail_android_signature"></div>'
            f'<div class="yahoo_quoted">{OLD}</div>',
            "D'accordo.",
            id="yahoo",
        ),
        pytest.param(
            f'<div>Certo.</div><div class="protonmail_quote">On Monday wrote:'
            f"<blockquote>{OLD}</blockquote>"
            "</div>",
            "Certo.",
            id="proton",
        ),
        pytest.param(
            f'<div>Gut.</div><div name="quote"><div>Gesendet: heute</div>{OLD}</div>',
            "Gut.",
            id="gmx and web.de",
        ),
        pytest.param(
            '<div style="display:none;max-height:0">Open now!</div><style>p{}</style>'
            "<script>x()</script>"
            "<title>t</title><p>Hello</p><!-- no -->",
            "Hello",
            id="hidden preheader",
        ),
        pytest.param(
            "<p>Bonjour</p><div class='gmail_signature'>Jean<br>01 02 03 04 05</div>",
            "Bonjour",
            id="a signature that the client marks",
        ),
        pytest.param(
            "<p>a</p><ul><li>one</li><li>two</li></ul>", "a\n\n  * one\n  * two", id="list"
        ),
        pytest.param("", "", id="empty"),
        pytest.param("<!-- only a comment", "", id="a comment and nothing else"),
        pytest.param(
            '<?xml version="1.0" encoding="utf-16"?><p>été</p>', "été", id="wrong encoding"
        ),
        pytest.param("<p>a\x00b</p>", "ab", id="zero byte"),
        pytest.param("plain words", "plain words", id="no markup at all"),
        pytest.param("<div>" * 1_500 + "deep", "deep", id="fifteen hundred levels"),
    ],
)
def test_html_to_text(html: str, text: str) -> None:
    assert newly_written(html_to_text(html)) == text


def test_a_signature_below_the_text_is_left_to_newly_written() -> None:
    assert html_to_text("<p>Yes.</p><p>-- <br>Ann</p>") == "Yes.\n\n--\nAnn"


def test_very_many_elements_are_read_without_layout() -> None:
    assert html_to_text("<b>x</b>" * 70_000).count("x") == 70_000


PIECES = (
    "<div>", "</div>", "<blockquote type=cite>", "</blockquote>", "<table><tr><td>", "</table>",
    "<p", ">",
    "<div id=appendonsend>", "<div class=gmail_quote>", "<pre>", "<li>", "<br/>", "&lt;", "&#0;",
    "&#xD800;",
    "<svg><style>", "<!--", "-->", "<![CDATA[", "]]>", "<?php", "text", "\ud800", "\x00",
    "<a href=", "'", '"',
    "<body>", "<html>", "<head>", "<base>", "<hr>", "<font style='font-size:0'>",
    "<select><option>",
)  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join))
def test_no_html_breaks_it(html: str) -> None:
    assert isinstance(html_to_text(html), str)

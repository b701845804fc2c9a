"""The text that an HTML mail shows, without the older mail that it quotes."""

# Other alphabets and typographic marks are what this file is about.
# ruff: noqa: RUF001

import re
from collections.abc import Iterator

import lxml.html  # type: ignore[import-untyped]
from inscriptis import Inscriptis  # type: ignore[import-untyped]
from inscriptis.css_profiles import CSS_PROFILES  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]

from ingest.quoting import without_quotes

# More than this nobody writes; what is laid out in more elements is read without its layout.
_MOST_CHARACTERS = 8_000_000
_MOST_ELEMENTS = 60_000
_DEEPEST = 150

_UNSEEN = ("head", "script", "style", "title", "noscript", "template", "object", "svg", "select")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?![.\d])"
    r"|font-size\s*:\s*0(?![.\d])|(?<![\w-])opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
# Quotes as the clients mark them up: the element alone, or it and everything behind it.
_QUOTE_CLASSES = frozenset({
    "gmail_quote", "gmail_attr", "moz-cite-prefix", "moz-forward-container", "yahoo_quoted",
    "protonmail_quote", "tutanota_quote", "zmail_extra", "mail-quote-collapse",
    "outlookmessageheader", "yahooquoted", "replyforwardmsg", "mcntquoted", "freebirdquote",
    "quoted-text",
    "js-helpscout-quote", "front-blockquote", "superhuman_quote", "spark_quote", "airmail_ext_on",
})  # fmt: skip
_QUOTE_IDS = frozenset({"yahoo_quoted", "olk_src_body_section", "reply-intro", "isforwardcontent"})
_CUT_IDS = frozenset({
    "divrplyfwdmsg", "appendonsend", "stopspelling", "mail-editor-reference-message-container",
})  # fmt: skip
_SIGNATURES = frozenset({
    "gmail_signature", "moz-signature", "protonmail_signature_block", "ms-outlook-mobile-signature",
    "applemailsignature", "signature", "_rc_sig", "applemailsignatureseparator",
})  # fmt: skip
# Outlook draws a line above the header block that it copies.
_OUTLOOK_LINE = re.compile(r"border-top\s*:\s*solid\s+(?:#|windowtext|rgb)", re.IGNORECASE)
_COPIED_HEADER = re.compile(r"^\W*[^\W\d_][^\W\d_ ]{0,14}\s?[:：]")
_PREFIX = re.compile(r"^(?:x_|m_-?\d+)+")
_MARK = "> …"
_TAG = re.compile(r"<[^<>]{0,2000}>")


def html_to_text(html: str) -> str:
    """What a reader of the mail sees, as plain lines. Never raises, whatever the HTML is."""
    try:
        shown = _shown(html[:_MOST_CHARACTERS])
    except Exception:
        shown = _TAG.sub(" ", html[:_MOST_CHARACTERS])
    return without_quotes("\n".join(line.rstrip() for line in shown.split("\n")))


def _shown(html: str) -> str:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    source = html.replace("\x00", "").encode("utf-8", "replace")
    if not source.strip():
        return ""
    try:
        root = lxml.html.document_fromstring(source, parser=parser)
    except ParserError:
        return ""  # comments and nothing else
    for element in list(root.iter(*_UNSEEN)):
        _drop(element)
    for element in list(root.iter()):
        if _hidden(element):
            _drop(element)
    _mark_quotes(root)
    if _is_too_much(root):
        return "\n".join(text.strip() for text in root.itertext() if text.strip())
    config = ParserConfig(
        css=CSS_PROFILES["strict"].copy(), display_images=False, display_links=False
    )
    return str(Inscriptis(root, config).get_text())


def _drop(element: lxml.html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _hidden(element: lxml.html.HtmlElement) -> bool:
    return (
        element.get("hidden") is not None or _HIDING.search(element.get("style") or "") is not None
    )


def _names(element: lxml.html.HtmlElement) -> set[str]:
    """Class names and id as the client wrote them; later clients put prefixes before both."""
    written = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    return {_PREFIX.sub("", name) for name in written}


def _mark_quotes(root: lxml.html.HtmlElement) -> None:
    """Puts a ">" line where a quote stood, so that what introduced it is found as well."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element is root or not _attached(element, root):
            continue
        names = _names(element)
        if names & _CUT_IDS or _is_outlook_line(element):
            for later in list(_behind(element)):
                _drop(later)
            _replace(element)
        elif names & _SIGNATURES and element.tag != "body":
            _drop(element)
        elif _is_quote(element, names):
            _replace(element)


def _attached(element: lxml.html.HtmlElement, root: lxml.html.HtmlElement) -> bool:
    return element.getroottree().getroot() is root and element.getparent() is not None


def _is_quote(element: lxml.html.HtmlElement, names: set[str]) -> bool:
    if element.tag == "blockquote":
        return (
            element.get("type") == "cite"
            or bool(names & _QUOTE_CLASSES)
            or "cite" in element.attrib
        )
    if "gmail_quote" in names or "gmail_quote_container" in names:
        # Gmail keeps what is written below a quote in the quote's own container.
        return element.find(".//blockquote") is None
    return bool(names & (_QUOTE_CLASSES | _QUOTE_IDS)) or element.get("name") == "quote"


def _is_outlook_line(element: lxml.html.HtmlElement) -> bool:
    if element.tag != "div" or not _OUTLOOK_LINE.search(element.get("style") or ""):
        return False
    return _COPIED_HEADER.match("".join(element.itertext())[:200].strip()) is not None


def _behind(element: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """Everything that follows an element in the document, and the text between."""
    place = element
    while place is not None and place.tag != "body":
        place.tail = None
        yield from place.itersiblings()
        place = place.getparent()


def _replace(element: lxml.html.HtmlElement) -> None:
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "div", _MARK, tail


def _is_too_much(root: lxml.html.HtmlElement) -> bool:
    count = depth = 0
    todo = [(root, 0)]
    while todo:
        element, level = todo.pop()
        count, depth = count + 1, max(depth, level)
        if count > _MOST_ELEMENTS or depth > _DEEPEST:
            return True
        todo.extend((child, level + 1) for child in element)
    return False

# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The part of Markdown that readme fragments use, into reStructuredText and HTML.

Headings, paragraphs, bulleted and numbered lists (nested), code blocks, tables;
inline: code, bold, italics, links. Anything else is text.
"""

import re
from html import escape
from typing import NamedTuple

FENCE = re.compile(r"^\s*```")
HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
BULLET = re.compile(r"^(\s*)([-*+]|\d+[.)])\s+(.*)$")
TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]+\|[\s:|-]*$")
INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\[(?P<label>[^\]]+)\]\((?P<url>[^)\s]+)\)"
    r"|\*\*(?P<bold>[^*]+)\*\*"
    r"|(?<![\w*])\*(?P<italic>[^*\s](?:[^*]*[^*\s])?)\*(?![\w*])"
)
UNDERLINES = "=-~^\"'"


class Block(NamedTuple):
    """``kind``: heading, text, code, list or table. ``content`` depends on it."""

    kind: str
    content: object
    level: int = 0
    numbered: bool = False


def parse(text):
    """List of Block of a Markdown text."""
    return _parse_lines(text.expandtabs(4).splitlines())


def _parse_lines(lines):
    blocks, index = [], 0
    while index < len(lines):
        line = lines[index]
        if not line.strip():
            index += 1
        elif FENCE.match(line):
            block, index = _parse_fence(lines, index)
            blocks.append(block)
        elif match := HEADING.match(line):
            blocks.append(Block("heading", match[2].strip("# "), len(match[1])))
            index += 1
        elif BULLET.match(line):
            block, index = _parse_list(lines, index)
            blocks.append(block)
        elif _starts_table(lines, index):
            block, index = _parse_table(lines, index)
            blocks.append(block)
        elif line.startswith("    "):
            block, index = _parse_indented(lines, index)
            blocks.append(block)
        else:
            block, index = _parse_text(lines, index)
            blocks.append(block)
    return blocks


def _parse_fence(lines, index):
    indent = len(lines[index]) - len(lines[index].lstrip())
    content = []
    index += 1
    while index < len(lines) and not FENCE.match(lines[index]):
        content.append(lines[index][indent:])
        index += 1
    return Block("code", content), index + 1


def _parse_indented(lines, index):
    content = []
    while index < len(lines) and (
        lines[index].startswith("    ") or not lines[index].strip()
    ):
        content.append(lines[index][4:])
        index += 1
    while content and not content[-1].strip():
        content.pop()
    return Block("code", content), index


def _parse_text(lines, index):
    content = []
    while index < len(lines) and lines[index].strip():
        is_other = (
            HEADING.match(lines[index])
            or FENCE.match(lines[index])
            or BULLET.match(lines[index])
        )
        if content and is_other:
            break
        content.append(lines[index].strip())
        index += 1
    return Block("text", " ".join(content)), index


def _starts_table(lines, index):
    return (
        "|" in lines[index]
        and index + 1 < len(lines)
        and bool(TABLE_RULE.match(lines[index + 1]))
    )


def _parse_table(lines, index):
    rows = [_split_row(lines[index])]
    index += 2
    while index < len(lines) and "|" in lines[index]:
        rows.append(_split_row(lines[index]))
        index += 1
    width = len(rows[0])
    return Block("table", [(row + [""] * width)[:width] for row in rows]), index


def _split_row(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _parse_list(lines, index):
    """A list: each item is a list of lines, parsed in its turn."""
    first = BULLET.match(lines[index])
    indent, numbered = len(first[1]), first[2][0].isdigit()
    items = []
    while index < len(lines):
        match = BULLET.match(lines[index])
        if not match or len(match[1]) != indent or match[2][0].isdigit() != numbered:
            break
        inner = match.start(3)
        content = [match[3]]
        index += 1
        while index < len(lines) and _belongs_to_item(lines, index, indent):
            content.append(_dedent(lines[index], inner))
            index += 1
        items.append(_parse_lines(content))
        while index < len(lines) and not lines[index].strip():
            index += 1
    return Block("list", items, numbered=numbered), index


def _belongs_to_item(lines, index, indent):
    line = lines[index]
    if line.strip():
        is_deeper = len(line) - len(line.lstrip()) > indent
        is_lazy = lines[index - 1].strip() and not (
            BULLET.match(line) or HEADING.match(line)
        )
        return bool(is_deeper or is_lazy)
    following = next((text for text in lines[index + 1 :] if text.strip()), "")
    return len(following) - len(following.lstrip()) > indent


def _dedent(line, width):
    return line[min(width, len(line) - len(line.lstrip())) :]


def shift_headings(blocks, top):
    """The same blocks with their highest heading at level ``top``."""
    levels = [block.level for block in blocks if block.kind == "heading"]
    if not levels:
        return blocks
    shift = top - min(levels)
    return [
        block._replace(level=block.level + shift) if block.kind == "heading" else block
        for block in blocks
    ]


# ---- reStructuredText -------------------------------------------------------


def to_rst(blocks):
    return "\n\n".join(_rst_block(block) for block in blocks)


def rst_title(text, level):
    return f"{text}\n{UNDERLINES[level - 1] * len(text)}"


def _rst_block(block):
    if block.kind == "heading":
        return rst_title(_rst_inline(block.content), block.level)
    if block.kind == "code":
        return "::\n\n" + "\n".join(f"    {line}".rstrip() for line in block.content)
    if block.kind == "list":
        return _rst_list(block)
    if block.kind == "table":
        return _rst_table(block.content)
    return _rst_inline(block.content)


def _rst_list(block):
    parts = []
    for number, item in enumerate(block.content, 1):
        mark = f"{number}. " if block.numbered else "- "
        lines = to_rst(item).splitlines()
        pad = " " * len(mark)
        parts.append(
            "\n".join(
                (mark if not rank else pad if line else "") + line
                for rank, line in enumerate(lines)
            )
        )
    has_blocks = any(len(item) > 1 for item in block.content)
    return ("\n\n" if has_blocks else "\n").join(parts)


def _rst_table(rows):
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in rows:
        for rank, cell in enumerate(row):
            lines.append(
                f"   {'* -' if not rank else '  -'} {_rst_inline(cell)}".rstrip()
            )
    return "\n".join(lines)


def _rst_inline(text):
    result, position = "", 0
    for match in INLINE.finditer(text):
        result += _rst_escape(text[position : match.start()])
        if result and (result[-1].isalnum() or result[-1] in "_*`"):
            result += "\\ "
        result += _rst_token(match)
        position = match.end()
        if text[position : position + 1].isalnum():
            result += "\\ "
    return result + _rst_escape(text[position:])


def _rst_token(match):
    if match["code"]:
        return f"``{match['code']}``"
    if match["label"]:
        return f"`{match['label'].strip('`')} <{match['url']}>`__"
    if match["bold"]:
        return f"**{match['bold'].strip()}**"
    return f"*{match['italic']}*"


def _rst_escape(text):
    text = re.sub(r"([\\*`|])", r"\\\1", text)
    return re.sub(r"(?<=\w)_(?!\w)", r"\\_", text)


# ---- HTML -------------------------------------------------------------------


def to_html(blocks):
    return "\n".join(_html_block(block) for block in blocks)


def _html_block(block):
    if block.kind == "heading":
        level = min(block.level, 6)
        return f"<h{level}>{html_inline(block.content)}</h{level}>"
    if block.kind == "code":
        code = escape("\n".join(block.content))
        return f'<pre class="bg-light border rounded p-3"><code>{code}</code></pre>'
    if block.kind == "list":
        tag = "ol" if block.numbered else "ul"
        items = "\n".join(f"<li>{_html_item(item)}</li>" for item in block.content)
        return f"<{tag}>\n{items}\n</{tag}>"
    if block.kind == "table":
        return _html_table(block.content)
    return f"<p>{html_inline(block.content)}</p>"


def _html_item(blocks):
    first, *others = blocks or [Block("text", "")]
    if first.kind != "text":
        return to_html(blocks)
    return "\n".join([html_inline(first.content), to_html(others)]).strip()


def _html_table(rows):
    head, *body = rows
    cells = "".join(f"<th>{html_inline(cell)}</th>" for cell in head)
    lines = ['<table class="table table-sm">', f"<thead><tr>{cells}</tr></thead>"]
    lines.append("<tbody>")
    for row in body:
        cells = "".join(f"<td>{html_inline(cell)}</td>" for cell in row)
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</tbody>", "</table>"])


def html_inline(text):
    """Inline markup; the target of a link is dropped: a store page has none."""
    result, position = "", 0
    for match in INLINE.finditer(text):
        result += escape(text[position : match.start()], quote=False)
        result += _html_token(match)
        position = match.end()
    return result + escape(text[position:], quote=False)


def _html_token(match):
    if match["code"]:
        return f"<code>{escape(match['code'])}</code>"
    if match["label"]:
        return escape(match["label"].strip("`"))
    if match["bold"]:
        return f"<strong>{html_inline(match['bold'])}</strong>"
    return f"<em>{html_inline(match['italic'])}</em>"

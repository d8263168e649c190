# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Drawing of the draft of an attestation. Knows nothing of Odoo."""

import io
from html import escape

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

PALE = Color(0.8, 0.1, 0.1, alpha=0.18)


def draw(title, sections, stamp):
    """Return a PDF of A4 pages.

    :param sections: [(heading, [paragraph])]
    :param stamp: word across each page
    """
    styles = getSampleStyleSheet()
    flow = [Paragraph(escape(title), styles["Title"])]
    for heading, paragraphs in sections:
        flow.append(Paragraph(escape(heading), styles["Heading2"]))
        for text in paragraphs:
            flow.append(Paragraph(escape(text), styles["BodyText"]))
        flow.append(Spacer(1, 3 * mm))

    def mark(canvas, _document):
        canvas.saveState()
        canvas.setFont("Helvetica-Bold", 70)
        canvas.setFillColor(PALE)
        canvas.translate(A4[0] / 2, A4[1] / 2)
        canvas.rotate(50)
        canvas.drawCentredString(0, 0, stamp)
        canvas.restoreState()

    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, title=title, invariant=1).build(
        flow, onFirstPage=mark, onLaterPages=mark
    )
    return buffer.getvalue()

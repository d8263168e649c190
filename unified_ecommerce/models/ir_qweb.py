# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.http import request

# pictures that are seen before scrolling: CSS class -> how many of them
SEEN_AT_ONCE = {"product_detail_img": 1, "oe_product_image_img": 4}


class IrQweb(models.AbstractModel):
    _inherit = "ir.qweb"

    def _post_processing_att(self, tagName, atts):
        """Load at once the pictures seen at once; core leaves all for later."""
        if tagName == "img" and "loading" not in atts and self._is_seen_at_once(atts):
            atts["loading"] = "eager"
            atts["fetchpriority"] = "high"
        return super()._post_processing_att(tagName, atts)

    def _is_seen_at_once(self, atts):
        classes = (atts.get("class") or "").split()
        kind = next((name for name in SEEN_AT_ONCE if name in classes), None)
        if not kind or not request or not hasattr(request, "website"):
            return False
        counts = request.website._get_request_value("pictures", dict)
        counts[kind] = counts.get(kind, 0) + 1
        return counts[kind] <= SEEN_AT_ONCE[kind]

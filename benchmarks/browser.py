# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The till in a real browser."""

import os
import shutil
import time

from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PRODUCTS_SHOWN = ".product-list .product, article.product"


def open_till(device, timeout=180):
    """Return the seconds from the address to a product screen with products."""
    server = device.client
    cookie = {
        "name": "session_id",
        "value": server.http.cookies["session_id"],
        "url": server.url,
    }
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            context = chromium.new_context()
            context.add_cookies([cookie])
            page = context.new_page()
            start = time.perf_counter()
            page.goto(
                f"{server.url}/pos/ui/{device.config_id}?from_backend=1",
                timeout=timeout * 1000,
            )
            page.wait_for_selector(PRODUCTS_SHOWN, timeout=timeout * 1000)
            seconds = time.perf_counter() - start
            loaded = page.evaluate("posmodel.models['product.product'].getAll().length")
        finally:
            chromium.close()
    if loaded < 4500:
        raise RuntimeError(f"the till loaded {loaded} products, not 5,000")
    return seconds

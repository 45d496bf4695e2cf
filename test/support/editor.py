# n8n's editor as a browser shows it, with the Chromium of Crawl4AI's image: logs in over the public URL, opens a new
# workflow, looks at it for a while, and takes a picture. `editor.py URL PROXY EMAIL SECONDS PICTURE`, the password on
# standard input. Prints where it ended, what the page says, and every websocket with whether it was closed.
import json
import sys

from playwright.sync_api import sync_playwright

url, proxy, email, seconds, picture = sys.argv[1:]
password = sys.stdin.readline().rstrip("\n")
sockets = []


def opened(socket):
    seen = {"url": socket.url, "closed": False}
    sockets.append(seen)
    socket.on("close", lambda _: seen.update(closed=True))


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(args=["--no-sandbox", "--disable-dev-shm-usage"], proxy={"server": proxy})
    page = browser.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{url}/signin")
    page.fill('input[name="emailOrLdapLoginId"], input[type="email"]', email)
    page.fill('input[type="password"]', password)
    page.press('input[type="password"]', "Enter")
    page.wait_for_url(lambda now: "signin" not in now)
    page.goto(f"{url}/workflow/new")
    page.wait_for_selector('[data-test-id="canvas-wrapper"], [data-test-id="canvas"], .vue-flow')
    page.on("websocket", opened)
    page.reload()
    page.wait_for_selector('[data-test-id="canvas-wrapper"], [data-test-id="canvas"], .vue-flow')
    page.wait_for_timeout(int(seconds) * 1000)
    page.screenshot(path=picture)
    print(json.dumps({"at": page.url, "title": page.title(), "text": page.inner_text("body"), "sockets": sockets}))
    browser.close()

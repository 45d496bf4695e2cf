"""Puts a link to a browser where Playwright looks for the ones that it downloads."""
import os
import sys

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    path = playwright.chromium.executable_path
# What it starts without a window is another program, in a folder of the same number.
number = os.path.basename(os.path.dirname(os.path.dirname(path))).rpartition("-")[2]
root = os.environ["PLAYWRIGHT_BROWSERS_PATH"]
shell = f"{root}/chromium_headless_shell-{number}/chrome-headless-shell-linux64/chrome-headless-shell"
for link in (path, shell):
    os.makedirs(os.path.dirname(link), exist_ok=True)
    os.symlink(sys.argv[1], link)

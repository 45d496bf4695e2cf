"""Stands in for Crawl4AI's server: part of its HTTP API over its own library, with a browser for each request."""
import hmac
import os
import time

from aiohttp import web
from crawl4ai import AsyncWebCrawler, BrowserConfig, CacheMode, CrawlerRunConfig
from crawl4ai.__version__ import __version__ as version

from rules import Refused, check_fields, check_url

TOKEN_FILE = "/run/secrets/api_token"
PASSED_ON = ("word_count_threshold", "css_selector", "wait_for", "page_timeout")
MOST_BYTES = 10 * 1024 * 1024
BROWSER = ["--no-sandbox"]


def read_token():
    """The token, or None: then the server is for its own container only."""
    given = os.environ.get("CRAWL4AI_API_TOKEN")
    if given or not os.path.exists(TOKEN_FILE):
        return given
    with open(TOKEN_FILE, encoding="utf-8") as file:
        return file.read().strip() or None


TOKEN = read_token()
INSIDE_ALLOWED = os.environ.get("CRAWL4AI_ALLOW_INTERNAL_URLS", "").lower() == "true"


@web.middleware
async def guard(request, handler):
    """Who may ask, and what is wrong with a request."""
    if TOKEN and request.path != "/health":
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), TOKEN.encode()):
            detail = "Invalid token" if given else "Not authenticated"
            return web.json_response({"detail": detail}, status=401)
    try:
        return await handler(request)
    except Refused as refused:
        return web.json_response({"detail": str(refused)}, status=400)
    except (KeyError, TypeError, ValueError) as error:
        return web.json_response({"detail": f"Malformed request: {error}"}, status=422)


async def health(_):
    """Answered without a token."""
    return web.json_response({"status": "ok", "timestamp": time.time(), "version": version})


async def run(urls, given):
    """One browser for all pages of a request."""
    params = given.get("params", given)
    wanted = {name: params[name] for name in PASSED_ON if name in params}
    config = CrawlerRunConfig(verbose=False, cache_mode=CacheMode.BYPASS, **wanted)
    browser = BrowserConfig(headless=True, verbose=False, extra_args=BROWSER)
    async with AsyncWebCrawler(config=browser) as crawler:
        return [await crawler.arun(url=url, config=config) for url in urls]


async def crawl(request):
    """Pages, with everything that the library finds on them."""
    body = await request.json()
    check_fields(body)
    urls = [body["urls"]] if isinstance(body["urls"], str) else body["urls"]
    for url in urls:
        await check_url(url, INSIDE_ALLOWED)
    started = time.time()
    results = [result.model_dump(mode="json") for result in await run(urls, body.get("crawler_config") or {})]
    return web.json_response(
        {"success": True, "results": results, "server_processing_time_s": time.time() - started}
    )


async def markdown(request):
    """One page as Markdown."""
    body = await request.json()
    check_fields(body)
    await check_url(body["url"], INSIDE_ALLOWED)
    (result,) = await run([body["url"]], {})
    if not result.success:
        return web.json_response({"detail": result.error_message}, status=500)
    wanted = body.get("f", "fit")
    text = result.markdown.raw_markdown if wanted == "raw" else result.markdown.fit_markdown
    return web.json_response(
        {
            "url": body["url"],
            "filter": wanted,
            "query": body.get("q"),
            "cache": body.get("c", "0"),
            "markdown": text or result.markdown.raw_markdown,
            "success": True,
        }
    )


def address():
    """Where it listens: without a token nobody else's request reaches it."""
    host, _, port = os.environ.get("GUNICORN_BIND", f"0.0.0.0:{os.environ.get('CRAWL4AI_PORT', '11235')}").rpartition(":")
    return (host.strip("[]") if TOKEN else "127.0.0.1"), int(port)


if __name__ == "__main__":
    app = web.Application(middlewares=[guard], client_max_size=MOST_BYTES)
    app.add_routes([web.get("/health", health), web.post("/crawl", crawl), web.post("/md", markdown)])
    host, port = address()
    web.run_app(app, host=host, port=port, print=lambda *_: print(f"Listening on {host}:{port}"))

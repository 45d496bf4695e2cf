"""What a request may not ask for: fields that would run code or change who is asked, and addresses inside."""
import asyncio
import ipaddress
from urllib.parse import urlsplit

RAW = ("raw:", "raw://")
FORBIDDEN = {
    "base_url",
    "c4a_script",
    "cdp_url",
    "cookies",
    "deep_crawl_strategy",
    "extra_args",
    "headers",
    "init_scripts",
    "js_code",
    "js_code_before_wait",
    "magic",
    "process_in_browser",
    "proxy",
    "proxy_config",
    "simulate_user",
    "user_data_dir",
}


class Refused(Exception):
    """An answer 400, in these words."""


def check_fields(value):
    """Looks at every level of a request."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in FORBIDDEN:
                raise Refused(f"Field not allowed: {name}")
            check_fields(inner)
    elif isinstance(value, list):
        for inner in value:
            check_fields(inner)


async def check_url(url, inside_allowed):
    """A page given as text, or a public address; every address that a name has must be one."""
    if url.startswith(RAW):
        return
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("Invalid URL format. Must start with http://, https://, or for raw HTML (raw:, raw://)")
    if inside_allowed:
        return
    try:
        found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, None)
    except OSError:
        raise Refused("URL cannot be resolved") from None
    for *_, address in found:
        if not ipaddress.ip_address(address[0].partition("%")[0]).is_global:
            raise Refused("URL resolves to a blocked address")

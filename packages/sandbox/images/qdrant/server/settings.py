"""What the server goes by: files under /qdrant/config, then variables, as Qdrant reads them."""
import os

import yaml

DEFAULTS = {
    "service": {"host": "0.0.0.0", "http_port": 6333, "api_key": None, "read_only_api_key": None},
    "storage": {"storage_path": "./storage", "snapshots_path": "./snapshots"},
}
PREFIX = "QDRANT__"


def _merge(into, more):
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def read_settings(folder="config", environment=os.environ):
    """The settings, as nested dicts; a file that is not YAML ends the start, as with Qdrant."""
    settings = {name: dict(section) for name, section in DEFAULTS.items()}
    for name in ("config.yaml", f"{environment.get('RUN_MODE', 'development')}.yaml", "local.yaml"):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                _merge(settings, yaml.safe_load(file) or {})
    for name, value in environment.items():
        if name.startswith(PREFIX):
            *sections, key = name[len(PREFIX):].lower().split("__")
            for section in reversed(sections):
                value, key = {key: value}, section
            _merge(settings, {key: value})
    return settings

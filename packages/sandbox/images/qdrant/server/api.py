"""Qdrant's paths: what each answers, given the store."""
import hashlib
import os
import time
from urllib.parse import unquote, urlsplit

import qdrant_edge as engine

import points
from wire import Refused

# By what stands behind `/collections/<name>/points`.
POINTS = {
    ("PUT", ""): points.upsert,
    ("POST", ""): points.retrieve,
    ("POST", "delete"): points.delete,
    ("POST", "search"): points.search,
    ("POST", "query"): points.query,
    ("POST", "scroll"): points.scroll,
    ("POST", "count"): points.count,
    ("POST", "payload"): points.set_payload,
    ("PUT", "payload"): points.overwrite_payload,
    ("POST", "payload/delete"): points.delete_payload,
}


def answer(store, method, path, body):
    """The result of a call, as JSON; a Refused is raised where there is none."""
    parts = [unquote(part) for part in path.strip("/").split("/")]
    match (method, parts):
        case "GET", ["aliases"]:
            return _aliases(store.aliases)
        case "GET", ["collections"]:
            return {"collections": [{"name": name} for name in store.names()]}
        case "POST", ["collections", "aliases"]:
            return _change_aliases(store, body["actions"])
        case _, ["collections", name]:
            return _collection(store, method, name, body)
        case "GET", ["collections", name, "exists"]:
            return {"exists": store.has(name)}
        case "GET", ["collections", name, "aliases"]:
            store.shard(name)
            return _aliases({alias: target for alias, target in store.aliases.items() if target == name})
        case _, ["collections", name, "index", *_]:
            # Everything is found without an index as well.
            store.shard(name)
            return points.DONE
        case _, ["collections", name, "snapshots", *rest]:
            return _snapshots(store, method, name, rest, body)
        case _, ["collections", name, "points", *rest]:
            return _points(store.shard(name), method, "/".join(rest), body)
    raise Refused(404, "")


def _collection(store, method, name, body):
    match method:
        case "GET":
            return _about(store, name)
        case "PUT":
            store.create(name, body)
            return True
        case "DELETE":
            return store.delete(name)
        case "PATCH":
            store.shard(name)
            return True
    raise Refused(405, "")


def _about(store, name):
    shard = store.shard(name)
    params = {"shard_number": 1, "replication_factor": 1, "write_consistency_factor": 1, "on_disk_payload": True}
    config = store.config(name)
    params.update({key: config[key] for key in ("vectors", "sparse_vectors") if key in config})
    info = shard.info()
    return {
        "status": "green",
        "optimizer_status": "ok",
        "points_count": shard.count(engine.CountRequest()),
        "indexed_vectors_count": info.indexed_vectors_count,
        "segments_count": info.segments_count,
        "config": {
            "params": params,
            "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000},
            "optimizer_config": {},
            "wal_config": {},
        },
        "payload_schema": {},
    }


def _aliases(aliases):
    return {"aliases": [{"alias_name": alias, "collection_name": name} for alias, name in sorted(aliases.items())]}


def _change_aliases(store, actions):
    aliases = dict(store.aliases)
    for action in actions:
        ((kind, what),) = action.items()
        match kind:
            case "create_alias":
                if what["collection_name"] not in store.names():
                    raise Refused(404, f"Not found: Collection `{what['collection_name']}` doesn't exist!")
                aliases[what["alias_name"]] = what["collection_name"]
            case "delete_alias":
                aliases.pop(what["alias_name"], None)
            case "rename_alias":
                if what["old_alias_name"] not in aliases:
                    raise Refused(404, f"Not found: Alias {what['old_alias_name']} does not exists!")
                aliases[what["new_alias_name"]] = aliases.pop(what["old_alias_name"])
            case _:
                raise Refused(400, f"Format error in JSON body: unknown variant `{kind}`")
    store.set_aliases(aliases)
    return True


def _snapshots(store, method, name, rest, body):
    match method, rest:
        case "GET", []:
            store.shard(name)
            folder = store.snapshot_folder(name)
            files = sorted(file for file in os.listdir(folder) if file.endswith(".snapshot"))
            return [_snapshot(os.path.join(folder, file)) for file in files]
        case "POST", []:
            store.shard(name)
            return _snapshot(store.make_snapshot(name))
        case "PUT", ["recover"]:
            where = urlsplit(body["location"])
            if where.scheme != "file":
                raise Refused(400, "Bad request: the sandbox's Qdrant recovers from file:// only")
            if not os.path.exists(unquote(where.path)):
                raise Refused(400, f'Bad request: Snapshot file "{unquote(where.path)}" does not exist')
            store.recover(name, unquote(where.path))
            return True
        case "DELETE", [file]:
            path = os.path.join(store.snapshot_folder(name), os.path.basename(file))
            if not os.path.exists(path):
                raise Refused(404, f"Not found: Snapshot {file} not found")
            os.remove(path)
            return True
    raise Refused(404, "")


def _snapshot(path):
    about = os.stat(path)
    with open(path, "rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(about.st_mtime))
    return {"name": os.path.basename(path), "creation_time": moment, "size": about.st_size, "checksum": checksum}


def _points(shard, method, what, body):
    known = POINTS.get((method, what))
    try:
        if known is not None:
            return known(shard, body)
        if method == "GET" and "/" not in what and what:
            return points.get(shard, what)
    except (Refused, KeyError):
        raise
    except Exception as error:
        # The engine has no classes for what it refuses, but its own words.
        raise Refused(400, f"Wrong input: {error}") from None
    raise Refused(404, "")

"""Collections on the disk: a folder each, with what created it and one shard of the engine; aliases beside them."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
import uuid

import qdrant_edge as engine

from wire import Refused, shard_config

NAME = re.compile(r"[^<>:\"/\\|?*\0\x1f]{1,255}")


def _write(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(f"{path}.new", "w", encoding="utf-8") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{path}.new", path)


def _read(path, otherwise):
    if not os.path.exists(path):
        return otherwise
    with open(path, encoding="utf-8") as file:
        return json.load(file)


class Store:
    """Everything that is stored. Whoever uses it holds `lock`."""

    def __init__(self, storage, snapshots):
        self.lock = threading.RLock()
        self._collections = os.path.join(storage, "collections")
        self._aliases = os.path.join(storage, "aliases", "data.json")
        self._snapshots = snapshots
        os.makedirs(self._collections, exist_ok=True)
        os.makedirs(snapshots, exist_ok=True)
        self.aliases = _read(self._aliases, {})
        self._open = {}
        for name in os.listdir(self._collections):
            if os.path.exists(self._config(name)):
                self._open[name] = engine.EdgeShard.load(self._shard(name))
            else:
                # Its creation, or its restoration, was interrupted.
                shutil.rmtree(self._folder(name))

    def _folder(self, name):
        return os.path.join(self._collections, name)

    def _shard(self, name):
        return os.path.join(self._folder(name), "0")

    def _config(self, name):
        return os.path.join(self._folder(name), "config.json")

    def names(self):
        return sorted(self._open)

    def has(self, name):
        return self.aliases.get(name, name) in self._open

    def shard(self, name):
        """The shard of a collection or of what an alias stands for."""
        found = self._open.get(self.aliases.get(name, name))
        if found is None:
            raise Refused(404, f"Not found: Collection `{name}` doesn't exist!")
        return found

    def config(self, name):
        self.shard(name)
        return _read(self._config(self.aliases.get(name, name)), {})

    def create(self, name, body):
        if not NAME.fullmatch(name) or name in (".", ".."):
            raise Refused(422, "Validation error in path parameters: [name: value contains forbidden characters]")
        if name in self._open or name in self.aliases:
            raise Refused(409, f"Wrong input: Collection `{name}` already exists!")
        config = shard_config(body)
        os.makedirs(self._shard(name))
        self._open[name] = engine.EdgeShard.create(self._shard(name), config)
        _write(self._config(name), body)

    def delete(self, name):
        shard = self._open.pop(name, None)
        if shard is None:
            return False
        shard.close()
        os.remove(self._config(name))
        shutil.rmtree(self._folder(name))
        self.set_aliases({alias: target for alias, target in self.aliases.items() if target != name})
        return True

    def set_aliases(self, aliases):
        _write(self._aliases, aliases)
        self.aliases = aliases

    def snapshot_folder(self, name):
        folder = os.path.join(self._snapshots, self.aliases.get(name, name))
        os.makedirs(folder, exist_ok=True)
        return folder

    def make_snapshot(self, name):
        """A snapshot's file: the collection's folder as a tar. The engine's files have holes, which tar leaves out."""
        name = self.aliases.get(name, name)
        self.shard(name).flush()
        self._open[name].close()
        moment = time.strftime("%Y-%m-%d-%H-%M-%S", time.gmtime())
        path = os.path.join(self.snapshot_folder(name), f"{name}-{uuid.uuid4().int >> 65}-{moment}.snapshot")
        try:
            command = ["tar", "--sparse", "-C", self._folder(name), "-cf", f"{path}.part", "."]
            subprocess.run(command, check=True, capture_output=True)
        finally:
            self._open[name] = engine.EdgeShard.load(self._shard(name))
        os.replace(f"{path}.part", path)
        return path

    def recover(self, name, path):
        """Replaces a collection, or makes it, by a snapshot; what cannot be read changes nothing."""
        part = tempfile.mkdtemp(dir=self._collections)
        try:
            subprocess.run(["tar", "-C", part, "-xf", path], check=True, capture_output=True)
            engine.EdgeShard.load(os.path.join(part, "0")).close()
            with open(os.path.join(part, "config.json"), encoding="utf-8") as file:
                config = json.load(file)
            os.remove(os.path.join(part, "config.json"))
        except Exception as error:
            shutil.rmtree(part)
            raise Refused(400, f"Wrong input: Failed to recover snapshot: {error}") from None
        aliases = dict(self.aliases)
        self.delete(name)
        os.rename(part, self._folder(name))
        self._open[name] = engine.EdgeShard.load(self._shard(name))
        _write(self._config(name), config)
        self.set_aliases(aliases)

    def close(self):
        for shard in self._open.values():
            shard.flush()
            shard.close()

"""Between the JSON of Qdrant's API and the types of its engine."""
import uuid

import qdrant_edge as engine


class Refused(Exception):
    """An answer other than 200: a status and Qdrant's words."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


DISTANCES = {name: getattr(engine.Distance, name) for name in ("Cosine", "Dot", "Euclid", "Manhattan")}


def shard_config(body):
    """The engine's configuration of a collection, from the body that creates it."""
    given = body.get("vectors") or {}
    vectors = _vector(given) if "size" in given else {name: _vector(each) for name, each in given.items()}
    sparse = {name: engine.EdgeSparseVectorParams() for name in body.get("sparse_vectors") or {}}
    return engine.EdgeConfig(vectors=vectors or None, sparse_vectors=sparse or None)


def _vector(params):
    if params.get("distance") not in DISTANCES:
        raise Refused(400, f"Format error in JSON body: unknown distance {params.get('distance')!r}")
    return engine.EdgeVectorParams(size=int(params["size"]), distance=DISTANCES[params["distance"]])


def point_id(value):
    """An id as the engine takes it: a number or a UUID."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    try:
        return uuid.UUID(value)
    except (ValueError, TypeError, AttributeError):
        message = f"value {value} is not a valid point ID, valid values are either an unsigned integer or a UUID"
        raise Refused(400, f"Format error in JSON body: {message}") from None


def json_id(value):
    """An id as JSON has it."""
    return value if isinstance(value, int) else str(value)


def vector(value):
    """One vector, or vectors by name, dense or sparse."""
    if isinstance(value, dict):
        if "indices" in value:
            return engine.SparseVector(value["indices"], value["values"])
        return {name: vector(each) for name, each in value.items()}
    return value


def _json_vector(value):
    if isinstance(value, dict):
        return {name: _json_vector(each) for name, each in value.items()}
    if isinstance(value, engine.SparseVector):
        return {"indices": value.indices, "values": value.values}
    return value


def points(body):
    """Points of an upsert, in either of its two forms."""
    if "batch" in body:
        batch = body["batch"]
        payloads = batch.get("payloads") or [None] * len(batch["ids"])
        rows = zip(batch["ids"], batch["vectors"], payloads)
    else:
        rows = ((each["id"], each["vector"], each.get("payload")) for each in body["points"])
    return [engine.Point(point_id(id), vector(value), payload or {}) for id, value, payload in rows]


def record(point):
    """A point as JSON."""
    found = {"id": json_id(point.id), "payload": point.payload}
    if point.vector is not None:
        found["vector"] = _json_vector(point.vector)
    return found


def scored(point):
    """A point with its score, as JSON."""
    return {**record(point), "version": point.version, "score": point.score}


def payload_choice(value, otherwise):
    """Which payload is wanted: all, none, or keys of it."""
    if value is None:
        return otherwise
    if isinstance(value, dict):
        if "include" in value:
            return engine.PayloadSelector.Include(value["include"])
        return engine.PayloadSelector.Exclude(value["exclude"])
    return value


def condition_filter(body):
    """A filter, or None where there is none."""
    if not body:
        return None
    unknown = set(body) - {"must", "should", "must_not"}
    if unknown:
        raise Refused(400, f"Format error in JSON body: unknown field `{sorted(unknown)[0]}`")
    clauses = {name: _conditions(body[name]) for name in body if body[name]}
    return engine.Filter(**clauses)


def _conditions(given):
    return [_condition(each) for each in (given if isinstance(given, list) else [given])]


def _condition(body):
    if "has_id" in body:
        return engine.HasIdCondition({point_id(each) for each in body["has_id"]})
    if "is_empty" in body:
        return engine.IsEmptyCondition(body["is_empty"]["key"])
    if "is_null" in body:
        return engine.IsNullCondition(body["is_null"]["key"])
    if "nested" in body:
        return engine.NestedCondition(body["nested"]["key"], condition_filter(body["nested"]["filter"]))
    if "match" in body:
        return engine.FieldCondition(key=body["key"], match=_match(body["match"]))
    if "range" in body:
        limits = {name: value for name, value in body["range"].items() if value is not None}
        kind = engine.RangeDateTime if any(isinstance(each, str) for each in limits.values()) else engine.RangeFloat
        return engine.FieldCondition(key=body["key"], range=kind(**limits))
    if set(body) & {"must", "should", "must_not"}:
        return condition_filter(body)
    raise Refused(400, "Format error in JSON body: data did not match any variant of untagged enum Condition")


def _match(body):
    for name, kind in (
        ("value", engine.MatchValue),
        ("text", engine.MatchText),
        ("any", engine.MatchAny),
        ("except", engine.MatchExcept),
    ):
        if name in body:
            return kind(body[name])
    raise Refused(400, "Format error in JSON body: data did not match any variant of untagged enum Match")

"""What can be asked of the points of one collection."""
import qdrant_edge as engine

from wire import Refused, condition_filter, json_id, payload_choice, point_id, points, record, scored, vector

DONE = {"operation_id": 0, "status": "completed"}


def upsert(shard, body):
    return _update(shard, engine.UpdateOperation.upsert_points(points(body)))


def delete(shard, body):
    operations = engine.UpdateOperation
    return _update(shard, _chosen(body, operations.delete_points, operations.delete_points_by_filter))


def set_payload(shard, body):
    operations, payload = engine.UpdateOperation, body["payload"]
    return _update(shard, _chosen(body, operations.set_payload, operations.set_payload_by_filter, payload))


def overwrite_payload(shard, body):
    operations, payload = engine.UpdateOperation, body["payload"]
    return _update(shard, _chosen(body, operations.overwrite_payload, operations.overwrite_payload_by_filter, payload))


def delete_payload(shard, body):
    operations, keys = engine.UpdateOperation, body["keys"]
    return _update(shard, _chosen(body, operations.delete_payload, operations.delete_payload_by_filter, keys))


def retrieve(shard, body):
    ids = [point_id(each) for each in body["ids"]]
    found = shard.retrieve(ids, payload_choice(body.get("with_payload"), True), body.get("with_vector", False))
    return [record(each) for each in found]


def get(shard, text):
    found = shard.retrieve([point_id(int(text) if text.isdigit() else text)], True, True)
    if not found:
        raise Refused(404, f"Not found: Point with id {text} does not exists!")
    return record(found[0])


def search(shard, body):
    wanted, using = body["vector"], None
    if isinstance(wanted, dict) and "name" in wanted:
        wanted, using = wanted["vector"], wanted["name"]
    return _nearest(shard, body, wanted, using)


def query(shard, body):
    wanted = body.get("query")
    if isinstance(wanted, dict) and "nearest" in wanted:
        wanted = wanted["nearest"]
    if isinstance(wanted, (int, str)):
        found = shard.retrieve([point_id(wanted)], False, True)
        if not found:
            raise Refused(404, f"Not found: No point with id {wanted} found")
        wanted = found[0].vector
    if isinstance(wanted, dict) and "indices" not in wanted:
        raise Refused(400, "Wrong input: the sandbox's Qdrant finds the nearest points only")
    return {"points": _nearest(shard, body, wanted, body.get("using"))}


def scroll(shard, body):
    offset = body.get("offset")
    found, following = shard.scroll(
        engine.ScrollRequest(
            offset=None if offset is None else point_id(offset),
            limit=body.get("limit") or 10,
            filter=condition_filter(body.get("filter")),
            with_payload=payload_choice(body.get("with_payload"), True),
            with_vector=body.get("with_vector", False),
        )
    )
    return {
        "points": [record(each) for each in found],
        "next_page_offset": None if following is None else json_id(following),
    }


def count(shard, body):
    return {"count": shard.count(engine.CountRequest(filter=condition_filter(body.get("filter"))))}


def _update(shard, operation):
    shard.update(operation)
    shard.flush()
    return DONE


def _chosen(body, by_ids, by_filter, *more):
    if "points" in body:
        return by_ids([point_id(each) for each in body["points"]], *more)
    return by_filter(condition_filter(body["filter"]), *more)


def _nearest(shard, body, wanted, using):
    found = shard.query(
        engine.QueryRequest(
            limit=body.get("limit") or 10,
            offset=body.get("offset"),
            query=None if wanted is None else engine.Query.Nearest(vector(wanted), using=using),
            filter=condition_filter(body.get("filter")),
            with_payload=payload_choice(body.get("with_payload"), False),
            with_vector=body.get("with_vector", False),
            score_threshold=body.get("score_threshold"),
        )
    )
    return [scored(each) for each in found]

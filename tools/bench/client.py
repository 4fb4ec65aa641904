"""Two clients that ask one after another for a while; every answer is checked.

Runs as a process of its own, so that it shares no interpreter with what it measures. Reads a plan as
JSON on standard input and prints requests a second as JSON.
"""

import http.client
import itertools
import json
import sys
import threading
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

CLIENTS = 2


class Wrong(Exception):
    """An answer that isn't what the plan says: what was measured would mean nothing."""


def main() -> int:
    plan = json.load(sys.stdin)
    ids = itertools.cycle(plan["ids"]) if plan["again"] else iter(plan["ids"])
    lock, done, wrong = threading.Lock(), [0] * CLIENTS, []
    end = time.perf_counter() + plan["seconds"]

    def ask(client: int) -> None:
        connection = _connection(plan["bases"][client % len(plan["bases"])])
        try:
            while time.perf_counter() < end:
                with lock:
                    pk = next(ids, None)
                if pk is None:
                    raise Wrong("the cases of this measurement are used up; load more")
                _one(connection, plan, pk)
                done[client] += 1
        except Exception as error:  # noqa: BLE001 - handed to the main thread
            wrong.append(f"{type(error).__name__}: {error}")

    began = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    print(json.dumps({"per_second": sum(done) / seconds, "wrong": wrong[:1]}))
    return 1 if wrong else 0


def _connection(base: str) -> http.client.HTTPConnection:
    address = urlsplit(base)
    return http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)


def _one(connection: http.client.HTTPConnection, plan: dict[str, Any], pk: int) -> None:
    body = plan["body"].replace("{id}", str(pk)).replace("{uuid}", str(uuid.uuid4()))
    path = plan["path"].replace("{id}", str(pk))
    connection.request(plan["method"], path, body=body or None, headers=plan["headers"])
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != plan["status"]:
        raise Wrong(f"{plan['method']} {path} gave {answer.status}, not {plan['status']}")
    if plan["contains"] and plan["contains"].encode() not in content:
        raise Wrong(f"{path} does not contain {plan['contains']!r}")


if __name__ == "__main__":
    sys.exit(main())

"""Faults that are injected into AWS APIs by a POST to /moto-api/faults: they happen to the next `times` requests of a
service whose target, path or body of an event names `about`.

silent: takes the request and never answers. slow: answers a whole object in small pieces, seconds apart.
twice: delivers an event twice.
"""

import json
import re
import threading
import time

import moto.server

SIGNED_FOR = re.compile(r"/(\w+)/aws4_request")
PIECES, PAUSE_SECONDS = 60, 3
SILENCE_SECONDS = 60
"""Longer than any client waits."""

_lock = threading.Lock()
_faults = []


def install():
    serve = moto.server.run_simple
    moto.server.run_simple = lambda host, port, app, **options: serve(
        host, port, FaultInjector(app), **options
    )


class FaultInjector:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/moto-api/faults":
            return told(environ, start_response)
        service = (SIGNED_FOR.search(environ.get("HTTP_AUTHORIZATION", "")) or [None, ""])[1]
        about = environ.get("HTTP_X_AMZ_TARGET", "") + environ["PATH_INFO"]
        if taken(service, about, "silent"):
            time.sleep(SILENCE_SECONDS)
            start_response("503 Service Unavailable", [])
            return []
        is_whole = environ["REQUEST_METHOD"] == "GET" and "HTTP_RANGE" not in environ
        if is_whole and taken(service, about, "slow"):
            return in_pieces(self.app(environ, start_response))
        return self.app(environ, start_response)


def in_pieces(answer):
    body = b"".join(answer)
    size = max(1, len(body) // PIECES)
    for start in range(0, len(body), size):
        yield body[start : start + size]
        time.sleep(PAUSE_SECONDS)


def taken(service, about, manner):
    with _lock:
        for each in _faults:
            same = each["service"] == service and each["manner"] == manner
            if same and each["about"] in about and each["taken"] < each["times"]:
                each["taken"] += 1
                return True
    return False


def told(environ, start_response):
    """POST: one more; each request is answered with all of them, and how often they have happened."""
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        with _lock:
            _faults.append({**json.loads(body), "taken": 0})
    start_response("200 OK", [("content-type", "application/json")])
    return [json.dumps(_faults).encode()]

"""What the emulator has seen, a line of JSON each; the rehearsal reads it while it grows."""

import json
import os
import threading

_file = open(os.environ["REHEARSAL_RECORD"], "a", encoding="utf-8", buffering=1)
_lock = threading.Lock()
_calls = set()


def note_resource(**facts):
    _write({"kind": "resource", **facts})


def note_removal(**facts):
    _write({"kind": "removal", **facts})


def note_call(**facts):
    """Once each: a worker asks its queue for messages all day."""
    known = json.dumps(facts, sort_keys=True)
    if known not in _calls:
        _calls.add(known)
        _write({"kind": "call", **facts})


def _write(facts):
    with _lock:
        _file.write(json.dumps(facts, default=str) + "\n")

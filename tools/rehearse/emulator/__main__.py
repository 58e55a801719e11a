"""moto's server as the rehearsal needs it; `REHEARSAL_RECORD` names the file that it keeps record in.

usage: python3 tools/rehearse/emulator -H 127.0.0.1 -p PORT
"""

import sys

import addresses
import cross_origin
import deliveries
import hosts
import injected_faults
import moto_patches
import permissions
import protection
import refusals
import resources
import moto.server

PARTS = (
    addresses,
    cross_origin,
    deliveries,
    hosts,
    moto_patches,
    permissions,
    protection,
    refusals,
    resources,
    injected_faults,
)
for part in PARTS:
    part.install()
moto.server.main(sys.argv[1:])

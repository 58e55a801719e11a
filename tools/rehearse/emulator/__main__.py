"""moto's server as the rehearsal needs it; `REHEARSAL_RECORD` names the file that it keeps record in.

usage: python3 tools/rehearse/emulator -H 127.0.0.1 -p PORT
"""

import sys

import addresses
import deliveries
import hosts
import mends
import permissions
import refusals
import resources
import troubles
import moto.server

for part in (addresses, deliveries, hosts, mends, permissions, refusals, resources, troubles):
    part.install()
moto.server.main(sys.argv[1:])

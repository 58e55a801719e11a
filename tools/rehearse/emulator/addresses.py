"""The addresses of the emulator where templates and outputs would name AWS's own: those of queues, and
that of the API, for which the rehearsal answers. Nothing that runs here may find the real AWS.
"""

import os
import re

from moto.cloudformation import parsing
from moto.sqs.models import Queue

GATEWAY = re.compile(r"https://[\w-]+\.execute-api\.[\w-]+\.amazonaws\.com")


def install():
    parse = parsing.parse_output
    front = os.environ["REHEARSAL_API_URL"]

    def parse_output(*arguments):
        output = parse(*arguments)
        if output and isinstance(output.value, str):
            output.value = GATEWAY.sub(front, output.value)
        return output

    parsing.parse_output = parse_output
    own = os.environ["AWS_ENDPOINT_URL"]
    Queue.physical_resource_id = property(lambda q: f"{own}/{q.account_id}/{q.name}")

"""What AWS services deliver to one another, decided by the policy of the target and by that of its key: an
event by a rule to a queue, an alarm to a topic. moto delivers the former always and the latter never.
"""

import json

from moto.cloudwatch.models import CloudWatchBackend
from moto.core import DEFAULT_ACCOUNT_ID
from moto.events.models import Rule
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from permissions import allow_service
from injected_faults import taken

EVENTS, ALARMS = "events.amazonaws.com", "cloudwatch.amazonaws.com"


def install():
    Rule._send_to_sqs_queue = as_allowed(Rule._send_to_sqs_queue)
    CloudWatchBackend.set_alarm_state = and_tell(CloudWatchBackend.set_alarm_state)


def as_allowed(send):
    """What the queue does not let in is lost: nobody is told, but for what the record says."""

    def sent(self, resource_id, event, group_id=None):
        queue = sqs_backends[self.account_id][self.region_name].queues[resource_id]
        if may_deliver(EVENTS, "sqs:SendMessage", queue.queue_arn, queue.kms_master_key_id, self.arn):
            send(self, resource_id, {**event}, group_id)
            if taken("events", json.dumps(event), "twice"):
                send(self, resource_id, {**event}, group_id)

    return sent


def and_tell(set_state):
    def told(self, alarm_name, reason, reason_data, state_value):
        set_state(self, alarm_name, reason, reason_data, state_value)
        alarm = self.alarms[alarm_name]
        if alarm.actions_enabled is False or state_value != "ALARM":
            return
        for arn in alarm.alarm_actions:
            topic = sns_backends[self.account_id][self.region_name].topics[arn]
            if may_deliver(ALARMS, "sns:Publish", arn, topic.kms_master_key_id, alarm.alarm_arn):
                message = {"AlarmName": alarm_name, "NewStateValue": state_value}
                topic.publish(json.dumps(message))

    return told


def may_deliver(service, action, target, key, source):
    """The service also encrypts with the key of its target, which must let it."""
    context = {"aws:SourceArn": source, "aws:SourceAccount": DEFAULT_ACCOUNT_ID}
    needed = [(action, target)]
    if key:
        needed += [("kms:GenerateDataKey", key), ("kms:Decrypt", key)]
    return all(allow_service(service, each, arn, context) for each, arn in needed)

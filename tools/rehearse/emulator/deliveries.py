"""What AWS services deliver to one another, decided by the policy of the target and by that of its key: an
event by a rule to a queue, an alarm to a topic. moto delivers the former always and the latter never. And what
an alarm has been through, of which moto does not tell.
"""

import json

from moto.cloudwatch.models import CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.responses import ActionResult
from moto.events.models import Rule
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from permissions import allow_service
from injected_faults import taken

EVENTS, ALARMS = "events.amazonaws.com", "cloudwatch.amazonaws.com"


def install():
    Rule._send_to_sqs_queue = as_allowed(Rule._send_to_sqs_queue)
    CloudWatchBackend.set_alarm_state = and_tell(CloudWatchBackend.set_alarm_state)
    CloudWatchResponse.describe_alarm_history = describe_alarm_history


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


def describe_alarm_history(self):
    """moto keeps each state that was; a change is into the next one."""
    name, since = self._get_param("AlarmName"), self._get_param("StartDate")
    alarm = self.cloudwatch_backend.alarms[name]
    states = [(value, at) for *_, value, at in alarm.history]
    states.append((alarm.state_value, alarm.state_updated_timestamp))
    items = [
        {
            "AlarmName": name,
            "HistoryItemType": "StateUpdate",
            "Timestamp": at,
            "HistoryData": json.dumps({"newState": {"stateValue": value}}),
        }
        for value, at in states[1:]
        if since is None or at >= since.replace(tzinfo=None)
    ]
    return ActionResult({"AlarmHistoryItems": items})


def may_deliver(service, action, target, key, source):
    """The service also encrypts with the key of its target, which must let it."""
    context = {"aws:SourceArn": source, "aws:SourceAccount": DEFAULT_ACCOUNT_ID}
    needed = [(action, target)]
    if key:
        needed += [("kms:GenerateDataKey", key), ("kms:Decrypt", key)]
    return all(allow_service(service, each, arn, context) for each, arn in needed)

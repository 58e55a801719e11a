"""IAM for the roles that were deployed: their own policies decide, by action and resource.

moto's own check knows the resource of S3's requests only, and refuses every other one that a policy
names a resource for. Not looked at: conditions (an Allow with one counts as met, a Deny with one as not),
and policies of resources, but for the trust of a role that is taken on.
"""

import json
import re
from functools import lru_cache

from moto.core.authorization import ActionAuthenticatorMixin
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.exceptions import AccessDeniedError
from moto.iam.access_control import PermissionResult
from moto.iam.models import iam_backends
from moto.s3.exceptions import S3AccessDeniedError
from moto.s3.models import FakeBucket
from moto.sts.models import sts_backends
from record import note_call
from requirements import requirements, signature_of

OURS = "streamtech-"
"""Begins the name of every role of a template; the operator and the bootstrap's roles may do anything."""


def install():
    def authorize(request, request_class, resource="*"):
        role = role_of(request)
        if role is None or not role.name.startswith(OURS):
            return
        for action, arn in requirements(request, role, resource):
            if not allow(role, action, arn):
                raise denial(request_class, role, action)

    ActionAuthenticatorMixin._authenticate_and_authorize_action = authorize
    # moto takes a Deny on plain HTTP for a Deny on everything
    FakeBucket.get_permission = lambda *_: PermissionResult.NEUTRAL


def allow(role, action, arn):
    statement = decide(role, action, arn)
    note_call(role=role.name, action=action, resource=arn, allowedBy=statement)
    return statement is not None


def role_of(request):
    """The role whose credentials signed the request."""
    _, key = signature_of(request)
    for assumed in sts_backends[request.current_account]["aws"].assumed_roles:
        if assumed.access_key_id == key:
            return role_named(assumed.role_arn.split("/")[-1])
    return None


def role_named(name):
    roles = iam_backends[DEFAULT_ACCOUNT_ID]["aws"].roles.values()
    return next((role for role in roles if role.name == name), None)


def trusts_service(role, service):
    return any(
        service in listed(statement.get("Principal", {}).get("Service", []))
        for statement in listed(json.loads(role.assume_role_policy_document)["Statement"])
    )


def decide(role, action, arn):
    """What allows it, as `[action, resource]` of the policy; None when nothing does, or something denies."""
    allowed = None
    for statement in statements(role):
        found = match(statement, action, arn)
        if found and statement["Effect"] == "Allow":
            allowed = allowed or found
        elif found and "Condition" not in statement:
            return None
    return allowed


def statements(role):
    documents = list(role.policies.values())
    documents += [policy.document for policy in role.managed_policies.values()]
    for document in documents:
        parsed = json.loads(document) if isinstance(document, str) else document
        yield from listed(parsed["Statement"])


def match(statement, action, arn):
    for pattern in listed(statement.get("Action", [])):
        if not glob(pattern.lower()).match(action.lower()):
            continue
        for resource in listed(statement.get("Resource", [])):
            if arn is None or glob(resource).match(arn):
                return [pattern, resource]
    return None


@lru_cache(maxsize=None)
def glob(pattern):
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".") + r"\Z")


def listed(value):
    return value if isinstance(value, list) else [value]


def denial(request_class, role, action):
    if request_class.__name__ == "S3IAMRequest":
        return S3AccessDeniedError()
    return AccessDeniedError(user_arn=role.arn, action=action)

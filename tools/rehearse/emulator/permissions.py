"""IAM for the roles that were deployed: their policies decide, with those of the resource, of its key and
of the endpoint on the way. moto's own check knows the resource of S3's requests only.
"""

import json

from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.exceptions import AccessDeniedError
from moto.iam.access_control import PermissionResult
from moto.iam.models import iam_backends
from moto.s3.exceptions import S3AccessDeniedError
from moto.s3.models import FakeBucket
from moto.sts.models import sts_backends
from deployed import endpoint_of, policies_of, tags_of
from conditions import listed
from policies import IDENTITY, TRUST, Request, applies, decide
from record import note_call
from iam_actions import requirements, signature_of

OURS = "streamtech-"
"""Begins the name of every role of a template; the operator and the bootstrap's roles may do anything."""

CALLED_FOR_THE_ROLE = {"kms", "iam"}
"""What a service asks of another in the name of the caller takes no way through the network's endpoints."""


def install():
    def authorize(request, request_class, resource="*"):
        role = role_of(request)
        if role is None or not role.name.startswith(OURS):
            return
        for needed in requirements(request, role, resource):
            if not allow(role, *needed):
                raise denial(request_class, role, needed[0])

    ActionAuthenticatorMixin._authenticate_and_authorize_action = authorize
    # moto takes a Deny on plain HTTP for a Deny on everything
    FakeBucket.get_permission = lambda *_: PermissionResult.NEUTRAL


def allow(role, action, arn, context=None):
    """`context`: what the request says of itself beyond what all of them do."""
    request = Request(
        role.arn, role.arn.split(":")[4], action, arn, {**common(role, arn), **(context or {})}
    )
    policies = [(IDENTITY, document) for document in documents(role)] + policies_of(arn)
    service = action.split(":")[0]
    if service not in CALLED_FOR_THE_ROLE:
        policies += endpoint_of(role.arn, service)
    statement = decide(request, policies)
    note_call(role=role.name, action=action, resource=arn, allowedBy=statement)
    return statement is not None


def allow_service(service, action, arn, context):
    """An AWS service that delivers to a resource: its policy, or that of its key, must say so."""
    request = Request(service, DEFAULT_ACCOUNT_ID, action, arn, {**over_tls(), **context})
    statement = decide(request, policies_of(arn))
    note_call(role=service, action=action, resource=arn, allowedBy=statement)
    return statement is not None


def over_tls():
    """The emulator has no TLS; the SDK has nothing else where AWS is real."""
    return {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}


def common(role, arn):
    account = role.arn.split(":")[4]
    tags = tags_of(arn) if arn else {}
    return {
        **over_tls(),
        "aws:PrincipalAccount": account,
        "aws:ResourceAccount": account_of(arn) or account,
        **{f"aws:ResourceTag/{key}": value for key, value in tags.items()},
    }


def account_of(arn):
    """Empty in the ARN of a bucket: all are of one account here."""
    return arn.split(":")[4] if arn and arn.count(":") >= 5 else ""


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
    """By the conditions too: the service says for what of which account it takes the role on."""
    account = role.arn.split(":")[4]
    source = f"arn:aws:{service.split('.')[0].removesuffix('-tasks')}:ap-northeast-1:{account}:any"
    context = {"aws:SourceAccount": account, "aws:SourceArn": source}
    request = Request(service, account, "sts:AssumeRole", None, context)
    trust = json.loads(role.assume_role_policy_document)
    return any(applies(statement, request, TRUST) for statement in listed(trust["Statement"]))


def documents(role):
    found = list(role.policies.values())
    found += [policy.document for policy in role.managed_policies.values()]
    return [json.loads(each) if isinstance(each, str) else each for each in found]


def denial(request_class, role, action):
    if request_class.__name__ == "S3IAMRequest":
        return S3AccessDeniedError()
    return AccessDeniedError(user_arn=role.arn, action=action)

"""What AWS decides by the policies of who asks and of what is asked for (IAM User Guide, "Policy evaluation
logic", within one account): a Deny wins; an Allow of either side is enough, but for keys, whose policy
must allow it itself or hand it on to the policies of the account. Knows nothing of the emulator.
"""

from typing import NamedTuple

from conditions import UnknownCondition, check_known, glob, holds, listed

IDENTITY, RESOURCE, KEY, ENDPOINT = "identity", "resource", "key", "endpoint"


class Request(NamedTuple):
    """`principal`: ARNs of roles and accounts, or the name of a service. `arn` of None: any resource."""

    principal: str
    account: str
    action: str
    arn: str | None
    context: dict


def decide(request, policies):
    """What allows it, as `[action, resource]` of a statement; None when nothing does or something denies.

    `policies`: pairs of the kind and the document. Where there is a KEY or an ENDPOINT policy, it must
    allow the request beside the others.
    """
    allows = {}
    for kind, document in policies:
        for statement in listed(document["Statement"]):
            found = applies(statement, request, kind)
            if found and statement["Effect"] == "Deny":
                return None
            if found:
                hands_on = kind in (KEY, RESOURCE) and names_account(statement, request)
                allows.setdefault(DELEGATED if hands_on else kind, found)
    kinds = {kind for kind, _ in policies}
    if ENDPOINT in kinds and ENDPOINT not in allows:
        return None
    if KEY in kinds:
        return allows.get(KEY) or (allows.get(IDENTITY) if DELEGATED in allows else None)
    return allows.get(IDENTITY) or allows.get(RESOURCE)


DELEGATED = "delegated"
"""A policy that names the account as a whole: the policies of its roles decide."""


def applies(statement, request, kind):
    """The action and the resource that match, as the statement says them."""
    if kind != IDENTITY and not names(statement, request):
        return None
    found = match(statement, request.action, request.arn, kind)
    if found is None or not holds(statement.get("Condition", {}), request.context):
        return None
    return found


def match(statement, action, arn, kind=IDENTITY):
    if "NotAction" in statement or "NotResource" in statement or "NotPrincipal" in statement:
        raise UnknownCondition(f"'Not…' must not be in a policy here, got {statement}")
    for pattern in listed(statement.get("Action", [])):
        if not glob(pattern.lower()).match(action.lower()):
            continue
        if kind == TRUST:
            return [pattern, "*"]
        for resource in listed(statement.get("Resource", [])):
            if arn is None or glob(resource).match(arn):
                return [pattern, resource]
    return None


TRUST = "trust"


# principals ---------------------------------------------------------------------------------------


def names(statement, request):
    principal = statement.get("Principal", {})
    if principal == "*":
        return True
    aws = listed(principal.get("AWS", []))
    if request.principal in listed(principal.get("Service", [])):
        return True
    if is_service(request):
        return "*" in aws
    return "*" in aws or request.principal in aws or names_account(statement, request)


def names_account(statement, request):
    """The account as a whole, which leaves it to its own policies."""
    principal = statement.get("Principal", {})
    if principal == "*" or is_service(request):
        return False
    whole = {request.account, f"arn:aws:iam::{request.account}:root"}
    return bool(whole & set(listed(principal.get("AWS", []))))


def is_service(request):
    return request.principal.endswith(".amazonaws.com")


def check_document(document):
    """Whether all that a policy goes by is known. @raises UnknownCondition"""
    for statement in listed(document.get("Statement", [])):
        for operator, keys in statement.get("Condition", {}).items():
            for key in keys:
                check_known(operator, key)

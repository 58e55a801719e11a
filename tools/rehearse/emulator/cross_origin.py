"""Which pages may send to a bucket. S3 answers a preflight by the first rule that allows its origin, method
and headers, whoever signed the address (S3 User Guide, "Using cross-origin resource sharing"). moto takes any
method and header, and wants a preflight signed as what follows it.
"""

from fnmatch import fnmatchcase

from moto.s3.responses import S3Response


def install():
    S3Response._key_response = preflights_answered(S3Response._key_response)


def preflights_answered(answer):
    def answered(self, request, full_url):
        if request.method != "OPTIONS":
            return answer(self, request, full_url)
        bucket = self.backend.get_bucket(self.parse_bucket_name_from_url(request, full_url))
        return preflight(bucket.cors, request.headers)

    return answered


def preflight(rules, headers):
    origin = headers.get("Origin", "")
    method = headers.get("Access-Control-Request-Method", "")
    wanted = headers.get("Access-Control-Request-Headers", "")
    names = [name.strip().lower() for name in wanted.split(",") if name.strip()]
    for rule in rules:
        if (
            matches(origin, rule.allowed_origins)
            and method in rule.allowed_methods
            and all(matches(name, rule.allowed_headers or []) for name in names)
        ):
            return 200, {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Allow-Methods": ", ".join(rule.allowed_methods),
                "Access-Control-Allow-Headers": ", ".join(names),
                "Vary": "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
            }, ""
    return 403, {}, "CORSResponse: This CORS request is not allowed."


def matches(value, patterns):
    return any(fnmatchcase(value, pattern) for pattern in patterns)

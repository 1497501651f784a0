# SPDX-License-Identifier: Apache-2.0
"""A way to the local cloud that writes down which permission of IAM each call to AWS would need."""
import contextlib
import http.client
import urllib.parse

import peers
from harness import LIMIT_SECONDS

TARGETS = {"secretsmanager": "secretsmanager", "AmazonSSM": "ssm", "Logs_20140328": "logs"}
# Of the Query API; what is not here is CloudFormation's.
SERVICES = {"GetCallerIdentity": "sts", "AssumeRole": "sts", "SimulatePrincipalPolicy": "iam"}
OF_OBJECTS = {"PUT": "s3:PutObject", "GET": "s3:GetObject", "HEAD": "s3:GetObject"}


def permission_of(request):
    """None of what is not AWS."""
    headers = {name.lower(): value for name, value in request.headers}
    if request.path.startswith(("/api/v2/", "/oauth/")):
        return None
    if target := headers.get("x-amz-target"):
        service, _, action = target.rpartition(".")
        return f"{TARGETS[service]}:{action}"
    action = urllib.parse.parse_qs(request.body.decode("latin-1")).get("Action") if request.path == "/" else None
    if action:
        return f"{SERVICES.get(action[0], 'cloudformation')}:{action[0]}"
    if request.path.startswith("/2015-03-31/functions/"):
        return "lambda:GetFunction"
    if request.path == "/2016-08-19/account-settings":
        return "lambda:GetAccountSettings"
    return OF_OBJECTS[request.method]


class Recorder:
    """`origin` is that of the way; `calls` are the permissions that were used."""

    def __init__(self, origin):
        self.calls = set()
        self.upstream = urllib.parse.urlsplit(origin).netloc
        self.server = peers.Server(self.pass_on)
        self.origin = self.server.origin
        self.close = self.server.close

    def pass_on(self, request, _):
        if permission := permission_of(request):
            self.calls.add(permission)
        upstream = http.client.HTTPConnection(self.upstream, timeout=LIMIT_SECONDS)
        with contextlib.closing(upstream):
            upstream.request(request.method, request.target, request.body, dict(request.headers))
            answer = upstream.getresponse()
            headers = [header for header in answer.getheaders() if header[0].lower() != "content-length"]
            return peers.response(answer.status, answer.read(), headers)

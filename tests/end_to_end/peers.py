# SPDX-License-Identifier: Apache-2.0
"""The other sides of a `bootstrap` process, on loopback: a Runtime API, the place that takes answers, and a way to the
local cloud's Secrets Manager, login and Genesys Cloud on which every request can be made to go wrong."""
import contextlib
import ctypes
import http.client
import json
import os
import pathlib
import resource
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import urllib.parse
import uuid
from xml.sax.saxutils import escape

from harness import PROGRAMS, credentials

STACK = "arn:aws:cloudformation:us-east-1:000000000000:stack/function/11111111-2222-3333-4444-555555555555"
TYPE = "Custom::GenesysDataAction"
OVERSIZE = 17 << 20  # more than an answer may have
LIMIT_SECONDS = 60  # of one event; only a mistake reaches it


class Request:
    def __init__(self, line, headers, body):
        self.method, self.target, _ = line.split(" ", 2)
        self.path = self.target.partition("?")[0]
        self.headers = headers
        self.body = body


def read_request(stream):
    """None when the other side has hung up."""
    line = stream.readline().decode("latin-1").rstrip("\r\n")
    if not line:
        return None
    headers = []
    while (header := stream.readline().decode("latin-1").rstrip("\r\n")):
        name, _, value = header.partition(":")
        headers.append((name, value.strip()))
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    return Request(line, headers, stream.read(length))


def response(status, body=b"", headers=()):
    lines = ["HTTP/1.1 %d X" % status, "Content-Length: %d" % len(body), *("%s: %s" % h for h in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


class Gone(Exception):
    """The connection is not used any more."""


class Server:
    """Calls handle(request, connection) for each request; what that gives is sent."""

    def __init__(self, handle):
        self.handle = handle
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(64)
        self.authority = "127.0.0.1:%d" % self.listener.getsockname()[1]
        self.origin = "http://" + self.authority
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with contextlib.suppress(OSError, Gone, ValueError), connection, connection.makefile("rb") as stream:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while request := read_request(stream):
                connection.sendall(self.handle(request, connection))

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


# How a peer goes wrong: each gets the connection and a function that carries the request out and gives the response.
def reset(connection, _):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    raise Gone()


def lost(connection, carry_out):
    carry_out()
    reset(connection, None)


def hang(connection, carry_out):
    carry_out()
    with contextlib.suppress(OSError):
        while connection.recv(65536):
            pass
    raise Gone()


def torn(connection, carry_out):
    whole = carry_out()
    connection.sendall(whole[:-1] if not whole.endswith(b"\r\n\r\n") else whole[:-10])
    raise Gone()


def drip(connection, carry_out):
    for byte in carry_out():
        connection.sendall(bytes([byte]))
        time.sleep(0.1)
    raise Gone()


def oversize(connection, carry_out):
    carry_out()
    connection.sendall(b"HTTP/1.1 200 X\r\nContent-Length: %d\r\n\r\n" % OVERSIZE)
    block = b" " * 65536
    for _ in range(OVERSIZE // len(block)):
        connection.sendall(block)
    raise Gone()


def status(code):
    return lambda connection, carry_out: response(code, b'{"message":"no","status":%d}' % code)


class Function:
    """One `bootstrap` process. plan(number, request) may give a fault for the request of that number to the services
    and to the place of answers; the Runtime API always works. `more` are further variables of the environment."""

    def __init__(self, upstream, canaries, plan=None, stack_status="CREATE_IN_PROGRESS", more=None):
        self.upstream = urllib.parse.urlsplit(upstream).netloc
        self.canaries = canaries
        self.plan = plan or (lambda number, request: None)
        self.stack_status = stack_status
        self.recorded = {}  # the physical id that CloudFormation has on record, by logical id
        self.lock = threading.Lock()
        self.requests = []  # "PUT answer", "POST /oauth/token", ...
        self.answers = []  # (time, body) that the place of answers took
        self.reports = []  # (time, "response" or "error")
        self.event = None
        self.changed = threading.Condition(self.lock)
        self.polls = 0
        self.delivered = 0
        self.runtime = Server(self.serve_runtime)
        self.services = Server(self.serve_services)
        self.stacks = Server(self.serve_stacks)
        self.sink = Server(self.serve_sink)
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="genesys-cfn-function-"))
        access = credentials()
        environment = {
            "PATH": os.environ["PATH"], "AWS_LAMBDA_RUNTIME_API": self.runtime.authority,
            "AWS_ACCESS_KEY_ID": access["aws_access_key_id"], "AWS_REGION": access["region_name"],
            "AWS_SECRET_ACCESS_KEY": access["aws_secret_access_key"], "GENESYS_CFN_LOOPBACK": "allow",
            "AWS_ENDPOINT_URL": self.services.origin, "AWS_ENDPOINT_URL_CLOUDFORMATION": self.stacks.origin,
            "GENESYS_API_URL": self.services.origin, "GENESYS_LOGIN_URL": self.services.origin,
            **({"ASAN_OPTIONS": os.environ["ASAN_OPTIONS"]} if "ASAN_OPTIONS" in os.environ else {}),
            **(more or {})}
        with open(self.directory / "stdout", "wb") as out, open(self.directory / "stderr", "wb") as err:
            self.process = subprocess.Popen(
                [PROGRAMS / "bootstrap"], env=environment, cwd=self.directory, stdout=out, stderr=err,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2))

    # The other sides.

    def serve_runtime(self, request, connection):
        if request.path.endswith("/invocation/next"):
            with self.changed:
                self.polls += 1
                self.changed.notify_all()
                self.changed.wait_for(lambda: self.event is not None)
                (body, deadline), self.event = self.event, None
            return response(200, body, [("Lambda-Runtime-Aws-Request-Id", str(uuid.uuid4())),
                                        ("Lambda-Runtime-Deadline-Ms", str(int(deadline * 1000)))])
        with self.changed:
            self.reports.append((time.time(), request.path.rsplit("/", 1)[1]))
            self.changed.notify_all()
        return response(202, b'{"status":"OK"}')

    def serve_services(self, request, connection):
        def carry_out():
            upstream = http.client.HTTPConnection(self.upstream, timeout=LIMIT_SECONDS)
            with contextlib.closing(upstream):
                upstream.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
                for header in request.headers:
                    upstream.putheader(*header)
                upstream.endheaders(request.body)
                answer = upstream.getresponse()
                body = answer.read()
            if request.path == "/oauth/token" and answer.status == 200:
                self.canaries.add(json.loads(body)["access_token"])
            return response(answer.status, body, [h for h in answer.getheaders() if h[0].lower() != "content-length"])

        return self.pass_on(request.method + " " + request.path, request, connection, carry_out)

    def serve_sink(self, request, connection):
        def carry_out():
            with self.changed:
                self.answers.append((time.time(), request.body))
            return response(200)

        return self.pass_on("PUT answer", request, connection, carry_out)

    def pass_on(self, name, request, connection, carry_out):
        with self.lock:
            number = len(self.requests)
            self.requests.append(name)
        fault = self.plan(number, request)
        return fault(connection, carry_out) if fault else carry_out()

    def serve_stacks(self, request, _):
        """CloudFormation, to which the stack is in the middle of its operation."""
        form = dict(urllib.parse.parse_qsl(request.body.decode()))
        stack = "<StackId>%s</StackId><StackName>function</StackName>" % STACK
        if form["Action"] == "DescribeStacks":
            inner = ("<Stacks><member>%s<CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>%s</StackStatus>"
                     "</member></Stacks>" % (stack, self.stack_status))
        else:
            inner = ("<StackResourceDetail>%s<LogicalResourceId>%s</LogicalResourceId><ResourceType>%s</ResourceType>"
                     "<PhysicalResourceId>%s</PhysicalResourceId><ResourceStatus>%s</ResourceStatus>"
                     "<LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></StackResourceDetail>"
                     % (stack, escape(form.get("LogicalResourceId", "")), TYPE,
                        self.recorded.get(form.get("LogicalResourceId"), ""), self.stack_status))
        document = ('<{0}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><{0}Result>{1}'
                    "</{0}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{0}Response>")
        return response(200, document.format(form["Action"], inner).encode(), [("Content-Type", "text/xml")])

    # What a test does.

    def deliver(self, event, seconds=6.0, age=0):
        """Hands the event out, made `age` seconds ago, and waits until it is over: reported and the next one polled
        for, or the process gone. Gives the answers that it brought."""
        made = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() - age))
        key = urllib.parse.quote("%s|%s|%s" % (STACK, event["LogicalResourceId"], event["RequestId"]))
        url = "%s/%s?X-Amz-Date=%s&X-Amz-Expires=7200&X-Amz-Signature=%s" % (self.sink.origin, key, made,
                                                                              self.canaries.url)
        self.recorded[event["LogicalResourceId"]] = event.get("PhysicalResourceId", "")
        body = {**event, "ResponseURL": url, "StackId": STACK}
        return self.deliver_text(json.dumps(body).encode(), seconds)

    def deliver_text(self, body, seconds=6.0):
        with self.changed:
            self.changed.wait_for(lambda: self.polls > 0, LIMIT_SECONDS)
            answers, reports, polls = len(self.answers), len(self.reports), self.polls
            self.deadline = time.time() + seconds
            self.event = (body, self.deadline)
            self.delivered += 1
            self.changed.notify_all()
        end = time.time() + LIMIT_SECONDS
        while self.process.poll() is None:
            with self.changed:
                if self.changed.wait_for(lambda: len(self.reports) > reports and self.polls > polls, 0.05):
                    break
            if time.time() > end:
                raise AssertionError("the event is never over")
        with self.lock:
            self.report = self.reports[-1][1] if len(self.reports) > reports else None
            return [(when, json.loads(answer), answer) for when, answer in self.answers[answers:]]

    def kill(self, number=signal.SIGKILL):
        os.kill(self.process.pid, number)
        self.process.wait()

    def killer(self, when):
        """A fault: the process ends before the request is carried out, or before it is answered."""
        def fault(connection, carry_out):
            if when == "after":
                carry_out()
            self.kill()
            raise Gone()
        return fault

    def stopper(self):
        """A fault: the thread that sends the first such request does not go on, whatever becomes of it. It is stopped as
        a debugger would stop it; no time-out of its own can end that."""
        def fault(connection, carry_out):
            with self.lock:
                first, self.stopped = not self.stopped, True
            if not first:
                return carry_out()
            ptrace = ctypes.CDLL(None, use_errno=True).ptrace
            ptrace.argtypes = [ctypes.c_long] * 4
            seize, interrupt = 0x4206, 0x4207
            if ptrace(seize, self.process.pid, 0, 0) != 0:
                self.untraceable = os.strerror(ctypes.get_errno())
                return carry_out()
            ptrace(interrupt, self.process.pid, 0, 0)
            os.waitpid(self.process.pid, 0x40000000)  # __WALL
            carry_out()
            with self.changed:  # the tracer is this thread, and has to stay
                polls = self.polls
                self.changed.wait_for(lambda: self.polls > polls, LIMIT_SECONDS)
            raise Gone()
        self.stopped, self.untraceable = False, None
        return fault

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for server in (self.runtime, self.services, self.stacks, self.sink):
            server.close()

    def log(self):
        return (self.directory / "stdout").read_text(encoding="utf-8", errors="replace")


class Canaries:
    """Words that must appear nowhere: each is planted where the function handles a secret."""

    def __init__(self, client_secret):
        self.url = "CanaryOfTheUrl" + uuid.uuid4().hex
        self.header = "CanaryOfTheHeader" + uuid.uuid4().hex
        self.query = "CanaryOfTheQuery" + uuid.uuid4().hex
        self.body = "CanaryOfTheBody" + uuid.uuid4().hex
        self.words = {client_secret, self.url, self.header, self.query, self.body}

    def add(self, word):
        self.words.add(word)

    def found_in(self, data):
        return [word for word in self.words if word.encode() in data]

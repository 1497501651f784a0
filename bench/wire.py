# SPDX-License-Identifier: Apache-2.0
"""As much of HTTP/1.1 as the programs under measurement need from the other side, with little of its own cost."""
import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading

LOCAL_ENVIRONMENT = {  # what the local cloud accepts, see `genesys-cfn local`
    "AWS_ACCESS_KEY_ID": "AKIAGENESYSCFNLOCAL0", "AWS_SECRET_ACCESS_KEY": "local-access-only",
    "AWS_REGION": "us-east-1", "GENESYS_CFN_LOOPBACK": "allow", "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
}


def listen():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 0))
    server.listen(64)
    return server


def authority(server):
    return "127.0.0.1:%d" % server.getsockname()[1]


def receive(connection, buffer):
    """One request: (request line, body); None when the other side has hung up. Keeps what follows in buffer."""
    while b"\r\n\r\n" not in buffer:
        data = connection.recv(65536)
        if not data:
            return None
        buffer += data
    head, _, rest = bytes(buffer).partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    length = 0
    for line in lines[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            length = int(value)
    body = bytearray(rest)
    while len(body) < length:
        data = connection.recv(65536)
        if not data:
            return None
        body += data
    buffer[:] = body[length:]
    return lines[0], bytes(body[:length])


def respond(connection, status, body=b"", headers=()):
    head = "".join(["HTTP/1.1 %s\r\nContent-Length: %d\r\n" % (status, len(body)),
                    *("%s: %s\r\n" % header for header in headers), "\r\n"])
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(head.encode() + body)


def in_thread(function, *arguments):
    thread = threading.Thread(target=function, args=arguments, daemon=True)
    thread.start()
    return thread


def serve(server, handle):
    """Calls handle(connection) in a thread for each connection, until the server is closed."""
    def accept():
        with contextlib.suppress(OSError):
            while True:
                in_thread(quietly, server.accept()[0])

    def quietly(connection):
        with contextlib.suppress(OSError), connection:
            handle(connection)

    in_thread(accept)


class CountingRelay:
    """Passes bytes on to another port and counts the requests in them."""

    def __init__(self, target):
        self.target = target
        self.requests = []
        self.server = listen()
        self.authority = authority(self.server)
        serve(self.server, self.relay)

    def relay(self, connection):
        host, port = self.target.split(":")
        with socket.create_connection((host, int(port))) as upstream:
            in_thread(self.copy, upstream, connection)
            buffer = bytearray()
            while data := connection.recv(65536):
                buffer += data
                *lines, rest = bytes(buffer).split(b"\r\n")
                self.requests += [line.decode("latin-1") for line in lines if line.endswith(b" HTTP/1.1")]
                buffer[:] = rest
                upstream.sendall(data)

    @staticmethod
    def copy(source, destination):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                destination.sendall(data)


@contextlib.contextmanager
def local_cloud(programs):
    """`genesys-cfn local` with an empty state; gives host and port, and the ids of the integrations by name."""
    with tempfile.TemporaryDirectory(prefix="genesys-cfn-bench-") as state:
        process = subprocess.Popen([programs / "genesys-cfn", "--state-dir", state, "local", "--port", "0",
                                    "--output", "json"], stdout=subprocess.PIPE, text=True)
        try:
            text = ""
            for line in process.stdout:
                text += line
                if line.startswith("}"):
                    break
            list_them = [programs / "genesys-cfn", "--state-dir", state, "integrations", "--output", "json"]
            listed = subprocess.run(list_them, stdout=subprocess.PIPE, check=True)
            integrations = {each["name"]: each["id"] for each in json.loads(listed.stdout)["integrations"]}
            yield json.loads(text)["origin"].removeprefix("http://"), integrations
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
            process.stdout.close()

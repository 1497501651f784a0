# SPDX-License-Identifier: Apache-2.0
"""Process start to first Runtime API poll: from before the spawn to the complete request line at the server."""
import contextlib
import os
import shutil
import signal
import statistics
import time

import wire

NODE_PROGRAM = ("require('http').get('http://' + process.env.AWS_LAMBDA_RUNTIME_API + "
                "'/2018-06-01/runtime/invocation/next').on('error', () => {})")


def first_poll(command, server, folder=None):
    """Nanoseconds; the program runs in `folder`."""
    environment = {**wire.LOCAL_ENVIRONMENT, "NODE_NO_WARNINGS": "1", "AWS_LAMBDA_RUNTIME_API": wire.authority(server)}
    silent = [(os.POSIX_SPAWN_OPEN, descriptor, "/dev/null", os.O_RDWR, 0) for descriptor in (0, 1, 2)]
    with contextlib.chdir(folder or "."):  # posix_spawn has no such option
        begin = time.perf_counter_ns()
        process = os.posix_spawn(command[0], command, environment, file_actions=silent)  # a vfork in glibc
    try:
        while True:
            connection, _ = server.accept()
            with connection:
                received = b""
                while data := connection.recv(4096):
                    received += data
                    if b"\r\n" in received:
                        return time.perf_counter_ns() - begin
            # A connection that says nothing was left by a process before, which was killed at once.
            if received:
                raise RuntimeError("%s did not poll" % command[0])
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def measure(programs, starts):
    """Medians in ms of all programs, measured in alternation."""
    commands = {"bootstrap": [str(programs / "bootstrap")], "floor": [str(programs / "dynamic_floor")]}
    if node := shutil.which("node"):
        commands["node"] = [node, "-e", NODE_PROGRAM]
    times = {name: [] for name in commands}
    with wire.listen() as server:
        server.settimeout(30)
        for _ in range(starts + 2):
            for name, command in commands.items():
                times[name].append(first_poll(command, server))
    # The first two of each fill the page cache.
    return {name: statistics.median(values[2:]) / 1e6 for name, values in times.items()}

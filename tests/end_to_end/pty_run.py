# SPDX-License-Identifier: Apache-2.0
"""Runs a program with its output on a terminal, as a person would, and gives what it wrote there."""
import fcntl
import os
import pty
import struct
import subprocess
import termios
import threading


def run_on_terminal(command, columns=120, when=None, **options):
    """(exit code, text with its escape sequences). `when` is called with the process and the text whenever there is
    more of it."""
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=writer, stderr=writer, **options)
    os.close(writer)
    read = []

    def drain():
        while True:
            try:
                data = os.read(reader, 65536)
            except OSError:  # the last writer has gone
                return
            if not data:
                return
            read.append(data)
            if when:
                when(process, b"".join(read).decode(errors="replace"))

    thread = threading.Thread(target=drain)
    thread.start()
    code = process.wait(timeout=120)
    thread.join()
    os.close(reader)
    return code, b"".join(read).decode(errors="replace").replace("\r\n", "\n")

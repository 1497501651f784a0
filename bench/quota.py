# SPDX-License-Identifier: Apache-2.0
"""A share of one processor, as a function with little memory has it: a control group with a bandwidth limit.

Lambda gives a function of 1,769 MB one processor and a smaller one its share of that. The period is short, so that the
share is one of milliseconds, not of seconds. Within its share the function goes before everything else: what plays the
other machines here must not take it away."""
import contextlib
import os
import pathlib

PERIOD_MICROSECONDS = 20_000
ROOT = pathlib.Path("/sys/fs/cgroup")


class Quota:
    """Use as a context; `inside` makes a command that runs there."""

    def __init__(self, share):
        quota = max(1_000, int(PERIOD_MICROSECONDS * share))
        unified = (ROOT / "cgroup.controllers").exists()
        self.folder = (ROOT if unified else ROOT / "cpu") / ("genesys-cfn-bench-%d" % os.getpid())
        self.folder.mkdir()
        try:
            if unified:
                (self.folder / "cpu.max").write_text("%d %d" % (quota, PERIOD_MICROSECONDS))
                (self.folder / "cpu.weight").write_text("10000")
            else:
                (self.folder / "cpu.shares").write_text("100000")
                (self.folder / "cpu.cfs_period_us").write_text(str(PERIOD_MICROSECONDS))
                (self.folder / "cpu.cfs_quota_us").write_text(str(quota))
        except OSError:
            self.folder.rmdir()
            raise

    def inside(self, command):
        """The shell starts with a millisecond; a fork of this interpreter would use up several of the share."""
        return ["/bin/sh", "-c", 'echo $$ >"$0"; exec "$@"', str(self.folder / "cgroup.procs"), *command]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self.folder.rmdir()


def permitted():
    try:
        with Quota(0.5):
            return True
    except OSError:
        return False

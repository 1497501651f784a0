// SPDX-License-Identifier: Apache-2.0
// The processes that a process has started, directly or not, whatever group and session they are in: from /proc. One
// whose parents have ended hangs below `root` no longer; it is known by the environment that it was started with. One
// without such parents and with an environment of its own is not found.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace genesys_cfn::emulator {

struct Descendant {
  pid_t pid = 0;
  uint64_t started = 0;  // after the start of the system: another process of the same number has another one
};

// Those of this user that live now, without `root`: below it, or with all of `marks` ("NAME=value") in their
// environment. No marks: only those below it. Empty where there is no /proc.
std::vector<Descendant> FindDescendants(pid_t root, const std::vector<std::string>& marks);

// SIGKILL to each that is still the same process.
void Kill(const std::vector<Descendant>& descendants);

}  // namespace genesys_cfn::emulator

// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/descendants.h"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "base/files.h"
#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

struct Status {
  char state = 0;
  pid_t parent = 0;
  uint64_t started = 0;
};

std::optional<Status> StatusOf(pid_t pid) {
  const auto text = ReadFile(Concat("/proc/", pid, "/stat"));
  if (!text.has_value()) return std::nullopt;
  // "12 (a name with ) and blanks) S 1 ...": proc(5) counts the fields from 1, the first after the name is the third.
  const size_t name_end = text->rfind(") ");
  if (name_end == std::string::npos) return std::nullopt;
  const auto fields = Split(std::string_view(*text).substr(name_end + 2), ' ');
  constexpr size_t kStarted = 22 - 3;
  if (fields.size() <= kStarted || fields[0].size() != 1) return std::nullopt;
  const auto parent = ParseInteger<pid_t>(fields[1]);
  const auto started = ParseInteger<uint64_t>(fields[kStarted]);
  if (!parent || !started) return std::nullopt;
  return Status{fields[0][0], *parent, *started};
}

bool HasEnded(const Status& status) {
  return status.state == 'Z' || status.state == 'X';
}

bool HasMarks(pid_t pid, const std::vector<std::string>& marks) {
  if (marks.empty()) return false;
  const auto text = ReadFile(Concat("/proc/", pid, "/environ"));
  if (!text.has_value()) return false;  // somebody else's
  const auto variables = Split(*text, '\0');
  return std::ranges::all_of(
      marks, [&](const std::string& mark) { return std::ranges::find(variables, mark) != variables.end(); });
}

std::map<pid_t, Status> LivingProcesses() {
  std::map<pid_t, Status> processes;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const auto pid = ParseInteger<pid_t>(entry.path().filename().native());
    const auto status = pid ? StatusOf(*pid) : std::nullopt;
    if (status && !HasEnded(*status)) processes.emplace(*pid, *status);
  }
  return processes;
}

}  // namespace

std::vector<Descendant> FindDescendants(pid_t root, const std::vector<std::string>& marks) {
  const std::map<pid_t, Status> processes = LivingProcesses();
  std::set<pid_t> found;
  for (const auto& [pid, status] : processes) {
    if (pid != root && HasMarks(pid, marks)) found.insert(pid);
  }
  for (bool grows = true; grows;) {
    grows = false;
    for (const auto& [pid, status] : processes) {
      const bool is_below = status.parent == root || found.contains(status.parent);
      if (is_below && pid != root) grows = found.insert(pid).second || grows;
    }
  }
  std::vector<Descendant> descendants;
  for (const pid_t pid : found) descendants.push_back({pid, processes.at(pid).started});
  return descendants;
}

void Kill(const std::vector<Descendant>& descendants) {
  for (const auto& [pid, started] : descendants) {
    const auto process = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
    if (process < 0) continue;
    // From here on the number means this process: is it the one that was found?
    const auto status = StatusOf(pid);
    if (status && status->started == started) syscall(SYS_pidfd_send_signal, process, SIGKILL, nullptr, 0);
    close(process);
  }
}

}  // namespace genesys_cfn::emulator

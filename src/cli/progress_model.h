// SPDX-License-Identifier: Apache-2.0
// A stack operation as a person follows it on a terminal: a line for each resource that is done, and below, changing,
// one for each that is being worked on, and a summary. Pure: events and times in, lines out.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aws/cloudformation_client.h"
#include "base/clock.h"
#include "cli/terminal_size.h"
#include "cli/tone.h"

namespace genesys_cfn::cli {

class ProgressModel {
 public:
  ProgressModel(std::string stack_name, SteadyTime start) : stack_name_(std::move(stack_name)), start_(start) {}

  // The lines that stand now and do not change any more: of a resource that is done, with its time and, when it failed,
  // as much of its reason as one row holds. A resource that was only cancelled gets none: it is counted.
  std::vector<ToneLine> Take(const aws::StackEvent& event, SteadyTime now, TerminalSize size);
  // The part that changes: fits into the terminal, one row a line.
  [[nodiscard]] std::vector<ToneLine> Live(SteadyTime now, TerminalSize size) const;
  // What stands in its place at the end.
  [[nodiscard]] ToneLine Summary(SteadyTime now) const;

 private:
  struct Running {
    std::string logical_id;
    std::string status;
    std::string doing;  // "creating"
    std::string began;  // the event's timestamp
    SteadyTime since;
  };
  [[nodiscard]] std::string Counts() const;
  std::vector<ToneLine> TakeOfStack(const aws::StackEvent& event);
  void Begin(const aws::StackEvent& event, SteadyTime now);

  std::string stack_name_;
  std::string stack_status_;
  SteadyTime start_;
  std::vector<Running> running_;  // in the order in which they began
  size_t done_ = 0;
  size_t failed_ = 0;
  std::set<std::string> not_deleted_;  // by the clean-up, physical ids
  size_t cancelled_ = 0;
};

// "0.4 s", "12 s", "3 min 5 s".
std::string ElapsedText(Milliseconds elapsed);
// Characters rather than bytes, control characters made visible, at most `columns` of them; what was cut ends with "…".
std::string FitColumns(std::string_view text, size_t columns);

}  // namespace genesys_cfn::cli

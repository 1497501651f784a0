// SPDX-License-Identifier: Apache-2.0
#include "cli/progress_model.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/text.h"
#include "cli/columns.h"
#include "cli/left_behind.h"
#include "cli/stack_failure.h"

namespace genesys_cfn::cli {
namespace {

constexpr size_t kWordColumns = 12;
constexpr size_t kIdColumns = 24;

struct Words {
  std::string_view status;  // how it begins
  std::string_view doing;
  std::string_view done;
};
constexpr std::array kWords = {
    Words{"CREATE_", "creating", "created"},          Words{"UPDATE_ROLLBACK_", "restoring", "restored"},
    Words{"UPDATE_", "updating", "updated"},          Words{"DELETE_", "deleting", "deleted"},
    Words{"ROLLBACK_", "rolling back", "undone"},     Words{"IMPORT_", "importing", "imported"},
    Words{"REVIEW_", "waiting for changes", "ready"},
};

Words WordsOf(std::string_view status) {
  const auto found =
      std::ranges::find_if(kWords, [status](const Words& words) { return status.starts_with(words.status); });
  return found == kWords.end() ? Words{"", "working on", "done"} : *found;
}

bool IsReplacement(const aws::StackEvent& event) {
  return event.reason.starts_with("Requested update requires the creation of a new physical resource");
}

// A character is a byte that begins one.
bool BeginsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
}

// Without the last one, which some terminals follow with a new row.
size_t UsableColumns(TerminalSize size) {
  return static_cast<size_t>(std::max(1, size.columns - 1));
}

std::string Row(std::string_view word, std::string_view logical_id, std::string_view elapsed) {
  return Concat("  ", Padded(word, kWordColumns), "  ", Padded(logical_id, kIdColumns), "  ", elapsed);
}

// Of what still goes on: whole seconds, so that nothing flickers.
std::string Seconds(SteadyTime::duration elapsed) {
  const int64_t seconds = std::chrono::floor<std::chrono::seconds>(elapsed).count();
  return seconds < 60 ? Concat(seconds, " s") : Concat(seconds / 60, " min ", seconds % 60, " s");
}

}  // namespace

std::string ElapsedText(Milliseconds elapsed) {
  const int64_t milliseconds = std::max<int64_t>(0, elapsed.count());
  const int64_t seconds = milliseconds / 1'000;
  if (seconds < 10) return Concat(seconds, ".", milliseconds % 1'000 / 100, " s");
  if (seconds < 60) return Concat(seconds, " s");
  return Concat(seconds / 60, " min ", seconds % 60, " s");
}

std::string FitColumns(std::string_view text, size_t columns) {
  std::string visible;
  for (const char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    visible += byte < 0x20 || byte == 0x7f ? Concat("\\x", HexEncode({&c, 1})) : std::string(1, c);
  }
  if (ColumnsOf(visible) <= columns) return visible;
  std::string cut;
  size_t taken = 0;
  for (const char c : visible) {
    if (BeginsCharacter(c) && taken++ + 1 >= columns) break;
    cut += c;
  }
  return columns == 0 ? std::string() : cut + "…";
}

void ProgressModel::Begin(const aws::StackEvent& event, SteadyTime now) {
  const auto known = std::ranges::find(running_, event.logical_id, &Running::logical_id);
  const bool is_same = known != running_.end() && known->status == event.status;
  if (is_same) {
    if (IsReplacement(event)) known->doing = "replacing";
    return;
  }
  if (known != running_.end()) running_.erase(known);
  running_.push_back({event.logical_id, event.status, std::string(WordsOf(event.status).doing), event.timestamp, now});
}

std::vector<ToneLine> ProgressModel::TakeOfStack(const aws::StackEvent& event) {
  const bool turns_back = event.status.find("ROLLBACK_IN_PROGRESS") != std::string::npos;
  stack_status_ = event.status;
  if (!turns_back) return {};
  // Its reason lists the resources that failed; their own reasons stand above.
  return {{Tone::kChanged, "  rolling back"}};
}

std::vector<ToneLine> ProgressModel::Take(const aws::StackEvent& event, SteadyTime now, TerminalSize size) {
  if (IsOfStack(event)) return TakeOfStack(event);
  if (event.status.ends_with("_IN_PROGRESS")) {
    Begin(event, now);
    return {};
  }
  const auto running = std::ranges::find(running_, event.logical_id, &Running::logical_id);
  std::string elapsed;
  if (running != running_.end()) {
    const auto began = ParseIso8601(running->began);
    const auto ended = ParseIso8601(event.timestamp);
    if (began && ended) elapsed = ElapsedText(*ended - *began);
    running_.erase(running);
  }
  if (IsCancelled(event)) {
    ++cancelled_;
    return {};
  }
  if (event.status.ends_with("_FAILED")) {
    // The clean-up tries again, and the operation succeeds all the same.
    const bool is_left = event.status == "DELETE_FAILED" && IsCleanUp(stack_status_);
    if (is_left) not_deleted_.insert(event.physical_id);
    if (!is_left) ++failed_;
    std::vector<ToneLine> lines = {
        {Tone::kRemoved, Row(is_left ? "not deleted" : "failed", event.logical_id, elapsed)}};
    if (!event.reason.empty())
      lines.push_back({Tone::kRemoved, FitColumns(Concat("    ", event.reason), UsableColumns(size))});
    return lines;
  }
  ++done_;
  not_deleted_.erase(event.physical_id);
  const std::string_view word = event.status == "DELETE_SKIPPED" ? "kept" : WordsOf(event.status).done;
  return {{Tone::kAdded, Row(word, event.logical_id, elapsed)}};
}

std::string ProgressModel::Counts() const {
  std::string text = Concat(done_, " done");
  if (!running_.empty()) text += Concat(", ", running_.size(), " in progress");
  if (failed_ != 0) text += Concat(", ", failed_, " failed");
  if (!not_deleted_.empty()) text += Concat(", ", not_deleted_.size(), " not deleted");
  if (cancelled_ != 0) text += Concat(", ", cancelled_, " cancelled");
  return text;
}

std::vector<ToneLine> ProgressModel::Live(SteadyTime now, TerminalSize size) const {
  // The last row stays free, so that nothing scrolls away; one is the summary's.
  const auto room = static_cast<size_t>(std::max(1, size.rows - 2));
  const size_t shown = running_.size() <= room ? running_.size() : room - 1;
  std::vector<ToneLine> lines;
  for (const Running& resource : running_) {
    if (lines.size() == shown) break;
    lines.push_back({Tone::kChanged, Row(resource.doing, resource.logical_id, Seconds(now - resource.since))});
  }
  if (shown < running_.size()) lines.push_back({Tone::kPlain, Concat("  and ", running_.size() - shown, " more")});
  const std::string_view doing = stack_status_.empty() ? "waiting" : WordsOf(stack_status_).doing;
  lines.push_back(
      {Tone::kPlain, Concat("Stack ", stack_name_, ": ", doing, ", ", Counts(), ", ", Seconds(now - start_))});
  for (ToneLine& line : lines) line.text = FitColumns(line.text, UsableColumns(size));
  return lines;
}

ToneLine ProgressModel::Summary(SteadyTime now) const {
  return {Tone::kPlain, Concat("Stack ", stack_name_, ": ", stack_status_, ", ", Counts(), ", ",
                               ElapsedText(std::chrono::floor<Milliseconds>(now - start_)))};
}

}  // namespace genesys_cfn::cli

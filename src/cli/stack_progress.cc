// SPDX-License-Identifier: Apache-2.0
#include "cli/stack_progress.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.h"
#include "cli/left_behind.h"
#include "cli/live_screen.h"
#include "cli/progress_model.h"
#include "cli/stack_failure.h"

namespace genesys_cfn::cli {
namespace {

// Between two looks at the stack, and between two drawings of the time that has passed.
constexpr Milliseconds kLocalPause{50};
constexpr Milliseconds kAwsFirstPause{400};  // doubled while nothing happens
constexpr Milliseconds kAwsLongestPause{3'200};
constexpr Milliseconds kTick{200};
constexpr Milliseconds kBeginsWithin{30'000};
constexpr int kFewestColumns = 20;

}  // namespace

class StackProgress::Display {
 public:
  virtual ~Display() = default;
  virtual void Show(const std::vector<aws::StackEvent>& events) = 0;
  virtual void End() = 0;
};

class StackProgress::PlainDisplay final : public Display {
 public:
  explicit PlainDisplay(Renderer& renderer) : renderer_(renderer) {}
  void Show(const std::vector<aws::StackEvent>& events) override {
    for (const aws::StackEvent& event : events) renderer_.Event(event);
  }
  void End() override {}

 private:
  Renderer& renderer_;
};

class StackProgress::LiveDisplay final : public Display {
 public:
  LiveDisplay(Surroundings& surroundings, const std::string& stack_name)
      : surroundings_(surroundings),
        model_(stack_name, surroundings.clock.SteadyNow()),
        screen_(WantsColour(surroundings) ? LiveScreen::Colour::kOn : LiveScreen::Colour::kOff) {}

  void Show(const std::vector<aws::StackEvent>& events) override {
    const SteadyTime now = surroundings_.clock.SteadyNow();
    const TerminalSize size = surroundings_.terminal_size();
    std::vector<ToneLine> staying;
    for (const aws::StackEvent& event : events) {
      for (ToneLine& line : model_.Take(event, now, size)) staying.push_back(std::move(line));
    }
    surroundings_.out << screen_.Draw(staying, model_.Live(now, size), size) << std::flush;
  }
  void End() override {
    surroundings_.out << screen_.Draw({model_.Summary(surroundings_.clock.SteadyNow())}, {},
                                      surroundings_.terminal_size())
                      << std::flush;
  }

 private:
  Surroundings& surroundings_;
  ProgressModel model_;
  LiveScreen screen_;
};

bool Succeeded(std::string_view status) {
  return status == "CREATE_COMPLETE" || status == "UPDATE_COMPLETE" || status == "DELETE_COMPLETE";
}

bool InProgress(std::string_view status) {
  return status.ends_with("_IN_PROGRESS");
}

std::unique_ptr<StackProgress::Display> StackProgress::MakeDisplay(const std::string& stack_name) {
  Surroundings& surroundings = context_.surroundings;
  const bool moves = surroundings.terminal && !context_.renderer.json() && surroundings.terminal_size &&
                     surroundings.environment.GetOr("TERM", "dumb") != "dumb" &&
                     surroundings.terminal_size().columns >= kFewestColumns;
  if (moves) return std::make_unique<LiveDisplay>(surroundings, stack_name);
  return std::make_unique<PlainDisplay>(context_.renderer);
}

Error StackProgress::Lost(const Error& error) const {
  if (cloud_.place() == CloudConnection::Place::kAws) {
    return error.WithContext("cannot follow the operation, which goes on in AWS");
  }
  if (error.code != ErrorCode::kUnavailable || error.message.find("could not connect") == std::string::npos) {
    return error;
  }
  return error.WithContext("the local cloud has been stopped, and the operation goes on with the next command");
}

Error StackProgress::Interrupted(const aws::Stack& stack) const {
  const std::string begin = Concat("interrupted while the stack ", stack.name, " is in ", stack.status);
  switch (cloud_.place()) {
    case CloudConnection::Place::kInside:
      return {ErrorCode::kInterrupted, Concat(begin, "; the next command goes on with it")};
    case CloudConnection::Place::kServed:
      return {ErrorCode::kInterrupted,
              Concat(begin, "; the running local cloud goes on with it: genesys-cfn events ", stack.name)};
    case CloudConnection::Place::kAws:
      break;
  }
  std::string text =
      Concat(begin, "; AWS goes on with it. See it with ", cloud_.CallOfProgram(), " events ", stack.name);
  if (stack.status == "UPDATE_IN_PROGRESS") {
    text += Concat(", stop it with aws cloudformation cancel-update-stack --stack-name ", stack.name);
  }
  return {ErrorCode::kInterrupted, text};
}

bool StackProgress::HasBegun(const StackResult& result, SteadyTime asked_at) const {
  return cloud_.place() != CloudConnection::Place::kAws || !result.events.empty() ||
         context_.surroundings.clock.SteadyNow() - asked_at >= kBeginsWithin;
}

Result<std::string> StackProgress::Bookmark(std::string_view name_or_id) {
  TRY_ASSIGN(const auto events, cloud_.stacks().DescribeStackEvents(name_or_id));
  return events.empty() ? std::string() : events.front().event_id;
}

Result<StackResult> StackProgress::Follow(const std::string& stack_id, std::string after_event_id,
                                          const StopSignals& signals) {
  Clock& clock = context_.surroundings.clock;
  aws::CloudFormationClient& stacks = cloud_.stacks();
  const bool is_aws = cloud_.place() == CloudConnection::Place::kAws;
  Milliseconds pause = is_aws ? kAwsFirstPause : kLocalPause;
  const SteadyTime asked_at = clock.SteadyNow();
  std::unique_ptr<Display> display;
  DeletionAttempts attempts;
  StackResult result;
  while (true) {
    // The status first: events that belong to it are there when it is.
    const auto stack = stacks.DescribeStack(stack_id);
    if (!stack) return Lost(stack.error());
    if (!*stack) return Error{ErrorCode::kNotFound, Concat("the stack ", stack_id, " is gone")};
    if (display == nullptr) display = MakeDisplay((*stack)->name);
    auto newest_first = stacks.DescribeStackEvents(stack_id, after_event_id);
    if (!newest_first) return Lost(newest_first.error());
    if (!newest_first->empty()) after_event_id = newest_first->front().event_id;
    const std::vector<aws::StackEvent> events(newest_first->rbegin(), newest_first->rend());
    std::vector<aws::StackEvent> shown;
    for (const aws::StackEvent& event : events) shown.push_back(attempts.Tell(event));
    display->Show(shown);
    result.events.insert(result.events.end(), events.begin(), events.end());
    if (!InProgress((*stack)->status) && HasBegun(result, asked_at)) {
      display->End();
      result.stack = **stack;
      return result;
    }
    for (Milliseconds waited{0}; waited < pause; waited += kTick) {
      if (signals.Came()) {
        display->End();
        return Interrupted(**stack);
      }
      clock.SleepFor(std::min(kTick, pause));
      display->Show({});
    }
    if (is_aws) pause = events.empty() ? std::min(pause * 2, kAwsLongestPause) : kAwsFirstPause;
  }
}

std::optional<json::Value> ShowFailure(Renderer& renderer, const StackResult& result) {
  const auto failure = FindFailure(result.events);
  if (!failure) return std::nullopt;
  renderer.Line("");
  for (const std::string& line : FailureText(*failure)) renderer.Line(line, Tone::kPlain);
  return FailureDocument(*failure);
}

void ShowNotDeleted(Renderer& renderer, const StackResult& result, const CloudConnection& cloud,
                    json::Object& document) {
  const std::vector<NotDeleted> resources = FindNotDeleted(result.events);
  if (resources.empty()) return;
  const RestingStack stack{result.stack.name, result.stack.status, cloud.CallOfProgram(), cloud.CallOfAwsCli()};
  renderer.Line("");
  for (const std::string& line : NotDeletedText(resources, stack)) renderer.Line(line, Tone::kPlain);
  document.Set("notDeleted", NotDeletedDocument(resources, stack));
}

}  // namespace genesys_cfn::cli

// SPDX-License-Identifier: Apache-2.0
#include "provider/publish_gate.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "definition/mask_values.h"
#include "provider/live_action.h"

namespace genesys_cfn::provider {
namespace {

constexpr size_t kFieldsBytes = 1'000;
constexpr size_t kProblemsBytes = 1'000;
// A new draft, and what was written to it, may not be visible at once (genesys-cloud-api.md 9).
constexpr std::array<Milliseconds, 3> kPauses = {Milliseconds{1'000}, Milliseconds{2'000}, Milliseconds{4'000}};
// Kept for taking the draft away again when a test takes too long.
constexpr Milliseconds kCleanUpTime{10'000};
// What the platform may take for a test beyond the action's own time-out.
constexpr Milliseconds kTestMargin{5'000};
constexpr int64_t kDefaultActionSeconds = 60;

ActionState Whole(const ActionState& desired) {
  ActionState whole = desired;
  whole.action.config = WholeConfig(desired.action);
  return whole;
}

Error SomebodyEdits(const std::string& id) {
  return {ErrorCode::kConflict,
          Concat("somebody else is editing a draft of the action ", id,
                 ", which was not touched. Publish or discard that draft in Genesys Cloud, then deploy again")};
}

// In the form that MaskValues takes.
definition::DataAction ValuesOf(const GateTest& test) {
  definition::DataAction values;
  values.config = test.inputs;
  return values;
}

std::string Joined(const std::vector<std::string>& problems) {
  return std::string(TruncateUtf8(Join(problems, "; "), kProblemsBytes));
}

}  // namespace

Way ChooseWay(const DataActionProperties& properties, RollingBack rolling_back) {
  if (properties.publish == Publishing::kValidated && rolling_back == RollingBack::kNo) return Way::kGate;
  return properties.function ? Way::kDraft : Way::kDirectly;
}

bool MayLeaveDraft(const DataActionProperties& properties) {
  return properties.publish == Publishing::kValidated || properties.function;
}

std::vector<definition::FieldDifference> DraftDifferences(const ActionState& desired, const ActionState& draft) {
  return definition::Compare(Whole(desired).action, draft.action);
}

DraftOrigin OriginOf(const ActionState& draft, const ActionState& live, const ActionState& desired) {
  if (definition::Compare(live.action, draft.action).empty() &&
      definition::Compare(draft.action, live.action).empty()) {
    return DraftOrigin::kPristine;
  }
  return DraftDifferences(desired, draft).empty() ? DraftOrigin::kOurs : DraftOrigin::kSomebodys;
}

Result<json::Value> PublishGate::PublishNew(const std::string& id, const ActionState& desired) {
  auto published = Run(id, desired, nullptr);
  if (!published) return CleanUp(id, desired, nullptr, published.error());
  return **std::move(published);
}

Result<std::optional<json::Value>> PublishGate::PublishChange(const genesys::LiveAction& live,
                                                              const ActionState& desired) {
  const std::string id = live.action.FindString("id").value_or("");
  if (parts_.function != nullptr) {
    TRY_ASSIGN(const FunctionState there, parts_.function->Live(id));
    TRY(parts_.function->Prepare(there));
  }
  const auto opened = OpenDraft(live, desired);
  if (!opened) return AtStep("the draft", opened.error());
  auto published = Run(id, desired, &live);
  if (!published) return CleanUp(id, desired, &live, published.error());
  if (!published->has_value()) TRY(DeleteDraftOf(live, desired));
  return published;
}

// A draft of the published action that is there and is not somebody's work.
Result<void> PublishGate::OpenDraft(const genesys::LiveAction& live, const ActionState& desired) {
  const std::string id = live.action.FindString("id").value_or("");
  context_.progress.Doing(Concat("opening a draft of the data action ", id));
  TRY_ASSIGN(const auto created, drafts_.CreateOf(id, WhileWanted()));
  if (created == genesys::DraftCreation::kNoAction) {
    return Error{ErrorCode::kNotFound, Concat("the action ", id, " is gone")};
  }
  if (created == genesys::DraftCreation::kDone) return {};
  TRY_ASSIGN(const genesys::LiveAction draft, ReadDraft(id, std::nullopt));
  TRY_ASSIGN(const ActionState found, StateOf(draft));
  TRY_ASSIGN(const ActionState published, StateOf(live));
  if (OriginOf(found, published, desired) == DraftOrigin::kSomebodys) return SomebodyEdits(id);
  if (parts_.function != nullptr) {
    TRY_ASSIGN(const bool somebodys, parts_.function->IsSomebodys(id, std::nullopt));
    if (somebodys) return SomebodyEdits(id);
  }
  parts_.logger.Info("draft_found", {{"id", id}});
  return {};
}

Result<std::optional<json::Value>> PublishGate::Run(const std::string& id, const ActionState& desired,
                                                    const genesys::LiveAction* live) {
  auto version = Fill(id, desired, live == nullptr ? Is::kNew : Is::kChange);
  if (!version) return AtStep("the draft", version.error());
  if (parts_.function != nullptr) {
    const auto written = parts_.function->WriteTo(id, parts_.session.deadline() - kCleanUpTime, parts_.clock);
    if (!written) return AtStep("the function", written.error());
    // That was a change of the draft, and took its time.
    version = Fill(id, desired, live == nullptr ? Is::kNew : Is::kWritten);
    if (!version) return AtStep("the draft", version.error());
  }
  if (way_ == Way::kGate) {
    if (const auto valid = Validate(id); !valid) return AtStep("the platform's validation", valid.error());
    TRY(RunTests(id));
  }
  auto published = Publish(id, *version, desired, live);
  if (!published) return AtStep("the publication", published.error());
  return published;
}

// Writes a draft of a published action, and reads it back. A written one is only looked at. A new one is written when
// it is not as desired: the platform has been seen to leave out the template of a new draft (genesys-cloud-api.md 9).
Result<json::Value> PublishGate::Fill(const std::string& id, const ActionState& desired, Is what) {
  std::optional<int64_t> at_least;
  bool conflict = false;
  for (const bool is_first : {true, false}) {
    TRY_ASSIGN(const genesys::LiveAction draft, ReadDraft(id, at_least));
    TRY_ASSIGN(const ActionState state, StateOf(draft));
    const auto check = definition::CompareForReplacement(desired.action, state.action);
    auto differences = DraftDifferences(desired, state);
    const bool writes_always = is_first && what == Is::kChange;
    if (!writes_always && differences.empty() && !check.contract_differs && !check.secure_differs) {
      const auto version = VersionOf(draft.action);
      if (!version) return Error{ErrorCode::kUnavailable, Concat("the draft of ", id, " was read without a version")};
      left_at_ = version;
      return json::Value(*version);
    }
    if (conflict || what == Is::kWritten) return SomebodyEdits(id);
    if (!is_first || check.contract_differs || check.secure_differs) {
      return Error{ErrorCode::kUnavailable,
                   Concat("the platform did not keep what was written to it: ",
                          definition::Describe(
                              differences, kFieldsBytes,
                              properties_.confidential ? definition::ShowValues::kNo : definition::ShowValues::kYes),
                          differences.empty() ? "contract or secure differ" : "", ".")};
    }
    TRY_ASSIGN(const auto patched, drafts_.Patch(id, PatchBody(properties_, draft.action), WhileWanted()));
    if (patched.outcome == genesys::PatchOutcome::kGone) {
      return Error{ErrorCode::kConflict, Concat("the draft of the action ", id, " was deleted meanwhile")};
    }
    // The next look tells whether the conflict was with a repetition of our own.
    conflict = patched.outcome == genesys::PatchOutcome::kVersionConflict;
    if (patched.outcome == genesys::PatchOutcome::kDone) at_least = left_at_ = VersionOf(patched.action);
  }
  return Error{ErrorCode::kConflict, Concat("the draft of the action ", id, " changes while it is being written")};
}

// `at_least`: the version that was written last.
Result<genesys::LiveAction> PublishGate::ReadDraft(const std::string& id, const std::optional<int64_t>& at_least) {
  for (size_t tries = 0;; ++tries) {
    TRY_ASSIGN(auto draft, drafts_.Read(id));
    const bool is_current = draft && (!at_least || VersionOf(draft->action).value_or(0) >= *at_least);
    if (is_current) return *std::move(draft);
    if (tries == kPauses.size() || !parts_.session.WaitFor(kPauses.at(tries))) {
      if (draft) return *std::move(draft);
      return Error{ErrorCode::kNotFound, Concat("the draft of the action ", id, " is gone")};
    }
  }
}

Result<void> PublishGate::Validate(const std::string& id) {
  context_.progress.Doing(Concat("validating the draft of the data action ", id));
  TRY_ASSIGN(const auto problems, drafts_.Validate(id));
  if (problems.empty()) return {};
  return Error{ErrorCode::kInvalidInput, Concat(Joined(problems), ".")};
}

Result<void> PublishGate::RunTests(const std::string& id) {
  for (const GateTest& test : properties_.tests) {
    context_.progress.Doing(Concat("running the test \"", test.name, "\" on the draft of the data action ", id));
    const auto passed = RunTest(id, test);
    if (!passed) return AtStep(Concat("the test \"", TruncateUtf8(test.name, 100), "\""), passed.error());
    parts_.logger.Info("gate_test_passed", {{"id", id}, {"test", test.name}});
  }
  return {};
}

Result<void> PublishGate::RunTest(const std::string& id, const GateTest& test) {
  const json::Value* seconds = properties_.action.config.Find("timeoutSeconds");
  const int64_t limit =
      seconds == nullptr ? kDefaultActionSeconds : seconds->AsInteger().value_or(kDefaultActionSeconds);
  const auto left =
      std::chrono::floor<Milliseconds>(parts_.session.deadline() - parts_.clock.SteadyNow()) - kCleanUpTime;
  if (left <= Milliseconds{0}) {
    return Error{ErrorCode::kDeadlineExceeded,
                 "no time is left for it: give the function a longer Timeout (and the resource a ServiceTimeout beyond "
                 "it), or the action a shorter timeoutSeconds."};
  }
  const Milliseconds timeout = std::min(left, Milliseconds{limit * 1'000} + kTestMargin);
  const auto repeatable = test.allows_writes ? genesys::Repeatable::kNo : genesys::Repeatable::kYes;
  const bool hidden = properties_.confidential || test.confidential;
  const auto outcome = drafts_.Test(id, test.inputs, repeatable, timeout, WhileWanted());
  if (!outcome) {  // a refusal may quote what it refuses
    return hidden ? Error{outcome.error().code, definition::MaskValues(outcome.error().message, ValuesOf(test))}
                  : outcome.error();
  }
  const auto wrong = JudgeTest(test, *outcome, hidden ? ShowOutputs::kNo : ShowOutputs::kYes);
  if (!wrong) return {};
  return Error{ErrorCode::kInvalidInput, Concat(*wrong, ".")};
}

Result<std::optional<json::Value>> PublishGate::Publish(const std::string& id, const json::Value& version,
                                                        const ActionState& desired, const genesys::LiveAction* live) {
  context_.progress.Doing(Concat("publishing the draft of the data action ", id));
  genesys::ActionsClient actions(parts_.session);
  bool changed = false;
  const genesys::Permit before_each_try = [&]() -> Result<void> {
    TRY(parts_.wanted.Demand());
    if (live == nullptr) return {};
    // A draft knows nothing of what was written to the action since it was opened.
    TRY_ASSIGN(const auto now, actions.Peek(id));
    changed = now && VersionOf(*now) != VersionOf(live->action);
    if (changed) return Error{ErrorCode::kConflict, "the action was changed meanwhile"};
    return parts_.wanted.Demand();  // the look may have waited for long
  };
  auto published = drafts_.Publish(id, version, before_each_try);
  // With an unknown outcome the change may be our own.
  if (!published && changed && published.error().code == ErrorCode::kOutcomeUnknown) return ReadPublished(id, desired);
  if (!published && changed) return std::optional<json::Value>();
  if (!published) return published.error();
  switch (published->outcome) {
    case genesys::PublishOutcome::kDone:
      context_.progress.Done(Concat("the data action ", id, " was published"));
      return std::optional<json::Value>(std::move(published->action));
    case genesys::PublishOutcome::kVersionConflict:
      return Error{ErrorCode::kConflict, "somebody else changed the draft while it was tested."};
    case genesys::PublishOutcome::kGone:
    case genesys::PublishOutcome::kReadAgain:
      break;
  }
  return ReadPublished(id, desired);
}

// The draft is gone, or the answer was none: then the action tells whether it was published, by us, or by another
// delivery of the same request.
Result<std::optional<json::Value>> PublishGate::ReadPublished(const std::string& id, const ActionState& desired) {
  genesys::ActionsClient actions(parts_.session);
  for (const Milliseconds pause : kPauses) {
    TRY_ASSIGN(auto live, actions.Read(id));
    if (live) {
      TRY_ASSIGN(const ActionState state, StateOf(*live));
      if (DraftDifferences(desired, state).empty()) return std::optional<json::Value>(std::move(live->action));
    }
    if (!parts_.session.WaitFor(pause)) break;
  }
  return Error{ErrorCode::kConflict, Concat("the draft of the action ", id, " was deleted meanwhile.")};
}

Error PublishGate::AtStep(std::string_view step, const Error& error) const {
  const std::string_view what = way_ == Way::kGate ? "The publish gate" : "The publication of the function";
  return {error.code, Concat(what, " stopped at ", step, ": ", error.message)};
}

// A deletion has no version: what somebody writes between the look and the deletion is lost.
Result<PublishGate::Deletion> PublishGate::DeleteDraftOf(const genesys::LiveAction& live, const ActionState& desired) {
  const std::string id = live.action.FindString("id").value_or("");
  TRY_ASSIGN(const auto draft, drafts_.Read(id));
  if (!draft) return Deletion::kGone;
  if (!left_at_ || VersionOf(draft->action) != left_at_) {
    TRY_ASSIGN(const ActionState found, StateOf(*draft));
    TRY_ASSIGN(const ActionState published, StateOf(live));
    bool somebodys = OriginOf(found, published, desired) == DraftOrigin::kSomebodys;
    if (!somebodys && parts_.function != nullptr) {
      TRY_ASSIGN(somebodys, parts_.function->IsSomebodys(id, std::nullopt));
    }
    if (somebodys) {
      parts_.logger.Warning("draft_of_somebody_kept", {{"id", id}});
      return Deletion::kLeft;
    }
  }
  TRY_ASSIGN(const bool deleted, drafts_.Delete(id));
  return deleted ? Deletion::kDone : Deletion::kGone;
}

// What is no longer wanted is left to the request that took its place: it may be at work on the same draft. `live`:
// nullptr for a new action, whose draft nobody else knows.
Error PublishGate::CleanUp(const std::string& id, const ActionState& desired, const genesys::LiveAction* live,
                           Error error) {
  constexpr std::string_view kChanged = "it is no longer as it was written here.";
  const bool is_new = live == nullptr;
  if (!error.message.ends_with('.')) error.message += '.';
  const auto leave = [&](std::string_view why) {
    error.message += Concat(" Nothing was published. The draft of the action ", id, " was left: ", why);
    if (is_new) error.code = ErrorCode::kOutcomeUnknown;
    return error;
  };
  if (parts_.wanted.Ask() == StillWanted::Verdict::kNo)
    return leave("CloudFormation no longer waits for this request.");
  if (!is_new && error.code == ErrorCode::kConflict) return leave(kChanged);
  context_.progress.Doing(Concat("deleting the draft of the data action ", id));
  if (!is_new) {
    const auto deleted = DeleteDraftOf(*live, desired);
    if (!deleted) return leave(deleted.error().message);
    if (*deleted == Deletion::kLeft) return leave(kChanged);
    error.message += *deleted == Deletion::kDone
                         ? Concat(" The published action ", id, " is as it was; the draft was deleted.")
                         : Concat(" The draft of the action ", id, " is gone.");
    return error;
  }
  const auto deleted = drafts_.Delete(id);
  if (!deleted) return leave(deleted.error().message);
  if (!*deleted) {  // perhaps it is published, and no read shows it yet
    error.code = ErrorCode::kOutcomeUnknown;
    error.message += Concat(" The draft ", id, " is gone; whether it was published is not known.");
    return error;
  }
  error.message += Concat(" Nothing was published, and the draft ", id, " was deleted.");
  if (error.code == ErrorCode::kOutcomeUnknown) error.code = ErrorCode::kUnavailable;
  return error;
}

}  // namespace genesys_cfn::provider

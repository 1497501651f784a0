// SPDX-License-Identifier: Apache-2.0
// `drift`: what the organisation has against what stacks recorded; and either taken over into the files, or written
// back.
#include <algorithm>
#include <functional>
#include <istream>
#include <map>

#include "base/text.h"
#include "cli/accept_drift.h"
#include "cli/commands.h"
#include "cli/drift_text.h"
#include "cli/exit_code.h"
#include "cli/revert_drift.h"
#include "cli/written_credentials.h"
#include "definition/mask_credentials.h"

namespace genesys_cfn::cli {
namespace {

// Three requests an action against a limit of 300 a minute.
constexpr Milliseconds kPatience{2 * 3'600'000};

Result<std::vector<aws::Stack>> ChooseStacks(aws::CloudFormationClient& stacks, const std::string& name) {
  if (name.empty()) return stacks.DescribeStacks();
  TRY_ASSIGN(auto stack, stacks.DescribeStack(name));
  if (!stack) return Error{ErrorCode::kNotFound, Concat("the stack ", name, " does not exist")};
  return std::vector<aws::Stack>{*std::move(stack)};
}

// A record that is being changed is no ground for a write.
Result<void> RefuseInProgress(const std::vector<aws::Stack>& stacks) {
  for (const aws::Stack& stack : stacks) {
    if (!stack.status.ends_with("_IN_PROGRESS")) continue;
    return Error{ErrorCode::kConflict,
                 Concat("the stack ", stack.name, " is in ", stack.status, ": wait until it rests, and look again")};
  }
  return {};
}

std::vector<ResourceDrift*> Drifted(std::vector<StackDrift>& stacks) {
  std::vector<ResourceDrift*> drifted;
  for (StackDrift& stack : stacks) {
    for (ResourceDrift& resource : stack.resources) {
      if (resource.state == DriftState::kDrifted) drifted.push_back(&resource);
    }
  }
  return drifted;
}

// Where the file has it.
void AddPlaces(const std::string& path, const TemplateFile& file, const std::vector<ResourceDrift*>& drifted) {
  for (ResourceDrift* drift : drifted) {
    if (file.loaded.FindResource(drift->logical_id) == nullptr) {
      drift->notes.push_back(Concat("not in ", path));
      continue;
    }
    const yaml::Mark mark = file.loaded.positions.Find(Concat("/Resources/", drift->logical_id));
    drift->notes.push_back(Concat("at ", path, ":", mark.line, ":", mark.column));
  }
}

void Show(Renderer& renderer, const std::vector<StackDrift>& stacks) {
  for (const ToneLine& line : DriftText(stacks)) renderer.Line(line.text, line.tone);
}

int ExitCodeOf(const std::vector<StackDrift>& stacks) {
  if (CountOf(stacks, DriftState::kFailed) + CountOf(stacks, DriftState::kNotJudged) > 0) return kFailed;
  return CountOf(stacks, DriftState::kDrifted) + CountOf(stacks, DriftState::kGone) > 0 ? kDifferences : kDone;
}

std::string MessageOf(const RefusedField& refused) {
  return Concat(refused.path.string(), ":", refused.mark.line, ":", refused.mark.column,
                ": error: ", refused.logical_id, refused.field.empty() ? "" : Concat(": ", refused.field), " ",
                refused.message);
}

std::vector<lint::CheckedFile> CredentialsOf(const Acceptance& acceptance) {
  std::vector<lint::CheckedFile> files;
  for (const AcceptedFile& file : acceptance.files) files.push_back(file.credentials);
  return files;
}

json::Object AcceptanceDocument(const Acceptance& acceptance, const DriftCommand& command) {
  json::Array files;
  for (const AcceptedFile& file : acceptance.files) {
    const std::string path = file.path.string();
    files.emplace_back(json::Object{{"path", path}, {"diff", file.diff}});
  }
  json::Array refused;
  for (const RefusedField& field : acceptance.refused) {
    refused.emplace_back(json::Object{{"logicalId", field.logical_id},
                                      {"path", field.path.string()},
                                      {"line", field.mark.line},
                                      {"column", field.mark.column},
                                      {"field", field.field},
                                      {"message", field.message}});
  }
  return {{"written", !command.dry_run},
          {"logicalIds", json::Array(acceptance.accepted.begin(), acceptance.accepted.end())},
          {"files", std::move(files)},
          {"refused", std::move(refused)},
          {"warnings", WarningsDocument(CredentialsOf(acceptance))}};
}

Result<int> Accept(CommandContext& context, const DriftCommand& command, const TemplateFile& file,
                   std::vector<StackDrift>& stacks) {
  const auto drifted = Drifted(stacks);
  const Acceptance acceptance = PlanAcceptance(*command.target, file, {drifted.begin(), drifted.end()});
  if (!command.dry_run) TRY(WriteAcceptance(acceptance));
  Renderer& renderer = context.renderer;
  for (const AcceptedFile& changed : acceptance.files) {
    if (command.dry_run) {
      renderer.Line(changed.diff.empty() ? Concat(changed.path.string(), " would change.")
                                         : changed.diff.substr(0, changed.diff.size() - 1));
    } else {
      renderer.Line(Concat("Wrote ", changed.path.string(), "."));
    }
  }
  Warn(renderer, CredentialsOf(acceptance));
  if (!acceptance.files.empty()) {
    renderer.Line(command.dry_run ? "Nothing was written. Without --dry-run the files are changed so."
                                  : "Deploy, so that the stack records what is live.");
  } else if (drifted.empty()) {
    renderer.Line("There is nothing to take over.");
  } else if (acceptance.refused.empty()) {
    renderer.Line("The files say already what is live. Deploy them.");
  }
  json::Object document = DriftDocument(stacks);
  document.Set("accepted", AcceptanceDocument(acceptance, command));
  renderer.Document(document);
  std::vector<std::string> refused;
  for (const RefusedField& field : acceptance.refused) refused.push_back(MessageOf(field));
  if (!refused.empty()) renderer.Failures(refused);
  if (!refused.empty() || ExitCodeOf(stacks) == kFailed) return kFailed;
  const bool remains = CountOf(stacks, DriftState::kGone) > 0 || (command.dry_run && !acceptance.files.empty());
  return remains ? kDifferences : kDone;
}

// "2 data actions and 1 integration"
std::string Counted(const std::vector<ResourceDrift*>& drifted) {
  std::map<std::string_view, size_t> counts;
  for (const ResourceDrift* drift : drifted) ++counts[NounOf(drift->type)];
  std::vector<std::string> parts;
  for (const auto& [noun, count] : counts) parts.push_back(Concat(count, " ", noun, count == 1 ? "" : "s"));
  return Join(parts, " and ");
}

bool Confirm(CommandContext& context, const std::vector<ResourceDrift*>& drifted) {
  context.surroundings.err << "Write what the stack recorded back to " << Counted(drifted) << "? [y/N] " << std::flush;
  std::string answer;
  std::getline(*context.surroundings.in, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

// What was not written may be otherwise now all the same: a look-up, or the authentication action of an integration.
void LookAtTheRest(const std::vector<ResourceDrift*>& reverted, std::vector<StackDrift> now,
                   std::vector<StackDrift>& stacks) {
  for (size_t i = 0; i < stacks.size() && i < now.size(); ++i) {
    for (ResourceDrift& resource : stacks[i].resources) {
      const auto& others = now[i].resources;
      const auto found = std::find_if(others.begin(), others.end(),
                                      [&](const auto& other) { return other.logical_id == resource.logical_id; });
      const bool was_written = std::find(reverted.begin(), reverted.end(), &resource) != reverted.end();
      if (!was_written && found != others.end()) resource = *found;
    }
  }
}

Result<int> RevertAll(CommandContext& context, const DriftCommand& command,
                      const std::function<Result<std::vector<StackDrift>>()>& survey, genesys::Session& session,
                      std::vector<StackDrift>& stacks) {
  const std::vector<StackDrift> before = stacks;
  std::vector<ResourceDrift*> revertible;
  for (ResourceDrift* drift : Drifted(stacks)) {
    if (WhyNotReverted(*drift).empty()) revertible.push_back(drift);
  }
  const bool wanted = !revertible.empty() && (command.yes || Confirm(context, revertible));
  if (wanted) {
    for (ResourceDrift* drift : revertible) {
      const auto reverted = Revert(session, context.surroundings.clock, *drift);
      if (reverted) continue;
      drift->state = DriftState::kFailed;
      drift->notes.push_back(Concat("not written back: ", definition::MaskCredentials(reverted.error().message)));
    }
    if (ExitCodeOf(stacks) != kDone) {
      TRY_ASSIGN(auto now, survey());
      LookAtTheRest(revertible, std::move(now), stacks);
    }
  }
  for (ResourceDrift* drift : Drifted(stacks)) {
    if (std::find(revertible.begin(), revertible.end(), drift) != revertible.end()) continue;
    const std::string why_not = WhyNotReverted(*drift);
    drift->notes.push_back(why_not.empty() ? "it is there again since then: run the command once more" : why_not);
    if (!wanted) context.renderer.Line(Concat(drift->logical_id, ": ", drift->notes.back()));
  }
  if (wanted) {
    context.renderer.Line("Written back. Now:");
    for (const ToneLine& line : RevertText(before, stacks)) context.renderer.Line(line.text, line.tone);
  } else {
    context.renderer.Line(revertible.empty() ? "There is nothing to write back." : "Nothing was written.");
  }
  json::Object document = DriftDocument(stacks);
  document.Set("reverted", wanted);
  context.renderer.Document(document);
  if (!revertible.empty() && !wanted) return kDifferences;
  return ExitCodeOf(stacks) == kDone ? kDone : kFailed;
}

}  // namespace

Result<int> RunDrift(CommandContext& context, const DriftCommand& command) {
  if (command.revert && !command.yes && context.surroundings.in == nullptr) {
    context.renderer.Failure(
        {ErrorCode::kInvalidInput, "--revert asks before it writes, and standard input is no terminal: give --yes"});
    return kUsage;
  }
  std::optional<TemplateFile> file;
  if (command.stack_name) {
    TRY_ASSIGN(file, ReadTemplate(context, *command.target));
    if (!file) return kFailed;
  }
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "drift"));
  const std::string name = command.stack_name ? *command.stack_name : command.target.value_or("");
  TRY_ASSIGN(const auto chosen, ChooseStacks(cloud->stacks(), name));
  if (command.accept || command.revert) TRY(RefuseInProgress(chosen));
  TRY_ASSIGN(auto session, cloud->Organisation(kPatience));
  const auto survey = [&] { return FindDrift(context, *cloud, session, chosen); };
  TRY_ASSIGN(auto stacks, survey());
  if (file) AddPlaces(*command.target, *file, Drifted(stacks));
  Show(context.renderer, stacks);
  if (command.accept) return Accept(context, command, *file, stacks);
  if (command.revert) return RevertAll(context, command, survey, session, stacks);
  context.renderer.Document(DriftDocument(stacks));
  return ExitCodeOf(stacks);
}

}  // namespace genesys_cfn::cli

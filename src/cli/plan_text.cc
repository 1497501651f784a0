// SPDX-License-Identifier: Apache-2.0
#include "cli/plan_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "cli/columns.h"

namespace genesys_cfn::cli {
namespace {

struct Sign {
  std::string_view text;
  Tone tone;
};

Sign SignOf(Effect effect) {
  switch (effect) {
    case Effect::kCreate:
    case Effect::kAdopt:
      return {"+  ", Tone::kAdded};
    case Effect::kLookUp:
      return {"?  ", Tone::kPlain};
    case Effect::kUpdate:
      return {"~  ", Tone::kChanged};
    case Effect::kReplace:
      return {"-/+", Tone::kRemoved};
    case Effect::kDelete:
    case Effect::kRelease:
      return {"-  ", Tone::kRemoved};
    case Effect::kNoChange:
      return {"=  ", Tone::kPlain};
    case Effect::kDrifted:
    case Effect::kRefused:
      return {"!  ", Tone::kRemoved};
  }
  return {"", Tone::kPlain};
}

Sign SignOf(const PlannedResource& resource) {
  const bool deletes = resource.former == Former::kDeleted || resource.former == Former::kUsed;
  return SignOf(deletes ? Effect::kReplace : resource.effect);
}

// Of each resource, in columns.
std::vector<std::string> Titles(const std::vector<PlannedResource>& resources) {
  std::vector<std::vector<std::string>> rows;
  for (const PlannedResource& resource : resources) {
    rows.push_back({resource.logical_id, resource.type, std::string(ToString(resource.effect)),
                    resource.name.empty() ? std::string() : Concat('"', resource.name, '"'), resource.physical_id});
  }
  return Aligned(rows);
}

// What follows the title, a line each.
std::vector<std::string> Details(const PlannedResource& resource) {
  std::vector<std::string> lines;
  for (const definition::FieldDifference& difference : resource.differences) {
    lines.push_back(Concat(difference.field, ": ", difference.before, " -> ", difference.after));
  }
  lines.insert(lines.end(), resource.notes.begin(), resource.notes.end());
  if (!resource.flows.empty()) lines.push_back(Concat("used by published flows: ", Join(resource.flows, ", ")));
  return lines;
}

// "1 to create, 2 to update".
std::string Summary(const Plan& plan) {
  constexpr std::array<std::pair<Effect, std::string_view>, 10> kKinds = {{{Effect::kCreate, "to create"},
                                                                           {Effect::kAdopt, "to take over"},
                                                                           {Effect::kLookUp, "to look up"},
                                                                           {Effect::kUpdate, "to update"},
                                                                           {Effect::kReplace, "to replace"},
                                                                           {Effect::kDelete, "to delete"},
                                                                           {Effect::kRelease, "to release"},
                                                                           {Effect::kNoChange, "without effect"},
                                                                           {Effect::kDrifted, "drifted"},
                                                                           {Effect::kRefused, "refused"}}};
  std::vector<std::string> parts;
  for (const auto& [effect, text] : kKinds) {
    const auto count = std::count_if(plan.resources.begin(), plan.resources.end(),
                                     [wanted = effect](const auto& resource) { return resource.effect == wanted; });
    if (count > 0) parts.push_back(Concat(count, " ", text));
  }
  if (plan.changes_stack_alone) return "only outputs or tags of the stack change";
  return parts.empty() ? "nothing to do" : Join(parts, ", ");
}

// Nothing in a cell or a code span may end it.
std::string Inline(std::string_view text) {
  return ReplaceAll(ReplaceAll(ReplaceAll(text, "\n", " "), "`", "'"), "|", "\\|");
}

}  // namespace

bool Plan::HasChanges() const {
  return changes_stack_alone || std::any_of(resources.begin(), resources.end(), [](const PlannedResource& resource) {
           return resource.effect != Effect::kNoChange;
         });
}

bool Plan::WouldFail() const {
  return std::any_of(resources.begin(), resources.end(), [](const PlannedResource& resource) {
    return resource.effect == Effect::kDrifted || resource.effect == Effect::kRefused;
  });
}

std::vector<ToneLine> PlanText(const Plan& plan) {
  std::vector<ToneLine> lines;
  for (const std::string& warning : plan.warnings) lines.push_back({Tone::kChanged, Concat("warning: ", warning)});
  const std::vector<std::string> titles = Titles(plan.resources);
  for (size_t i = 0; i < titles.size(); ++i) {
    const PlannedResource& resource = plan.resources[i];
    const Sign sign = SignOf(resource);
    lines.push_back({sign.tone, Concat(sign.text, " ", titles[i])});
    for (const std::string& detail : Details(resource)) lines.push_back({Tone::kPlain, "      " + detail});
  }
  if (!lines.empty()) lines.push_back({Tone::kPlain, ""});
  lines.push_back({Tone::kPlain, Concat("Stack ", plan.stack_name, " (", plan.operation, "): ", Summary(plan), ".")});
  return lines;
}

std::string PlanMarkdown(const Plan& plan) {
  std::string text =
      Concat("### Plan for the stack `", plan.stack_name, "` (", plan.operation, ")\n\n", Summary(plan), "\n");
  for (const std::string& warning : plan.warnings) text += Concat("\n**Warning:** ", Inline(warning), "\n");
  if (plan.resources.empty()) return text;
  text += "\n| | resource | in Genesys Cloud | details |\n| --- | --- | --- | --- |\n";
  for (const PlannedResource& resource : plan.resources) {
    std::string details;
    for (const std::string& detail : Details(resource)) {
      details += Concat(details.empty() ? "" : "<br>", "`", Inline(detail), "`");
    }
    text += Concat("| `", Trim(SignOf(resource).text), "` | `", resource.logical_id, "` ", resource.type, " | ",
                   ToString(resource.effect), resource.name.empty() ? "" : Concat(" `", Inline(resource.name), "`"),
                   " | ", details, " |\n");
  }
  return text;
}

json::Object PlanDocument(const Plan& plan) {
  json::Array resources;
  for (const PlannedResource& resource : plan.resources) {
    json::Array differences;
    for (const definition::FieldDifference& difference : resource.differences) {
      differences.emplace_back(
          json::Object{{"field", difference.field}, {"before", difference.before}, {"after", difference.after}});
    }
    json::Array notes(resource.notes.begin(), resource.notes.end());
    json::Array flows(resource.flows.begin(), resource.flows.end());
    resources.emplace_back(json::Object{{"logicalId", resource.logical_id},
                                        {"type", resource.type},
                                        {"physicalId", resource.physical_id},
                                        {"name", resource.name},
                                        {"effect", ToString(resource.effect)},
                                        {"differences", std::move(differences)},
                                        {"notes", std::move(notes)},
                                        {"flows", std::move(flows)}});
  }
  return {{"stackName", plan.stack_name},
          {"operation", plan.operation},
          {"changes", plan.HasChanges()},
          {"wouldFail", plan.WouldFail()},
          {"warnings", json::Array(plan.warnings.begin(), plan.warnings.end())},
          {"resources", std::move(resources)}};
}

}  // namespace genesys_cfn::cli

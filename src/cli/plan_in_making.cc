// SPDX-License-Identifier: Apache-2.0
#include "cli/plan_in_making.h"

#include "base/text.h"

namespace genesys_cfn::cli {

bool RefuseFor(const std::vector<definition::Problem>& problems, const json::Object& properties,
               PlannedResource& planned) {
  constexpr size_t kLongest = 1'000;
  const auto certain = CertainProblems(problems, properties);
  if (!certain.empty()) {
    planned.effect = Effect::kRefused;
    planned.notes.push_back(definition::Describe(certain, kLongest));
    return true;
  }
  if (!problems.empty()) {
    planned.notes.emplace_back(
        "some values are masked, or known only at the deployment, so it is not looked at closer");
  }
  return false;
}

void ExplainFormer(ReplacePolicy policy, PlannedResource& planned) {
  const auto note = [&planned](std::string_view what) {
    planned.notes.push_back(Concat(planned.physical_id, ", which the stack has now, ", what));
  };
  switch (planned.former) {
    case Former::kNone:
    case Former::kUsed:
      return;
    case Former::kReleased:
      return note("stays in Genesys Cloud without the stack");
    case Former::kRetained:
      return note("stays in Genesys Cloud without the stack, because UpdateReplacePolicy retains it");
    case Former::kDeleted:
      return note(policy == ReplacePolicy::kUnknown ? "is then deleted, unless UpdateReplacePolicy retains it"
                                                    : "is then deleted");
  }
}

}  // namespace genesys_cfn::cli

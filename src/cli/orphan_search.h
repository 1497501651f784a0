// SPDX-License-Identifier: Apache-2.0
// Whose a data action, an integration or a credential is: what the stacks of this account and region have, had, and
// left behind. An ownership tag holds digests only (docs/ownership.md), so the digests of all stacks' resources are
// computed and looked up.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aws/cloudformation_client.h"
#include "base/clock.h"
#include "base/result.h"
#include "definition/ownership_tag.h"

namespace genesys_cfn::cli {

enum class OrphanKind {
  kOrphan,      // no stack has it
  kRetained,    // a stack let go of it on purpose (DeletionPolicy or UpdateReplacePolicy Retain)
  kInProgress,  // its stack is being changed: what it has is not settled
};
std::string_view ToString(OrphanKind kind);

// In the order in which they can be deleted.
enum class OrphanType { kAction, kIntegration, kCredential };
// "data action", ...
std::string_view ToString(OrphanType type);

struct Orphan {
  std::string id;
  std::string name;  // without a tag
  OrphanType type = OrphanType::kAction;
  bool half_made = false;  // an integration that never got its configuration
  OrphanKind kind = OrphanKind::kOrphan;
  std::string stack_name;  // who made it; both empty when that stack is not known any longer
  std::string logical_id;
  std::optional<WallTime> created;
};

// What CloudFormation says. Pure; filled by ReadStackBook.
class StackBook {
 public:
  void AddStack(const aws::StackName& stack, const std::vector<aws::StackResource>& resources);
  void AddEvents(const aws::StackName& stack, const std::vector<aws::StackEvent>& events);

  // "demo.LookUp" of the resource that has the id; nullptr when none has.
  [[nodiscard]] const std::string* RecordedBy(std::string_view physical_id) const;
  // "demo.Same" of the look-ups that have found the action of this id.
  [[nodiscard]] std::vector<std::string> LookedUpBy(std::string_view action_id) const;
  // Whether the tag was made in this account and region.
  [[nodiscard]] bool IsOfThisScope(const definition::OwnershipTag& tag) const { return scopes_.contains(tag.scope); }
  // Of something that nothing records; its type is the caller's to set.
  [[nodiscard]] Orphan Judge(std::string id, std::string name, const definition::OwnershipTag& tag) const;

 private:
  struct Owner {
    std::string stack_name;
    std::string status;
    std::string logical_id;
  };
  void AddOwner(const aws::StackName& stack, const std::string& logical_id);

  std::set<std::string, std::less<>> scopes_;
  std::map<std::string, std::string, std::less<>> recorded_;
  std::multimap<std::string, std::string, std::less<>> lookups_;
  std::map<std::string, Owner, std::less<>> owners_;  // by tag digest
  std::set<std::string, std::less<>> retained_;
};

// Why no other stack may take over what has this id and this tag: "the stack resource demo.LookUp has it"; empty when
// it may. Pure.
std::string WhyNotAdoptable(const StackBook& book, std::string_view id,
                            const std::optional<definition::OwnershipTag>& tag);

// Two requests for each stack, those deleted within 90 days too, and more for long histories. An error of one ends it
// all: a stack that is left out would make orphans of what it has. kNotFound when there is no stack at all.
Result<StackBook> ReadStackBook(aws::CloudFormationClient& stacks);
// The same, but an empty one when there is no stack at all.
Result<StackBook> ReadStackBookIfAny(aws::CloudFormationClient& stacks);

}  // namespace genesys_cfn::cli

// SPDX-License-Identifier: Apache-2.0
// The people of a run over look-ups and authentication actions: what their stacks refer to, actions of their own too,
// what people make, rename, edit and delete meanwhile, and what must be true of it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulation/reference_witness.h"
#include "simulation/stack_people.h"
#include "simulation/template_maker.h"

namespace genesys_cfn::simulation {

struct WantedReference {
  // A data action of the stack, for look-ups; then the rest has no meaning.
  std::optional<WantedAction> action;
  bool is_auth = false;
  // Of an authentication action; empty: an integration and a credential of the same stack.
  std::string integration;
  std::string url;
  bool overwrites = false;
  // Of a look-up.
  LookUpPlace place;
  std::string of_action;  // logical id of the stack's action that is looked for: the place is its
  int version = 0;
  bool is_invalid = false;
};
// By logical id.
using WantedReferences = std::map<std::string, WantedReference>;

class ReferencePeople final : public StackPeople<WantedReferences> {
 public:
  ReferencePeople(World& world, Random& random, RunResult& result)
      : StackPeople(world, random, result, Rollback::kAlways) {}

 private:
  // reference_people.cc
  void Prepare() override;
  std::string MakeIntegration(const std::string& name, const std::string& type);
  void Attach(const std::string& integration);
  WantedReferences DrawStack() override;
  WantedReference DrawAuth();
  WantedReference DrawLookUp();
  void DrawOwnAction(WantedReferences& wanted);
  void ChangeOwnAction(WantedAction& action);
  std::string OwnName();
  WantedReferences DrawChange(WantedReferences wanted) override;
  void Note(const Stack& stack, const WantedReferences& wanted) override;

  void ActInTheWebPage() override;
  void EditAuth(const std::string& id);
  void RemoveAuth(const std::string& id);
  void MakeAction();
  void ChangeAction(const std::string& id);

  // reference_rest.cc
  void CheckComplete(const Stack& stack) override;
  std::string ActionDifference(const std::string& id, const WantedAction& wanted);
  std::string LookUpDifference(const Stack& stack, const std::string& logical_id, const WantedReference& wanted,
                               std::map<std::string, std::string>& ids);
  std::string AuthDifference(const std::string& id, const WantedReference& wanted, const std::string& integration);
  void CheckOthers() override;
  // Actions, and what authentication actions stand on.
  std::map<std::string, MadeBy> Made() const override;
  std::set<std::string> LiveIds() override;
  std::string ResidualOf(const Stack& stack, const std::string& id, const MadeBy& made) const override;
  void HelpToDelete(Stack& stack) override { RemoveResidualIntegrations(stack); }
  ReferenceWitness& references() const { return world_.reference_witness(); }

  std::vector<std::string> free_;              // integrations whose authentication action nobody wants yet
  std::map<std::string, LiveRow> foreign_;     // their actions, as the platform made them
  std::set<std::string> in_use_;               // integrations that a stack has wanted
  std::vector<std::string> places_;            // ids of integrations to look for actions on
  std::map<std::string, std::string> called_;  // their names, by id
  std::string oauth_;                          // id of the credential
  int own_names_ = 0;
};

// How the names of actions begin that nobody but a stack has.
inline constexpr const char* kOwnName = "Own ";
// Of the id of the platform's action for an integration.
inline constexpr const char* kAuthPrefix = "customAuth_-_";
json::Object AuthConfig(const std::string& url);
// The logical id of the integration that an authentication action of the same stack stands on.
std::string OwnIntegration(const std::string& logical_id);

std::string Describe(const WantedReferences& references);
std::string MakeTemplate(const WantedReferences& references, std::string_view function_arn);

}  // namespace genesys_cfn::simulation

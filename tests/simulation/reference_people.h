// SPDX-License-Identifier: Apache-2.0
// The people of a run over look-ups and authentication actions: what their stacks refer to, what people make, rename,
// edit and delete meanwhile, and what must be true of it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "simulation/reference_witness.h"
#include "simulation/stack_people.h"

namespace genesys_cfn::simulation {

struct WantedReference {
  bool is_auth = false;
  // Of an authentication action; empty: an integration and a credential of the same stack.
  std::string integration;
  std::string url;
  bool overwrites = false;
  // Of a look-up.
  LookUpPlace place;
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
  WantedReferences DrawChange(WantedReferences wanted) override;
  void Note(const Stack& stack, const WantedReferences& wanted) override;

  void ActInTheWebPage() override;
  void EditAuth(const std::string& id);
  void RemoveAuth(const std::string& id);
  void MakeAction();
  void ChangeAction(const std::string& id);

  // reference_rest.cc
  void CheckComplete(const Stack& stack) override;
  std::string AuthDifference(const std::string& id, const WantedReference& wanted, const std::string& integration);
  void CheckOthers() override;
  // What authentication actions stand on.
  const std::map<std::string, MadeBy>& Made() const override { return world_.object_witness().made; }
  std::set<std::string> LiveIds() override { return world_.object_witness().LiveIds(); }
  void HelpToDelete(Stack& stack) override { RemoveResidualIntegrations(stack); }
  ReferenceWitness& references() const { return world_.reference_witness(); }

  std::vector<std::string> free_;              // integrations whose authentication action nobody wants yet
  std::map<std::string, LiveRow> foreign_;     // their actions, as the platform made them
  std::set<std::string> in_use_;               // integrations that a stack has wanted
  std::vector<std::string> places_;            // ids of integrations to look for actions on
  std::map<std::string, std::string> called_;  // their names, by id
  std::string oauth_;                          // id of the credential
};

// Of the id of the platform's action for an integration.
inline constexpr const char* kAuthPrefix = "customAuth_-_";
json::Object AuthConfig(const std::string& url);
// The logical id of the integration that an authentication action of the same stack stands on.
std::string OwnIntegration(const std::string& logical_id);

std::string Describe(const WantedReferences& references);
std::string MakeTemplate(const WantedReferences& references, std::string_view function_arn);

}  // namespace genesys_cfn::simulation

// SPDX-License-Identifier: Apache-2.0
// The people of a run over integrations and credentials: what their stacks hold, what they change in the web page, and
// what must be true of it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "simulation/object_witness.h"
#include "simulation/stack_people.h"

namespace genesys_cfn::simulation {

struct WantedObject {
  bool is_credential = false;
  std::string name;
  std::string type;
  std::string value;  // the host of an integration; of a credential the key of the secret
  std::string state;  // of an integration
  std::string uses;   // logical id of an integration's credential; may be empty
  bool overwrites = false;
  bool is_invalid = false;
};
// By logical id.
using WantedObjects = std::map<std::string, WantedObject>;

class ObjectPeople final : public StackPeople<WantedObjects> {
 public:
  ObjectPeople(World& world, Random& random, RunResult& result)
      : StackPeople(world, random, result, Rollback::kAlways) {}

 private:
  // object_people.cc
  void Prepare() override;
  WantedObjects DrawStack() override;
  WantedObject DrawObject(bool is_credential);
  WantedObjects DrawChange(WantedObjects objects) override;
  void Note(const Stack& stack, const WantedObjects& wanted) override;
  void ActInTheWebPage() override;
  void Edit(const std::string& id, const ObjectRow& row);
  void PutActionOn(const std::string& id);

  // object_rest.cc
  void CheckComplete(const Stack& stack) override;
  void CheckOthers() override;
  const std::map<std::string, MadeBy>& Made() const override { return objects().made; }
  std::set<std::string> LiveIds() override { return objects().LiveIds(); }
  std::string ResidualOf(const Stack& stack, const std::string& id, const MadeBy& made) const override;
  void MakeWay() override;
  void HelpToDelete(Stack& stack) override { RemoveResidualIntegrations(stack); }
  ObjectWitness& objects() const { return world_.object_witness(); }

  std::set<std::string> was_used_;            // integrations that had an action of people's
  std::vector<std::string> actions_;          // of people's
  std::map<std::string, ObjectRow> foreign_;  // as people made them
};

// The secret of all credentials, and what it has under a key.
inline constexpr const char* kObjectSecret = "objects/secret";
std::string SecretValueOf(const std::string& key);
std::string SecretText();

std::string Describe(const WantedObjects& objects);
std::string MakeTemplate(const WantedObjects& objects, std::string_view function_arn);

}  // namespace genesys_cfn::simulation

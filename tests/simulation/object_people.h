// SPDX-License-Identifier: Apache-2.0
// The people of a run over integrations and credentials: what their stacks hold and adopt, what they make and change in
// the web page, and what must be true of it.
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
  std::string adopt;  // the id of what is taken over
  bool deletes_adopted = false;
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

  // adopting_people.cc
  void MakeByHand();
  std::vector<std::string> Adoptable(const WantedObjects& objects, bool is_credential);
  void DrawAdoptions(WantedObjects& objects);
  void ChangeAdoptions(WantedObjects& objects);
  std::vector<std::string> MadeAs(const std::string& logical_id, const WantedObject& object);
  void NoteAdoptions(const Stack& stack, const WantedObjects& wanted);
  [[nodiscard]] bool IsShared(const std::string& id) const;
  void TakeCredentialsOut();

  // object_rest.cc
  void CheckComplete(const Stack& stack) override;
  void CheckOthers() override;
  std::map<std::string, MadeBy> Made() const override { return objects().made; }
  std::set<std::string> LiveIds() override { return objects().LiveIds(); }
  std::string ResidualOf(const Stack& stack, const std::string& id, const MadeBy& made) const override;
  void MakeWay() override;
  void HelpToDelete(Stack& stack) override;
  ObjectWitness& objects() const { return world_.object_witness(); }

  std::set<std::string> was_used_;                         // integrations that had an action of people's
  std::vector<std::string> actions_;                       // of people's
  std::map<std::string, ObjectRow> foreign_;               // as people made them
  std::map<std::string, std::set<std::string>> adopters_;  // by id: "stack id/logical id" of who has adopted it
  std::set<std::string> named_;                            // made by a stack, and then adopted by it
};

// The secret of all credentials, and what it has under a key.
inline constexpr const char* kObjectSecret = "objects/secret";
std::string SecretValueOf(const std::string& key);
std::string SecretText();

std::string Describe(const WantedObjects& objects);
std::string MakeTemplate(const WantedObjects& objects, std::string_view function_arn);

}  // namespace genesys_cfn::simulation

// SPDX-License-Identifier: Apache-2.0
// The people of a run over integrations and credentials: they deploy stacks of them, change them in the web page, and
// in the end delete everything; and what must be true whenever things have come to rest. As People, for the other
// types.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "simulation/object_witness.h"
#include "simulation/world.h"

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

class ObjectPeople {
 public:
  ObjectPeople(World& world, Random& random, RunResult& result) : world_(world), random_(random), result_(result) {}

  // Within a process of the scheduler: the whole history.
  void Live();

 private:
  struct Stack {
    std::string name;
    std::string id;
    WantedObjects wanted;  // of the template in force, once the operation has ended well
    WantedObjects before;  // what a rollback goes back to
    int64_t told = 0;
  };

  // object_people.cc
  void MakeForeign();
  WantedObject DrawObject(bool is_credential);
  WantedObjects DrawChange(WantedObjects objects);
  void CreateStack();
  void Operate(Stack& stack);
  void Update(Stack& stack);
  void Delete(Stack& stack);
  void ActInTheWebPage();
  void Edit(const std::string& id, const ObjectRow& row);
  void PutActionOn(const std::string& id);
  void Pass(Milliseconds time);
  void WaitForStacks(Milliseconds limit);
  void WaitForRest();
  void Note(const Stack& stack, const WantedObjects& wanted);
  bool Chance(uint64_t percent) { return RandomBelow(random_, 100) < percent; }
  emulator::StackStatus StatusOf(const Stack& stack);

  // object_rest.cc
  void CheckAtRest();
  void CheckComplete(const Stack& stack);
  void CheckLeftovers(const Stack& stack, const std::set<std::string>& recorded);
  void CheckForeign();
  void EndAll();
  bool BringToEnd(Stack& stack);
  bool RemoveResiduals(const Stack& stack);
  [[nodiscard]] std::string ResidualOf(const Stack& stack, const std::string& id, const MadeBy& made) const;
  ObjectWitness& objects() const { return world_.object_witness(); }

  World& world_;
  Random& random_;
  RunResult& result_;
  std::vector<Stack> stacks_;
  std::set<std::string> was_used_;            // integrations that had an action of people's
  std::vector<std::string> actions_;          // of people's
  std::map<std::string, ObjectRow> foreign_;  // as people made them
  std::set<std::string> dropped_;             // stack ids whose clean-up was given up
  int names_ = 0;
};

// The secret of all credentials, and what it has under a key.
inline constexpr const char* kObjectSecret = "objects/secret";
std::string SecretValueOf(const std::string& key);
std::string SecretText();

std::string Describe(const WantedObjects& objects);
std::string MakeTemplate(const WantedObjects& objects, std::string_view function_arn);

}  // namespace genesys_cfn::simulation

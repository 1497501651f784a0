// SPDX-License-Identifier: Apache-2.0
// The people of a run: they deploy stacks, edit actions in the web page, publish flows, rotate the secret, and in the
// end delete everything; and what must be true whenever things have come to rest.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "simulation/template_maker.h"
#include "simulation/world.h"

namespace genesys_cfn::simulation {

class People {
 public:
  People(World& world, Random& random, RunResult& result) : world_(world), random_(random), result_(result) {}

  // Within a process of the scheduler: the whole history.
  void Live();

 private:
  struct Stack {
    std::string name;
    std::string id;
    WantedStack wanted;  // of the template in force, once the operation has ended well
    WantedStack before;  // what a rollback goes back to
    int64_t told = 0;    // the last event that was told
  };

  // people.cc
  void MakeForeignActions();
  WantedAction DrawAction();
  WantedStack DrawChange(WantedStack stack);
  void CreateStack();
  void Operate(Stack& stack);
  void Update(Stack& stack);
  void Delete(Stack& stack);
  void ActInTheWebPage();
  void Edit(const std::string& id);
  void RemoveByHand(const std::string& id);
  void Publish(const std::string& id);
  void WaitForStacks(Milliseconds limit);
  void Pass(Milliseconds time);
  void TellEvents();
  void Note(const Stack& stack, const WantedStack& wanted);
  void WaitForRest();
  bool Chance(uint64_t percent) { return RandomBelow(random_, 100) < percent; }
  emulator::StackStatus StatusOf(const Stack& stack);

  // rest.cc
  void CheckAtRest();
  bool HasRolledBack(const Stack& stack);
  void CheckComplete(const Stack& stack, const WantedStack& wanted);
  void CheckLeftovers(const Stack& stack, const std::set<std::string>& recorded);
  void CheckDrafts();
  void CheckForeign();
  void EndAll();
  bool BringToEnd(Stack& stack);
  void RetainWhatNobodyKnows(const Stack& stack);
  void NoteDropped(const Stack& stack);
  void Residual(const std::string& what) { ++result_.residuals[what]; }
  [[nodiscard]] std::string ResidualOf(const Stack& stack, const std::string& id, const MadeBy& made) const;

  World& world_;
  Random& random_;
  RunResult& result_;
  std::vector<Stack> stacks_;
  std::map<std::string, std::string> flows_;    // action id -> flow id
  std::set<std::string> was_used_;              // by a flow at any time
  std::map<std::string, LiveRow> foreign_;      // as people made them
  std::map<std::string, std::string> adopted_;  // action id -> id of the stack that adopts it
  std::set<std::string> retained_;              // "stack id/logical id"
  std::set<std::string> nowhere_;               // likewise: once on an integration that does not exist
  std::set<std::string> without_rollback_;      // stack ids that were once updated without rollback
  std::set<std::string> dropped_;               // stack ids whose clean-up was given up
  int names_ = 0;
};

}  // namespace genesys_cfn::simulation

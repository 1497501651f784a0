// SPDX-License-Identifier: Apache-2.0
// The people of a run, whatever their stacks hold: they create, update, cancel, roll back and delete stacks, and in the
// end delete everything in calm weather; and what must be true whenever things have come to rest. What the stacks hold,
// and what else its people do, each population says itself.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "simulation/world.h"

namespace genesys_cfn::simulation {

// `Wanted`: what a stack is to hold, by logical id. Describe and MakeTemplate are there for it.
template <typename Wanted>
class StackPeople {
 public:
  virtual ~StackPeople() = default;

  // Within a process of the scheduler: the whole history.
  void Live();

 protected:
  struct Stack {
    std::string name;
    std::string id;
    Wanted wanted;     // of the template in force, once the operation has ended well
    Wanted before;     // what a rollback goes back to
    int64_t told = 0;  // the last event that was told
  };
  // Whether some operations are not to be rolled back.
  enum class Rollback { kAlways, kMostly };

  StackPeople(World& world, Random& random, RunResult& result, Rollback rollback)
      : world_(world), random_(random), result_(result), rollback_(rollback) {}

  // What there is before the first stack.
  virtual void Prepare() = 0;
  virtual Wanted DrawStack() = 0;
  virtual Wanted DrawChange(Wanted wanted) = 0;
  // What the invariants must know of an operation that has begun.
  virtual void Note(const Stack& stack, const Wanted& wanted) = 0;
  virtual void ActInTheWebPage() = 0;

  // Of a stack that says that it is complete.
  virtual void CheckComplete(const Stack& stack) = 0;
  // Of what no stack holds.
  virtual void CheckOthers() = 0;
  // What the provider has made, and which of it there is.
  virtual std::map<std::string, MadeBy> Made() const = 0;
  virtual std::set<std::string> LiveIds() = 0;
  // Why something that no stack records may be there, by its name in docs/guarantees.md; empty: it must not.
  virtual std::string ResidualOf(const Stack& stack, const std::string& id, const MadeBy& made) const;
  // Before the end: nothing of people's keeps a stack from being deleted.
  virtual void MakeWay() {}
  // People do what the reason of a Delete that failed in calm weather says.
  virtual void HelpToDelete(Stack& /*stack*/) {}

  void Delete(Stack& stack);
  // Integrations that are left for a known reason, and may use a credential of the stack.
  void RemoveResidualIntegrations(Stack& stack);
  void Pass(Milliseconds time);
  void WaitForRest();
  void Residual(const std::string& what) { ++result_.residuals[what]; }
  bool Chance(uint64_t percent) { return RandomBelow(random_, 100) < percent; }
  emulator::StackStatus StatusOf(const Stack& stack) const;
  // Physical ids by logical id.
  std::map<std::string, std::string> Recorded(const Stack& stack) const;

  World& world_;
  Random& random_;
  RunResult& result_;
  std::vector<Stack> stacks_;
  std::set<std::string> without_rollback_;  // stack ids that were once updated without rollback

 private:
  void CreateStack();
  void Operate(Stack& stack);
  void Update(Stack& stack);
  void TellEvents();
  void WaitForStacks(Milliseconds limit);
  void CheckAtRest();
  void CheckDoubled();
  void CheckLeftovers(const Stack& stack);
  void EndAll();
  bool BringToEnd(Stack& stack);

  Rollback rollback_;
  std::set<std::string> dropped_;  // stack ids whose clean-up was given up
  int names_ = 0;
};

bool IsComplete(emulator::StackStatus status);
bool IsGone(emulator::StackStatus status);

}  // namespace genesys_cfn::simulation

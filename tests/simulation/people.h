// SPDX-License-Identifier: Apache-2.0
// The people of a run over data actions: what their stacks hold, what they edit in the web page, the flows that they
// publish, and what must be true of it.
#pragma once

#include <map>
#include <set>
#include <string>

#include "simulation/stack_people.h"
#include "simulation/template_maker.h"

namespace genesys_cfn::simulation {

class People final : public StackPeople<WantedStack> {
 public:
  // What the data actions do: they send requests, or most run functions, and people work on drafts.
  enum class Kind { kRequests, kFunctions };
  People(World& world, Random& random, RunResult& result, Kind kind)
      : StackPeople(world, random, result, Rollback::kMostly), kind_(kind) {}

 private:
  // people.cc
  void Prepare() override;
  WantedStack DrawStack() override;
  WantedAction DrawAction();
  WantedStack DrawChange(WantedStack stack) override;
  void BeginAdoption(WantedStack& stack, WantedAction& action);
  void Note(const Stack& stack, const WantedStack& wanted) override;
  void ActInTheWebPage() override;
  void Edit(const std::string& id);
  void RemoveByHand(const std::string& id);
  void Publish(const std::string& id);

  // draft_people.cc
  void EditByDraft(const std::string& id);
  bool OpenDraft(const std::string& id, const std::string& mark);
  void PublishDraft(const std::string& id, const std::string& mark);
  void DiscardDrafts();

  // rest.cc
  bool HasRolledBack(const Stack& stack);
  void CheckComplete(const Stack& stack) override;
  void CheckOthers() override;
  void CheckDrafts();
  void CheckForeign();
  std::map<std::string, MadeBy> Made() const override { return world_.witness().made; }
  std::set<std::string> LiveIds() override;
  std::string ResidualOf(const Stack& stack, const std::string& id, const MadeBy& made) const override;
  void MakeWay() override;
  void HelpToDelete(Stack& stack) override;

  [[nodiscard]] bool has_functions() const { return kind_ == Kind::kFunctions; }

  Kind kind_;
  std::map<std::string, std::string> flows_;               // action id -> flow id
  std::set<std::string> was_used_;                         // by a flow at any time
  std::map<std::string, LiveRow> foreign_;                 // as people made them
  std::map<std::string, std::set<std::string>> adopters_;  // by id: "stack id/logical id" of who has adopted it
  std::set<std::string> retained_;                         // "stack id/logical id"
  std::set<std::string> nowhere_;                          // likewise: once on an integration that does not exist
};

}  // namespace genesys_cfn::simulation

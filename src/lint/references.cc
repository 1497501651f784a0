// SPDX-License-Identifier: Apache-2.0
#include "lint/references.h"

namespace genesys_cfn::lint {
namespace {

using namespace action_runtime;

class Walker {
 public:
  explicit Walker(const std::function<void(const Reference&)>& visit) : visit_(visit) {}

  void Walk(const Block& block) {
    for (const Node& node : block) {
      if (const auto* reference = std::get_if<Reference>(&node.value)) Walk(*reference);
      if (const auto* set = std::get_if<SetDirective>(&node.value)) {
        made_.insert(set->target.root);
        Walk(set->value);
      }
      if (const auto* choice = std::get_if<IfDirective>(&node.value)) {
        for (const IfBranch& branch : choice->branches) {
          Walk(branch.condition);
          Walk(branch.body);
        }
        Walk(choice->otherwise);
      }
      if (const auto* loop = std::get_if<ForeachDirective>(&node.value)) {
        made_.insert({loop->variable, "foreach", "velocityCount", "velocityHasNext"});
        Walk(loop->items);
        Walk(loop->body);
      }
    }
  }

  std::set<std::string> TakeMade() { return std::move(made_); }

 private:
  void Walk(const Reference& reference) {
    visit_(reference);
    for (const ReferenceStep& step : reference.steps) {
      for (const Expression& argument : step.arguments) Walk(argument);
    }
  }

  void Walk(const Expression& expression) {
    if (const auto* reference = std::get_if<Reference>(&expression.value)) Walk(*reference);
    if (const auto* text = std::get_if<StringLiteral>(&expression.value)) {
      if (text->interpolated != nullptr) Walk(*text->interpolated);
    }
    if (const auto* list = std::get_if<ListLiteral>(&expression.value)) WalkAll(list->items);
    if (const auto* range = std::get_if<RangeLiteral>(&expression.value)) WalkAll(range->bounds);
    if (const auto* map = std::get_if<MapLiteral>(&expression.value)) {
      for (const auto& [key, value] : map->entries) {
        Walk(key);
        Walk(value);
      }
    }
    if (const auto* negation = std::get_if<Negation>(&expression.value)) Walk(*negation->operand);
    if (const auto* chain = std::get_if<OperatorChain>(&expression.value)) WalkAll(chain->operands);
  }
  void WalkAll(const std::vector<Expression>& expressions) {
    for (const Expression& expression : expressions) Walk(expression);
  }

  const std::function<void(const Reference&)>& visit_;
  std::set<std::string> made_;
};

}  // namespace

void ForEachReference(const VelocityTemplate& source, const std::function<void(const Reference&)>& visit) {
  Walker(visit).Walk(source.body);
}

std::set<std::string> MadeNames(const VelocityTemplate& source) {
  const std::function<void(const Reference&)> nothing = [](const Reference& /*reference*/) {};
  Walker walker(nothing);
  walker.Walk(source.body);
  return walker.TakeMade();
}

}  // namespace genesys_cfn::lint

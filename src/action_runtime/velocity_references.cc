// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/velocity_references.h"

namespace genesys_cfn::action_runtime {
namespace {

class Walk {
 public:
  explicit Walk(const std::function<void(const ReferenceVisit&)>& visit) : visit_(visit) {}

  void Visit(const Block& block, ReferenceUse use) {
    for (const Node& node : block) {
      if (const auto* reference = std::get_if<Reference>(&node.value)) {
        Visit(*reference, use);
      } else if (const auto* set = std::get_if<SetDirective>(&node.value)) {
        Visit(set->target, ReferenceUse::kAssigned);
        Visit(set->value, ReferenceUse::kValue);
      } else if (const auto* condition = std::get_if<IfDirective>(&node.value)) {
        for (const IfBranch& branch : condition->branches) {
          Visit(branch.condition, ReferenceUse::kCondition);
          Visit(branch.body, use);
        }
        Visit(condition->otherwise, use);
      } else if (const auto* loop = std::get_if<ForeachDirective>(&node.value)) {
        Visit(loop->items, ReferenceUse::kValue);
        Visit(loop->body, use);
      }
    }
  }

 private:
  void Visit(const Reference& reference, ReferenceUse use) {
    visit_({reference, use, enclosing_, step_});
    const Reference* outer = enclosing_;
    const ReferenceStep* outer_step = step_;
    for (const ReferenceStep& step : reference.steps) {
      enclosing_ = &reference;
      step_ = &step;
      for (const Expression& argument : step.arguments) Visit(argument, ReferenceUse::kArgument);
    }
    enclosing_ = outer;
    step_ = outer_step;
  }

  void Visit(const std::vector<Expression>& expressions, ReferenceUse use) {
    for (const Expression& expression : expressions) Visit(expression, use);
  }

  void Visit(const Expression& expression, ReferenceUse use) {
    if (const auto* reference = std::get_if<Reference>(&expression.value)) {
      Visit(*reference, use);
    } else if (const auto* literal = std::get_if<StringLiteral>(&expression.value)) {
      if (literal->interpolated != nullptr) Visit(*literal->interpolated, ReferenceUse::kString);
    } else if (const auto* list = std::get_if<ListLiteral>(&expression.value)) {
      Visit(list->items, ReferenceUse::kValue);
    } else if (const auto* range = std::get_if<RangeLiteral>(&expression.value)) {
      Visit(range->bounds, ReferenceUse::kValue);
    } else if (const auto* map = std::get_if<MapLiteral>(&expression.value)) {
      for (const auto& [key, value] : map->entries) {
        Visit(key, ReferenceUse::kValue);
        Visit(value, ReferenceUse::kValue);
      }
    } else if (const auto* negation = std::get_if<Negation>(&expression.value)) {
      Visit(*negation->operand, ReferenceUse::kCondition);
    } else if (const auto* chain = std::get_if<OperatorChain>(&expression.value)) {
      const bool is_logic = chain->operators[0] == Operator::kAnd || chain->operators[0] == Operator::kOr;
      Visit(chain->operands, is_logic ? ReferenceUse::kCondition : ReferenceUse::kValue);
    }
  }

  const std::function<void(const ReferenceVisit&)>& visit_;
  const Reference* enclosing_ = nullptr;
  const ReferenceStep* step_ = nullptr;
};

void VisitLoops(const Block& block, const std::function<void(std::string_view)>& visit) {
  for (const Node& node : block) {
    if (const auto* condition = std::get_if<IfDirective>(&node.value)) {
      for (const IfBranch& branch : condition->branches) VisitLoops(branch.body, visit);
      VisitLoops(condition->otherwise, visit);
    } else if (const auto* loop = std::get_if<ForeachDirective>(&node.value)) {
      for (const std::string_view name : {std::string_view(loop->variable), std::string_view("foreach"),
                                          std::string_view("velocityCount"), std::string_view("velocityHasNext")}) {
        visit(name);
      }
      VisitLoops(loop->body, visit);
    }
  }
}

}  // namespace

void VisitReferences(const VelocityTemplate& source, const std::function<void(const ReferenceVisit&)>& visit) {
  Walk(visit).Visit(source.body, ReferenceUse::kPrinted);
}

void VisitMadeNames(const VelocityTemplate& source, const std::function<void(std::string_view)>& visit) {
  VisitLoops(source.body, visit);
  VisitReferences(source, [&](const ReferenceVisit& visited) {
    if (visited.use == ReferenceUse::kAssigned && visited.reference.steps.empty()) visit(visited.reference.root);
  });
}

}  // namespace genesys_cfn::action_runtime

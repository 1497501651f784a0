// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/velocity_renderer.h"

#include <array>
#include <map>
#include <optional>
#include <set>

#include "action_runtime/template_tools.h"
#include "action_runtime/velocity_arithmetic.h"
#include "action_runtime/velocity_methods.h"
#include "action_runtime/velocity_parser.h"
#include "action_runtime/velocity_value.h"
#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

// How a block ended.
enum class Flow { kGoOn, kBreak, kStop, kFailed };
// Whether a name that is not set may be an error here.
enum class Unset { kAllowed, kChecked };

class Renderer {
 public:
  Renderer(const TemplateScope& scope, const RenderLimits& limits)
      : scope_(scope), limits_(limits), budget_(limits.output_bytes, limits.work_bytes, limits.steps) {}

  std::variant<Rendered, TextError> Run(const Block& block) {
    std::string out;
    if (RenderBlock(block, out) == Flow::kFailed) return error_;
    return Rendered{std::move(out), std::move(warnings_)};
  }

 private:
  Flow RenderBlock(const Block& block, std::string& out);
  Flow RenderNode(const Node& node, std::string& out);
  Flow RenderReference(const Reference& reference, std::string& out);
  Flow RenderIf(const IfDirective& directive, std::string& out);
  Flow RenderForeach(const Node& node, const ForeachDirective& directive, std::string& out);
  Flow Assign(const Node& node, const SetDirective& directive);
  bool Append(std::string_view text, size_t offset, std::string& out);

  std::optional<VelocityValue> Evaluate(const Expression& expression);
  std::optional<VelocityValue> EvaluateChain(const Expression& expression, const OperatorChain& chain);
  std::optional<VelocityValue> EvaluateString(const StringLiteral& literal);
  std::optional<VelocityValue> EvaluateRange(const Expression& expression, const RangeLiteral& range);
  std::optional<VelocityValue> EvaluateList(const Expression& expression, const ListLiteral& list);
  std::optional<VelocityValue> EvaluateMap(const Expression& expression, const MapLiteral& map);
  std::optional<bool> Condition(const Expression& expression);
  std::optional<VelocityValue> Resolve(const Reference& reference, Unset unset, size_t steps);
  std::optional<VelocityValue> Resolve(const Reference& reference, Unset unset) {
    return Resolve(reference, unset, reference.steps.size());
  }
  VelocityValue Root(const Reference& reference, bool& is_set);
  std::optional<VelocityValue> TakeStep(const VelocityValue& self, const ReferenceStep& step, bool is_first);
  VelocityValue Property(const VelocityValue& self, const ReferenceStep& step, bool is_first);
  std::optional<VelocityValue> Index(const VelocityValue& self, const ReferenceStep& step);

  std::optional<VelocityValue> Fail(size_t offset, CallFailure failure) {
    if (!failed_) error_ = {offset, std::move(failure.message), std::move(failure.hint)};
    failed_ = true;
    return std::nullopt;
  }
  void Warn(size_t offset, std::string message) {
    constexpr size_t kMost = 100;
    if (warnings_.size() < kMost && warned_.insert(offset).second) warnings_.push_back({offset, std::move(message)});
  }

  const TemplateScope& scope_;
  const RenderLimits& limits_;
  WorkBudget budget_;
  size_t iterations_ = 0;
  std::map<std::string, VelocityValue, std::less<>> values_;  // what #set and #foreach made, and names used before
  std::vector<TemplateWarning> warnings_;
  std::set<size_t> warned_;
  bool failed_ = false;
  TextError error_;
};

bool Renderer::Append(std::string_view text, size_t offset, std::string& out) {
  if (out.size() + text.size() > limits_.output_bytes) {
    Fail(offset, {Concat("the result has more than ", limits_.output_bytes, " bytes"),
                  "This is a limit of the local runtime; see docs/velocity.md"});
    return false;
  }
  if (!budget_.TakeSteps(1 + text.size() / 64)) {
    Fail(offset, LimitReached(budget_));
    return false;
  }
  out += text;
  return true;
}

Flow Renderer::RenderBlock(const Block& block, std::string& out) {
  for (const Node& node : block) {
    const Flow flow = RenderNode(node, out);
    if (flow != Flow::kGoOn) return flow;
  }
  return Flow::kGoOn;
}

Flow Renderer::RenderNode(const Node& node, std::string& out) {
  if (!budget_.TakeSteps(1)) {
    Fail(node.span.offset, LimitReached(budget_));
    return Flow::kFailed;
  }
  if (const auto* text = std::get_if<Text>(&node.value)) {
    return Append(text->text, node.span.offset, out) ? Flow::kGoOn : Flow::kFailed;
  }
  if (const auto* reference = std::get_if<Reference>(&node.value)) return RenderReference(*reference, out);
  if (const auto* set = std::get_if<SetDirective>(&node.value)) return Assign(node, *set);
  if (const auto* condition = std::get_if<IfDirective>(&node.value)) return RenderIf(*condition, out);
  if (const auto* loop = std::get_if<ForeachDirective>(&node.value)) return RenderForeach(node, *loop, out);
  return std::holds_alternative<BreakDirective>(node.value) ? Flow::kBreak : Flow::kStop;
}

Flow Renderer::RenderReference(const Reference& reference, std::string& out) {
  const auto value = Resolve(reference, reference.quiet ? Unset::kAllowed : Unset::kChecked);
  if (!value) return Flow::kFailed;
  const size_t offset = reference.span.offset;
  const bool is_escaped = reference.backslashes % 2 == 1;
  std::string text(value->is_null() ? reference.backslashes : reference.backslashes / 2, '\\');
  if (is_escaped) {
    text += reference.source;
  } else if (!value->is_null()) {
    text += TextOf(*value, limits_.output_bytes);
  } else if (!reference.quiet) {
    Warn(offset, Concat(reference.source, " has no value and is printed as it stands"));
    text += reference.source;
  }
  return Append(text, offset, out) ? Flow::kGoOn : Flow::kFailed;
}

Flow Renderer::RenderIf(const IfDirective& directive, std::string& out) {
  for (const IfBranch& branch : directive.branches) {
    const auto condition = Condition(branch.condition);
    if (!condition) return Flow::kFailed;
    if (*condition) return RenderBlock(branch.body, out);
  }
  return RenderBlock(directive.otherwise, out);
}

Flow Renderer::RenderForeach(const Node& node, const ForeachDirective& directive, std::string& out) {
  const auto items = Evaluate(directive.items);
  if (!items) return Flow::kFailed;
  std::vector<VelocityValue> values;  // a copy: the body may change the list
  if (const auto list = items->AsList()) {
    values = list->items;
  } else if (const auto map = items->AsMap()) {
    for (const auto& member : map->members) values.push_back(member.second);
  } else if (!items->is_null()) {
    Warn(directive.items.span.offset, Concat("#foreach goes through lists and maps, not through ", items->TypeName()));
  }
  if (!budget_.TakeSteps(values.size() / 16)) {
    Fail(node.span.offset, LimitReached(budget_));
    return Flow::kFailed;
  }
  const std::array<std::string, 4> names = {directive.variable, "foreach", "velocityCount", "velocityHasNext"};
  std::vector<std::pair<std::string, std::optional<VelocityValue>>> before;
  for (const std::string& name : names) {
    const auto found = values_.find(name);
    before.emplace_back(name, found == values_.end() ? std::nullopt : std::optional(found->second));
  }
  const VelocityValue parent = before[1].second && before[1].second->AsMap() ? *before[1].second : VelocityValue();
  Flow flow = Flow::kGoOn;
  for (size_t i = 0; i < values.size() && flow == Flow::kGoOn; ++i) {
    if (++iterations_ > limits_.loop_iterations || !budget_.TakeSteps(1)) {
      Fail(node.span.offset, {Concat("#foreach runs more than ", limits_.loop_iterations, " times"),
                              "This is a limit of the local runtime; see docs/velocity.md"});
      return Flow::kFailed;
    }
    auto loop = std::make_shared<VelocityMap>();
    const bool has_next = i + 1 < values.size();
    loop->members = {{"index", static_cast<int64_t>(i)},
                     {"count", static_cast<int64_t>(i + 1)},
                     {"hasNext", has_next},
                     {"first", i == 0},
                     {"last", !has_next},
                     {"parent", parent}};
    const VelocityValue* topmost = parent.AsMap() ? parent.AsMap()->Find("topmost") : nullptr;
    // Not the loop itself, which would then contain itself.
    loop->members.emplace_back("topmost",
                               topmost != nullptr ? *topmost : VelocityValue(std::make_shared<VelocityMap>(*loop)));
    values_[directive.variable] = values[i];
    values_["velocityCount"] = static_cast<int64_t>(i + 1);
    values_["velocityHasNext"] = has_next;
    values_["foreach"] = std::move(loop);
    flow = RenderBlock(directive.body, out);
  }
  for (auto& [name, value] : before) {
    if (value) {
      values_[name] = *std::move(value);
    } else {
      values_.erase(name);
    }
  }
  return flow == Flow::kBreak ? Flow::kGoOn : flow;
}

Flow Renderer::Assign(const Node& node, const SetDirective& directive) {
  const auto value = Evaluate(directive.value);
  if (!value) return Flow::kFailed;
  const Reference& target = directive.target;
  if (value->is_null()) {
    Warn(node.span.offset, "the value of #set is null, so the name keeps what it had");
    return Flow::kGoOn;
  }
  if (target.steps.empty()) {
    values_[target.root] = *value;
    return Flow::kGoOn;
  }
  const auto owner = Resolve(target, Unset::kAllowed, target.steps.size() - 1);
  if (!owner) return Flow::kFailed;
  const ReferenceStep& last = target.steps.back();
  std::vector<VelocityValue> arguments;
  if (last.kind == StepKind::kIndex) {
    const auto index = Evaluate(last.arguments[0]);
    if (!index) return Flow::kFailed;
    arguments.push_back(*index);
  } else {
    arguments.emplace_back(last.name);
  }
  arguments.push_back(*value);
  const bool can_assign =
      last.kind != StepKind::kMethod && (owner->AsMap() || (owner->AsList() && last.kind == StepKind::kIndex));
  CallResult result = NoSuchMethod();
  if (can_assign) result = CallMethod(*owner, {owner->AsMap() ? "put" : "set", arguments, budget_});
  if (auto* failure = std::get_if<CallFailure>(&result)) {
    Fail(last.span.offset, std::move(*failure));
    return Flow::kFailed;
  }
  if (std::holds_alternative<NoSuchMethod>(result)) Warn(last.span.offset, "#set cannot assign here and does nothing");
  return Flow::kGoOn;
}

std::optional<VelocityValue> Renderer::Evaluate(const Expression& expression) {
  if (!budget_.TakeSteps(1)) return Fail(expression.span.offset, LimitReached(budget_));
  if (const auto* flag = std::get_if<bool>(&expression.value)) return *flag;
  if (const auto* integer = std::get_if<int64_t>(&expression.value)) return *integer;
  if (const auto* number = std::get_if<double>(&expression.value)) return *number;
  if (const auto* literal = std::get_if<StringLiteral>(&expression.value)) return EvaluateString(*literal);
  if (const auto* range = std::get_if<RangeLiteral>(&expression.value)) return EvaluateRange(expression, *range);
  if (const auto* list = std::get_if<ListLiteral>(&expression.value)) return EvaluateList(expression, *list);
  if (const auto* map = std::get_if<MapLiteral>(&expression.value)) return EvaluateMap(expression, *map);
  if (const auto* reference = std::get_if<Reference>(&expression.value)) {
    return Resolve(*reference, reference->quiet ? Unset::kAllowed : Unset::kChecked);
  }
  if (const auto* chain = std::get_if<OperatorChain>(&expression.value)) return EvaluateChain(expression, *chain);
  const auto condition = Condition(expression);
  if (!condition) return std::nullopt;
  return *condition;
}

std::optional<VelocityValue> Renderer::EvaluateString(const StringLiteral& literal) {
  if (literal.interpolated == nullptr) return VelocityValue(literal.text);
  std::string out;
  if (RenderBlock(*literal.interpolated, out) == Flow::kFailed) return std::nullopt;
  if (!budget_.TakeText(out.size())) return Fail(literal.interpolated->front().span.offset, LimitReached(budget_));
  return VelocityValue(std::move(out));
}

std::optional<VelocityValue> Renderer::EvaluateRange(const Expression& expression, const RangeLiteral& range) {
  const auto first = Evaluate(range.bounds[0]);
  if (!first) return std::nullopt;
  const auto last = Evaluate(range.bounds[1]);
  if (!last) return std::nullopt;
  if (first->AsInteger() == nullptr || last->AsInteger() == nullptr) return VelocityValue();
  const int64_t from = *first->AsInteger();
  const int64_t to = *last->AsInteger();
  const uint64_t distance = from <= to ? static_cast<uint64_t>(to) - static_cast<uint64_t>(from)
                                       : static_cast<uint64_t>(from) - static_cast<uint64_t>(to);
  if (distance >= limits_.steps || !budget_.TakeSteps(distance + 1)) {
    (void)budget_.TakeSteps(limits_.steps + 1);
    return Fail(expression.span.offset, LimitReached(budget_));
  }
  auto list = std::make_shared<VelocityList>();
  for (uint64_t i = 0; i <= distance; ++i) {
    const auto offset = static_cast<int64_t>(i);
    list->items.emplace_back(from <= to ? from + offset : from - offset);
  }
  return VelocityValue(std::move(list));
}

std::optional<VelocityValue> Renderer::EvaluateList(const Expression& expression, const ListLiteral& literal) {
  auto list = std::make_shared<VelocityList>();
  for (const Expression& item : literal.items) {
    const auto value = Evaluate(item);
    if (!value) return std::nullopt;
    auto copy = CopyOf(*value, 1, budget_);
    if (auto* failure = std::get_if<CallFailure>(&copy)) return Fail(expression.span.offset, std::move(*failure));
    list->items.push_back(std::get<VelocityValue>(std::move(copy)));
  }
  return VelocityValue(std::move(list));
}

std::optional<VelocityValue> Renderer::EvaluateMap(const Expression& expression, const MapLiteral& literal) {
  auto map = std::make_shared<VelocityMap>();
  for (size_t i = 0; i < literal.keys.size(); ++i) {
    const auto name = Evaluate(literal.keys[i]);
    if (!name) return std::nullopt;
    const auto value = Evaluate(literal.values[i]);
    if (!value) return std::nullopt;
    const std::vector<VelocityValue> arguments = {*name, *value};
    auto result = CallMapMethod(*map, {"put", arguments, budget_});
    if (auto* failure = std::get_if<CallFailure>(&result)) return Fail(expression.span.offset, std::move(*failure));
  }
  return VelocityValue(std::move(map));
}

std::optional<VelocityValue> Renderer::EvaluateChain(const Expression& expression, const OperatorChain& chain) {
  if (chain.operators[0] == Operator::kAnd || chain.operators[0] == Operator::kOr) {
    const auto condition = Condition(expression);
    if (!condition) return std::nullopt;
    return *condition;
  }
  // What a missing value contributes to a text: its own source text.
  const auto text_of = [&](const Expression& operand, const VelocityValue& value) {
    const auto* reference = std::get_if<Reference>(&operand.value);
    if (value.is_null() && reference != nullptr) return reference->source;
    return TextOf(value, limits_.output_bytes);
  };
  auto left = Evaluate(chain.operands[0]);
  if (!left) return std::nullopt;
  for (size_t i = 0; i < chain.operators.size(); ++i) {
    const Operator operation = chain.operators[i];
    const auto right = Evaluate(chain.operands[i + 1]);
    if (!right) return std::nullopt;
    if (operation == Operator::kEqual || operation == Operator::kNotEqual) {
      auto equal = AreEqual(*left, *right, budget_);
      if (auto* failure = std::get_if<CallFailure>(&equal)) return Fail(expression.span.offset, std::move(*failure));
      left = VelocityValue(std::get<bool>(equal) == (operation == Operator::kEqual));
    } else if (operation < Operator::kAdd) {
      left = VelocityValue(IsInOrder(operation, *left, *right));
    } else if (operation == Operator::kAdd && (left->AsString() != nullptr || right->AsString() != nullptr)) {
      std::string text = text_of(chain.operands[i], *left) + text_of(chain.operands[i + 1], *right);
      if (!budget_.TakeText(text.size())) return Fail(expression.span.offset, LimitReached(budget_));
      left = VelocityValue(std::move(text));
    } else {
      auto result = Calculate(operation, *left, *right);
      if (auto* failure = std::get_if<CallFailure>(&result)) return Fail(expression.span.offset, std::move(*failure));
      left = std::get<VelocityValue>(std::move(result));
    }
  }
  return left;
}

// As an #if sees it: a reference with any value but false is true; other literals than true are false.
std::optional<bool> Renderer::Condition(const Expression& expression) {
  if (!budget_.TakeSteps(1)) {
    Fail(expression.span.offset, LimitReached(budget_));
    return std::nullopt;
  }
  if (const auto* negation = std::get_if<Negation>(&expression.value)) {
    const auto inner = Condition(*negation->operand);
    if (!inner) return std::nullopt;
    return !*inner;
  }
  if (const auto* reference = std::get_if<Reference>(&expression.value)) {
    const auto value = Resolve(*reference, Unset::kAllowed);
    if (!value) return std::nullopt;
    return value->AsBool() != nullptr ? *value->AsBool() : !value->is_null();
  }
  const auto* chain = std::get_if<OperatorChain>(&expression.value);
  if (chain != nullptr && (chain->operators[0] == Operator::kAnd || chain->operators[0] == Operator::kOr)) {
    const bool decides = chain->operators[0] == Operator::kOr;
    for (const Expression& operand : chain->operands) {
      const auto inner = Condition(operand);
      if (!inner) return std::nullopt;
      if (*inner == decides) return decides;
    }
    return !decides;
  }
  const auto value = Evaluate(expression);
  if (!value) return std::nullopt;
  return value->AsBool() != nullptr && *value->AsBool();
}

VelocityValue Renderer::Root(const Reference& reference, bool& is_set) {
  is_set = true;
  if (const auto found = values_.find(reference.root); found != values_.end()) return found->second;
  const json::Value* value = scope_.names.Find(reference.root);
  if (value == nullptr && IsKnownTool(reference.root)) return ToolName{reference.root};
  if (value == nullptr) {
    (void)budget_.TakeSteps(scope_.names.size() / 4);
    for (const auto& [name, candidate] : scope_.names) {
      if (!EqualsIgnoreCase(name, reference.root)) continue;
      Warn(reference.span.offset,
           Concat("$", reference.root, " is written $", name, "; whether the platform ignores case is not known"));
      value = &candidate;
      break;
    }
  }
  is_set = value != nullptr;
  if (value == nullptr) return {};
  return values_[reference.root] = VelocityValue::FromJson(*value);
}

std::optional<VelocityValue> Renderer::Resolve(const Reference& reference, Unset unset, size_t steps) {
  bool is_set = false;
  VelocityValue value = Root(reference, is_set);
  if (!is_set && unset == Unset::kChecked && scope_.undefined == UndefinedReference::kError) {
    return Fail(reference.span.offset,
                {Concat("$", reference.root, " is not set"),
                 "Give its key a JSONPath that matches, or a default in translationMapDefaults"});
  }
  for (size_t i = 0; i < steps && !value.is_null(); ++i) {
    auto next = TakeStep(value, reference.steps[i], i == 0);
    if (!next) return std::nullopt;
    value = *std::move(next);
  }
  return value;
}

std::optional<VelocityValue> Renderer::TakeStep(const VelocityValue& self, const ReferenceStep& step, bool is_first) {
  if (!budget_.TakeSteps(1)) return Fail(step.span.offset, LimitReached(budget_));
  if (step.kind == StepKind::kProperty) return Property(self, step, is_first);
  if (step.kind == StepKind::kIndex) return Index(self, step);
  std::vector<VelocityValue> arguments;
  for (const Expression& argument : step.arguments) {
    auto value = Evaluate(argument);
    if (!value) return std::nullopt;
    arguments.push_back(*std::move(value));
  }
  const MethodCall call{step.name, arguments, budget_};
  CallResult result = self.AsTool() != nullptr ? CallTool(self.AsTool()->name, call) : CallMethod(self, call);
  if (auto* failure = std::get_if<CallFailure>(&result)) return Fail(step.span.offset, std::move(*failure));
  if (auto* value = std::get_if<VelocityValue>(&result)) return std::move(*value);
  Warn(step.span.offset, Concat("there is no ", step.name, " with these arguments for ",
                                self.AsTool() != nullptr ? "$" + self.AsTool()->name : std::string(self.TypeName())));
  return VelocityValue();
}

VelocityValue Renderer::Property(const VelocityValue& self, const ReferenceStep& step, bool is_first) {
  if (const auto map = self.AsMap()) {
    (void)budget_.TakeSteps(map->members.size() / 16);
    if (const VelocityValue* found = map->Find(step.name)) return *found;
    if (!is_first) return {};
    for (const auto& [name, value] : map->members) {
      if (!EqualsIgnoreCase(name, step.name)) continue;
      Warn(step.span.offset,
           Concat(".", step.name, " is written .", name, "; whether the platform ignores case is not known"));
      return value;
    }
    return {};
  }
  if (const ToolName* tool = self.AsTool()) {
    const CallResult result = ToolConstant(tool->name, step.name);
    if (const auto* value = std::get_if<VelocityValue>(&result)) return *value;
    Warn(step.span.offset, Concat("$", tool->name, " has no ", step.name));
    return {};
  }
  if (step.name == "empty") {
    if (const std::string* text = self.AsString()) return text->empty();
    if (const auto list = self.AsList()) return list->items.empty();
  }
  return {};
}

std::optional<VelocityValue> Renderer::Index(const VelocityValue& self, const ReferenceStep& step) {
  auto index = Evaluate(step.arguments[0]);
  if (!index) return std::nullopt;
  const auto list = self.AsList();
  if (list && index->AsInteger() != nullptr && *index->AsInteger() < 0) {
    index = VelocityValue(*index->AsInteger() + static_cast<int64_t>(list->items.size()));
  }
  if (index->is_null() || (!list && !self.AsMap())) return VelocityValue();
  const std::vector<VelocityValue> arguments = {*index};
  CallResult result = CallMethod(self, {"get", arguments, budget_});
  if (auto* failure = std::get_if<CallFailure>(&result)) return Fail(step.span.offset, std::move(*failure));
  if (auto* value = std::get_if<VelocityValue>(&result)) return std::move(*value);
  return VelocityValue();
}

}  // namespace

std::variant<Rendered, TextError> RenderVelocity(const VelocityTemplate& source, const TemplateScope& scope,
                                                 const RenderLimits& limits) {
  return Renderer(scope, limits).Run(source.body);
}

std::variant<Rendered, TextError> RenderVelocity(std::string_view text, const TemplateScope& scope,
                                                 const RenderLimits& limits) {
  auto parsed = ParseVelocity(text);
  if (auto* error = std::get_if<TextError>(&parsed)) return std::move(*error);
  return RenderVelocity(std::get<VelocityTemplate>(parsed), scope, limits);
}

}  // namespace genesys_cfn::action_runtime

// SPDX-License-Identifier: Apache-2.0
#include "template/check_active.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "template/functions.h"
#include "template/messages.h"
#include "template/references.h"

namespace genesys_cfn::cloudformation {
namespace {

class Checker {
 public:
  explicit Checker(const EvaluationContext& context) : context_(context) {}

  [[nodiscard]] bool Holds(const std::optional<std::string>& condition) const {
    if (!condition) return true;
    const auto found = context_.conditions.find(*condition);
    return found != context_.conditions.end() && found->second;
  }

  void AddInactive(const std::string& logical_id) { inactive_.insert(logical_id); }
  // The first mapping that lacks what is asked for.
  [[nodiscard]] const std::optional<Error>& mapping_error() const { return mapping_error_; }

  void Expression(const json::Value& expression) {
    if (const json::Array* items = expression.AsArray()) {
      for (const json::Value& item : *items) Expression(item);
      return;
    }
    const json::Object* members = expression.AsObject();
    if (members == nullptr) return;
    const auto call = AsFunction(expression);
    if (call && call->name == "Fn::If") return If(*call->argument);
    if (!call) {
      for (const auto& [name, member] : *members) Expression(member);
    } else if (call->name == "Ref" || call->name == "Fn::GetAtt") {
      ForEachReference(expression, {}, [this](const Reference& reference, const std::string&) { Name(reference); });
    } else if (call->name == "Fn::Sub") {
      Sub(*call->argument);
    } else {
      if (call->name == "Fn::FindInMap") FindInMap(expression);
      Expression(*call->argument);
    }
  }

  // In the order of their names.
  [[nodiscard]] std::vector<std::string> Take() {
    std::vector<std::string> names(unresolved_.begin(), unresolved_.end());
    unresolved_.clear();
    return names;
  }

 private:
  void FindInMap(const json::Value& call) {
    bool is_known = !mapping_error_;
    ForEachReference(call, {}, [&](const Reference& reference, const std::string& /*pointer*/) {
      const bool is_parameter =
          IsPseudoParameter(reference.name) || context_.source->FindParameter(reference.name) != nullptr;
      if (reference.kind != ReferenceKind::kMapping && !is_parameter) is_known = false;
    });
    if (!is_known) return;
    const auto found = Evaluate(call, context_);
    if (!found) mapping_error_ = found.error();
  }

  void If(const json::Value& argument) {
    const json::Array* list = ListOf(argument, 3);
    const std::string* name = list != nullptr ? list->front().AsString() : nullptr;
    if (name != nullptr) Expression((*list)[Holds(*name) ? 1 : 2]);
  }

  // The variables of its own may have branches: only the text's are looked at here.
  void Sub(const json::Value& argument) {
    const auto arguments = AsSubArguments(argument);
    const auto parts = arguments ? ParseSub(arguments->text) : Result<std::vector<SubPart>>(std::vector<SubPart>());
    if (!arguments || !parts) return;
    for (const SubPart& part : *parts) {
      const bool is_own = arguments->variables != nullptr && arguments->variables->Contains(part.text);
      if (part.is_variable && !is_own) {
        const std::string_view name = part.text;
        Name({ReferenceKind::kRef, name.substr(0, name.find('.'))});
      }
    }
    if (arguments->variables == nullptr) return;
    for (const auto& [name, value] : *arguments->variables) Expression(value);
  }

  void Name(const Reference& reference) {
    const bool is_name = reference.kind == ReferenceKind::kRef || reference.kind == ReferenceKind::kAttribute;
    if (is_name && inactive_.contains(reference.name)) unresolved_.emplace(reference.name);
  }

  const EvaluationContext& context_;
  std::set<std::string, std::less<>> inactive_;
  std::set<std::string> unresolved_;
  std::optional<Error> mapping_error_;
};

Result<void> Unresolved(const std::vector<std::string>& names, std::string_view block) {
  if (names.empty()) return {};
  return Error{ErrorCode::kInvalidInput, message::UnresolvedResource(Join(names, ", "), block)};
}

}  // namespace

Result<void> CheckActiveReferences(const EvaluationContext& context) {
  const Template& source = *context.source;
  Checker checker(context);
  for (const ResourceDeclaration& resource : source.resources) {
    if (!checker.Holds(resource.condition)) checker.AddInactive(resource.logical_id);
  }
  for (const ResourceDeclaration& resource : source.resources) {
    if (!checker.Holds(resource.condition)) continue;
    for (const auto& [name, value] : resource.properties) checker.Expression(value);
  }
  TRY(Unresolved(checker.Take(), "Resources"));
  for (const OutputDeclaration& output : source.outputs) {
    if (checker.Holds(output.condition)) checker.Expression(output.value);
  }
  TRY(Unresolved(checker.Take(), "Outputs"));
  if (checker.mapping_error()) return *checker.mapping_error();
  return {};
}

}  // namespace genesys_cfn::cloudformation

// SPDX-License-Identifier: Apache-2.0
#include "template/check_active.h"

#include <set>
#include <vector>

#include "base/text.h"
#include "template/functions.h"
#include "template/messages.h"
#include "template/references.h"

namespace genesys_cfn::cloudformation {
namespace {

class Checker {
 public:
  explicit Checker(const std::map<std::string, bool>& conditions) : conditions_(conditions) {}

  [[nodiscard]] bool Holds(const std::optional<std::string>& condition) const {
    if (!condition) return true;
    const auto found = conditions_.find(*condition);
    return found != conditions_.end() && found->second;
  }

  void AddInactive(const std::string& logical_id) { inactive_.insert(logical_id); }
  [[nodiscard]] bool has_inactive() const { return !inactive_.empty(); }

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

  const std::map<std::string, bool>& conditions_;
  std::set<std::string, std::less<>> inactive_;
  std::set<std::string> unresolved_;
};

Result<void> Unresolved(const std::vector<std::string>& names, std::string_view block) {
  if (names.empty()) return {};
  return Error{ErrorCode::kInvalidInput, message::UnresolvedResource(Join(names, ", "), block)};
}

}  // namespace

Result<void> CheckActiveReferences(const Template& source, const std::map<std::string, bool>& conditions) {
  Checker checker(conditions);
  for (const ResourceDeclaration& resource : source.resources) {
    if (!checker.Holds(resource.condition)) checker.AddInactive(resource.logical_id);
  }
  if (!checker.has_inactive()) return {};
  for (const ResourceDeclaration& resource : source.resources) {
    if (!checker.Holds(resource.condition)) continue;
    for (const auto& [name, value] : resource.properties) checker.Expression(value);
  }
  TRY(Unresolved(checker.Take(), "Resources"));
  for (const OutputDeclaration& output : source.outputs) {
    if (checker.Holds(output.condition)) checker.Expression(output.value);
  }
  return Unresolved(checker.Take(), "Outputs");
}

}  // namespace genesys_cfn::cloudformation

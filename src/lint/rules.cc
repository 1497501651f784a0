// SPDX-License-Identifier: Apache-2.0
#include "lint/rules.h"

#include <tuple>

namespace genesys_cfn::lint {
namespace {

constexpr Severity kError = Severity::kError;
constexpr Severity kWarning = Severity::kWarning;
constexpr Severity kNote = Severity::kNote;

}  // namespace

const std::vector<RuleInfo>& AllRules() {
  static const std::vector<RuleInfo> kRules = {
      {"GC001", kError, "The text is not well-formed"},
      {"GC002", kError, "The file is neither a template nor a data action"},
      {"GC003", kError, "A member that data actions do not have"},
      {"GC004", kError, "A required member is missing"},
      {"GC005", kError, "A value is of the wrong type"},
      {"GC006", kError, "A name or category is empty or too long"},
      {"GC007", kError, "timeoutSeconds is out of range"},
      {"GC008", kError, "The request type is not an HTTP method that the platform takes"},
      {"GC009", kError, "The action type cannot be managed"},
      {"GC010", kError, "The definition is nested too deeply"},
      {"GC011", kError, "A template is given as a link only"},
      {"GC012", kError, "The input schema does not describe an object"},
      {"GC013", kError, "An input has an impossible name"},
      {"GC014", kError, "An input has a reserved name"},
      {"GC015", kError, "An input is not a scalar"},
      {"GC016", kError, "The output schema describes neither an object nor an array"},
      {"GC017", kError, "An array inside an array"},
      {"GC018", kError, "A schema uses $ref"},
      {"GC019", kError, "A schema keyword has a value that it cannot have"},
      {"GC020", kWarning, "A required property is not declared"},
      {"GC021", kWarning, "A credential stands in the clear"},
      {"GC022", kWarning, "The URL does not fit the integration"},
      {"GC023", kWarning, "The Accept header does not name JSON"},
      {"GC024", kWarning, "A GET request has a body template"},
      {"GC025", kWarning, "A default does not fit its own schema"},
      {"GC101", kError, "A Velocity template is malformed"},
      {"GC102", kError, "A template uses an input that the contract lacks"},
      {"GC103", kWarning, "A reference differs from its name in letter case"},
      {"GC104", kWarning, "An input is never used"},
      {"GC105", kError, "An unknown macro"},
      {"GC106", kError, "An unknown name in a request template"},
      {"GC107", kWarning, "A string is not escaped inside JSON"},
      {"GC108", kError, "The request body is not JSON when rendered"},
      {"GC109", kWarning, "A string in the URL is not escaped"},
      {"GC110", kWarning, "An input that may be absent is printed as it stands"},
      {"GC201", kError, "A JSONPath is malformed"},
      {"GC202", kWarning, "A translation map entry is never used"},
      {"GC203", kWarning, "A default for a name that is not mapped"},
      {"GC204", kWarning, "A translation map entry has no default"},
      {"GC205", kError, "The success template uses an unknown name"},
      {"GC206", kError, "The success template does not give JSON"},
      {"GC207", kWarning, "The success template does not fit the output contract"},
      {"GC208", kWarning, "A default is not JSON"},
      {"GC209", kWarning, "A value of the success template is in quotation marks twice"},
      {"GC210", kWarning, "A path gives an array where the contract says otherwise"},
      {"GC301", kError, "The template is not valid for CloudFormation"},
      {"GC302", kError, "A reference to something that the template lacks"},
      {"GC303", kError, "Resources need each other in a circle"},
      {"GC304", kError, "Fn::Sub takes a Velocity reference for its own"},
      {"GC305", kWarning, "ServiceTimeout is missing, too short or impossible"},
      {"GC306", kError, "An unknown property of the custom resource"},
      {"GC307", kError, "A property of the custom resource has a wrong value"},
      {"GC308", kError, "No definition, or more than one"},
      {"GC309", kError, "No integration, or two"},
      {"GC310", kWarning, "A definition is referenced without a version"},
      {"GC311", kError, "A text is beyond CloudFormation's sizes"},
      {"GC312", kError, "A dynamic reference that is not resolved here"},
      {"GC313", kError, "An attribute that a data action does not have"},
      {"GC314", kWarning, "A data action calls another one without an order"},
      {"GC315", kWarning, "A variable of the template outside of Fn::Sub"},
      {"GC316", kError, "A substitution is unknown, unused or malformed"},
      {"GC317", kNote, "Something that the local cloud does not support"},
      {"GC318", kWarning, "A resource type that is nearly one of this provider"},
      {"GC319", kWarning, "A secret is referenced without a version"},
      {"GC320", kError, "A value of a credential in the template"},
      {"GC321", kWarning, "A type or a runtime that is not known"},
      {"GC322", kWarning, "Resources that do not fit together"},
      {"GC323", kWarning, "A resource of the template is named without an order"},
      {"GC330", kWarning, "A parameter is still to be filled in"},
  };
  return kRules;
}

const RuleInfo* FindRule(std::string_view code) {
  const auto& rules = AllRules();
  const auto at = std::find_if(rules.begin(), rules.end(), [&](const RuleInfo& rule) { return rule.code == code; });
  return at == rules.end() ? nullptr : &*at;
}

Finding& Findings::Add(std::string_view code, Range range, std::string message, std::string hint) {
  return Add(code, FindRule(code)->severity, range, std::move(message), std::move(hint));
}

Finding& Findings::Add(std::string_view code, Severity severity, Range range, std::string message, std::string hint) {
  return findings_.emplace_back(
      Finding{FindRule(code)->code, severity, range, std::move(message), std::move(hint), {}});
}

std::vector<Finding> Findings::Take() {
  const auto key = [](const Finding& finding) {
    return std::tie(finding.range.begin, finding.code, finding.range.end, finding.message);
  };
  std::stable_sort(findings_.begin(), findings_.end(),
                   [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  findings_.erase(std::unique(findings_.begin(), findings_.end(),
                              [&](const Finding& a, const Finding& b) { return key(a) == key(b); }),
                  findings_.end());
  return std::move(findings_);
}

}  // namespace genesys_cfn::lint

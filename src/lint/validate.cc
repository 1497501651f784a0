// SPDX-License-Identifier: Apache-2.0
#include "lint/validate.h"

#include "base/text.h"
#include "lint/definition_rules.h"
#include "lint/template_rules.h"

namespace genesys_cfn::lint {
namespace {

FileKind KindOf(const json::Value& root) {
  if (root.Find("Resources") != nullptr || root.Find("AWSTemplateFormatVersion") != nullptr) {
    return FileKind::kTemplate;
  }
  const bool is_action = root.Find("config") != nullptr || root.Find("contract") != nullptr;
  return is_action ? FileKind::kDataAction : FileKind::kOther;
}

// Of a text that cannot be read.
FileKind ProbableKind(std::string_view text) {
  if (text.find("Custom::Genesys") != std::string_view::npos ||
      text.find("AWSTemplateFormatVersion") != std::string_view::npos) {
    return FileKind::kTemplate;
  }
  return text.find("requestUrlTemplate") != std::string_view::npos ? FileKind::kDataAction : FileKind::kOther;
}

void CheckDataAction(const SourceDocument& document, Findings& findings) {
  const Concrete source(document, "", document.root());
  auto problems = definition::Load(document.root(), {}).problems;
  if (document.root().FindString("actionType") == "customAuth") {
    const auto is_type = [](const definition::Problem& problem) { return problem.pointer == "/actionType"; };
    problems.erase(std::remove_if(problems.begin(), problems.end(), is_type), problems.end());
    findings.Add("GC009", Severity::kNote, document.Value("/actionType"),
                 "a customAuth action comes and goes with its integration: it cannot be managed by a stack");
  }
  AddProblems(problems, source, findings);
  CheckDefinition(source, "", {}, findings);
}

}  // namespace

CheckedFile Validate(std::string path, std::string text, Origin origin) {
  CheckedFile file{std::move(path), std::move(text), FileKind::kOther, {}};
  Findings findings;
  auto loaded = SourceDocument::Load({file.text, {}});
  if (const auto* error = std::get_if<SourceError>(&loaded)) {
    file.kind = ProbableKind(file.text);
    if (file.kind != FileKind::kOther || origin == Origin::kNamed) {
      findings.Add("GC001", error->range, error->message);
    }
    file.findings = findings.Take();
    return file;
  }
  const auto& document = std::get<SourceDocument>(loaded);
  file.kind = KindOf(document.root());
  if (file.kind == FileKind::kTemplate) {
    CheckTemplate(document, file.text, findings);
  } else if (file.kind == FileKind::kDataAction) {
    CheckDataAction(document, findings);
  } else if (origin == Origin::kNamed) {
    findings.Add("GC002", {0, 1},
                 "this is neither a CloudFormation template (Resources) nor a data action (config, "
                 "contract)");
  }
  file.findings = findings.Take();
  return file;
}

}  // namespace genesys_cfn::lint

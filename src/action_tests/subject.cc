// SPDX-License-Identifier: Apache-2.0
#include "action_tests/subject.h"

#include <algorithm>
#include <chrono>

#include "action_tests/member_reader.h"
#include "action_tests/template_subject.h"
#include "base/text.h"
#include "json/pointer.h"
#include "provider/definition_text.h"
#include "provider/substitutions.h"

namespace genesys_cfn::action_tests {
namespace {

namespace fs = std::filesystem;
using action_runtime::IntegrationKind;

// What the file beside "look-up.test.yaml" may be called. The user interface ends the names of its exports in the
// second.
constexpr std::string_view kEndings[] = {".json", ".custom.json", ".yaml", ".yml"};

std::variant<SubjectFile, Diagnostic> ReadNamed(const TestFile& file, std::string_view pointer, const std::string& name,
                                                const ReadText& read) {
  fs::path path = (fs::path(file.source.path()).parent_path() / name).lexically_normal();
  auto text = read(path);
  if (!text) return file.source.At(file.source.ValuePlace(pointer), text.error().message);
  return SubjectFile{std::move(path), *std::move(text)};
}

std::variant<SubjectFile, Diagnostic> ReadBeside(const TestFile& file, const ReadText& read) {
  const fs::path own = file.source.path();
  const std::string name = SubjectNameOf(own.filename().string()).value_or(own.stem().string());
  std::vector<std::string> names;
  for (const std::string_view ending : kEndings) {
    names.push_back(Concat(name, ending));
    fs::path path = (own.parent_path() / names.back()).lexically_normal();
    auto text = read(path);
    if (text) return SubjectFile{std::move(path), *std::move(text)};
    if (text.error().code != ErrorCode::kNotFound) return file.source.At({1, 1}, text.error().message);
  }
  return file.source.At({1, 1}, Concat("there is nothing to test: none of ", Join(names, ", "), " is beside this file"),
                        "Name it: definition: FILE, or template: FILE and resource: LOGICAL_ID.");
}

IntegrationKind KindOf(const TestFile& file, const definition::DataAction& action, std::string_view url) {
  if (file.integration) return action_runtime::KindOfIntegration(*file.integration);
  if (file.function) return IntegrationKind::kFunction;
  if (action.integration_type) return action_runtime::KindOfIntegration(*action.integration_type);
  if (url.starts_with("/api/v2/")) return IntegrationKind::kGenesysCloud;
  if (url.starts_with("/services/")) return IntegrationKind::kSalesforce;
  return url.starts_with("arn:") ? IntegrationKind::kLambda : IntegrationKind::kWebServices;
}

// A definition's own file. What the tests do not need may be missing in it: the name, and that an action which
// authenticates an integration cannot be deployed.
std::variant<definition::DataAction, Diagnostics> LoadFromFile(const TestFile& file, const SourceFile& source) {
  Problems problems(source);
  Diagnostics of_test_file;
  json::Value document = source.root();
  if (json::Object* const members = document.AsObject()) {
    if (members->Find("actionType") != nullptr && document.FindString("actionType") == "customAuth") {
      members->Remove("actionType");
    }
    if (!members->Contains("name")) members->Set("name", "test");
  }
  if (!file.substitutions.empty()) {
    const auto wrong = provider::Substitute(document, file.substitutions, provider::kMaxDefinitionBytes);
    for (const definition::Problem& problem : wrong) {
      if (problem.pointer.empty()) {
        of_test_file.push_back(file.source.At(file.source.NamePlace("/substitutions"), problem.message));
      } else {
        problems.Add(problem.pointer, TextOf(problem));
      }
    }
  }
  auto loaded = definition::Load(document, {});
  for (const definition::Problem& problem : loaded.problems) {
    problems.Add(problem.pointer, TextOf(problem));
  }
  Diagnostics found = problems.Take();
  found.insert(found.begin(), of_test_file.begin(), of_test_file.end());
  if (!found.empty() || !loaded.action) return found;
  return *std::move(loaded.action);
}

std::variant<Subject, Diagnostics> MakeSubject(const TestFile& file, std::string label,
                                               const definition::DataAction& action) {
  const auto schema = [&](std::string_view pointer) {
    const json::Value* const found = json::Resolve(action.contract, pointer);
    return found == nullptr ? json::Value(json::Object()) : *found;
  };
  auto runnable =
      action_runtime::ReadAction(action.config, schema("/input/inputSchema"), schema("/output/successSchema"));
  if (!runnable) return Diagnostics{file.source.At({1, 1}, Concat(label, ": ", runnable.error().message))};
  const IntegrationKind kind = KindOf(file, action, runnable->url_template);
  return Subject{std::move(label), *std::move(runnable), kind};
}

// `handler` and `timeout_seconds` are the template's.
std::variant<Subject, Diagnostics> AddFunction(const TestFile& file, const std::optional<std::string>& handler,
                                               std::optional<int> timeout_seconds,
                                               std::variant<Subject, Diagnostics> made) {
  auto* const subject = std::get_if<Subject>(&made);
  if (subject == nullptr || !file.function) return made;
  if (subject->kind != IntegrationKind::kFunction) {
    return Diagnostics{file.source.At(file.source.NamePlace("/function"),
                                      "the integration is no function-data-actions, and has no function")};
  }
  FunctionCode code{(fs::path(file.source.path()).parent_path() / file.function->code).lexically_normal(),
                    file.function->handler.value_or(handler.value_or("")),
                    file.function->timeout_seconds.value_or(timeout_seconds.value_or(15))};
  if (code.handler.empty()) {
    return Diagnostics{file.source.At(file.source.ValuePlace("/function"), "the function has no handler",
                                      "Write handler: FILE.FUNCTION, such as src/index.handler.")};
  }
  subject->action.timeout = std::min<Milliseconds>(subject->action.timeout, std::chrono::seconds(code.timeout_seconds));
  subject->function = std::move(code);
  return made;
}

}  // namespace

std::string TextOf(const definition::Problem& problem) {
  const std::string& pointer = problem.pointer;
  if (pointer.empty() || problem.rule == definition::Rule::kSubstitution) return problem.message;
  const std::string name = ReplaceAll(ReplaceAll(pointer.substr(pointer.rfind('/') + 1), "~1", "/"), "~0", "~");
  return Concat(name, ": ", problem.message);
}

std::variant<SubjectFile, Diagnostic> FindSubjectFile(const TestFile& file, const ReadText& read) {
  if (file.definition) return ReadNamed(file, "/definition", *file.definition, read);
  if (file.template_path) return ReadNamed(file, "/template", *file.template_path, read);
  return ReadBeside(file, read);
}

std::variant<Subject, Diagnostics> LoadSubject(const TestFile& file, const ReadText& read) {
  auto found = FindSubjectFile(file, read);
  if (auto* const diagnostic = std::get_if<Diagnostic>(&found)) return Diagnostics{std::move(*diagnostic)};
  auto& subject = std::get<SubjectFile>(found);
  const std::string path = subject.path.string();
  auto source = SourceFile::Load(path, subject.text);
  if (auto* const diagnostic = std::get_if<Diagnostic>(&source)) return Diagnostics{std::move(*diagnostic)};
  const bool is_template = std::get<SourceFile>(source).root().Find("Resources") != nullptr;
  if (is_template && file.definition) {
    return Diagnostics{file.source.At(file.source.ValuePlace("/definition"), Concat(path, " is a template"),
                                      "Write template: in place of definition:, and resource: LOGICAL_ID.")};
  }
  if (is_template || file.template_path) {
    auto action = LoadFromTemplate(file, subject, read);
    if (auto* const diagnostics = std::get_if<Diagnostics>(&action)) return std::move(*diagnostics);
    const auto& resource = std::get<TemplateAction>(action);
    auto made = MakeSubject(file, Concat(path, " ", resource.logical_id), resource.action);
    return AddFunction(file, resource.handler, resource.timeout_seconds, std::move(made));
  }
  auto action = LoadFromFile(file, std::get<SourceFile>(source));
  if (auto* const diagnostics = std::get_if<Diagnostics>(&action)) return std::move(*diagnostics);
  return AddFunction(file, {}, {}, MakeSubject(file, path, std::get<definition::DataAction>(action)));
}

}  // namespace genesys_cfn::action_tests

// SPDX-License-Identifier: Apache-2.0
#include "action_tests/test_file.h"

#include "action_tests/case_reader.h"
#include "base/text.h"
#include "json/pointer.h"
#include "json/write.h"

namespace genesys_cfn::action_tests {
namespace {

// Bytes of all cases together that come from `defaults`.
constexpr size_t kMostShared = size_t{64} << 20;

const std::vector<std::string>& IntegrationTypes() {
  static const std::vector<std::string> kIds = {"custom-rest-actions", "purecloud-data-actions",
                                                "aws-lambda-data-actions", "function-data-actions",
                                                "salesforce-datadip"};
  return kIds;
}

void ReadSubject(const MemberReader& reader, TestFile& file) {
  file.definition = reader.Text("definition");
  file.template_path = reader.Text("template");
  file.resource = reader.Text("resource");
  file.parameters = reader.TextMap("parameters");
  file.substitutions = reader.TextMap("substitutions");
  file.integration = reader.OneOf("integration", IntegrationTypes());
  if (reader.Has("definition") && reader.Has("template")) {
    reader.Add("template", "a test file has a definition or a template, not both");
  }
  for (const std::string_view name : {"resource", "parameters"}) {
    if (reader.Has(name) && reader.Has("definition")) {
      reader.Add(name, Concat(name, " belongs to a template, not to a definition"));
    }
  }
  if (reader.Has("substitutions") && reader.Has("template")) {
    reader.Add("substitutions", "the resource of the template has its own Substitutions",
               "Give the template's parameters other values.");
  }
}

void ReadFunction(const MemberReader& reader, TestFile& file) {
  const auto inner = reader.Inner("function");
  if (!inner) return;
  inner->RefuseOthers({"code", "handler", "timeoutSeconds"});
  if (!inner->Has("code")) {
    reader.Add("function", "the function has no code", "Write code: DIRECTORY, or the path of its zip file.");
  }
  file.function = {inner->Text("code").value_or(""), inner->Text("handler"), inner->Integer("timeoutSeconds", 1, 15)};
}

void ReadCases(const MemberReader& reader, Problems& problems, TestFile& file) {
  const json::Value* const cases = reader.Find("cases");
  if (cases == nullptr || !cases->is_array() || cases->AsArray()->empty()) {
    problems.Add("/cases", "a test file has cases: a list of at least one");
    return;
  }
  TestCase defaults;
  if (const auto inner = reader.Inner("defaults")) {
    defaults = ReadDefaults(*inner);
    const size_t size = json::Write(*reader.Find("defaults")).size();
    if (size > kMostShared / cases->AsArray()->size()) {
      reader.Add("defaults", "the defaults are too large for so many cases", "Make several test files.");
      return;
    }
  }
  defaults.calls_function = file.function.has_value();
  std::map<std::string, int, std::less<>> lines;
  for (size_t i = 0; i < cases->AsArray()->size(); ++i) {
    const std::string pointer = json::AppendIndex("/cases", i);
    const auto element = MemberReader::Of((*cases->AsArray())[i], pointer, problems);
    if (!element) continue;
    TestCase made = ReadCase(*element, defaults);
    made.place = file.source.ValuePlace(pointer);
    const auto [first, is_new] = lines.emplace(made.name, made.place.line);
    if (!is_new && !made.name.empty()) {
      element->Add("name", Concat("another case has this name, at line ", first->second));
    }
    file.cases.push_back(std::move(made));
  }
}

}  // namespace

const std::vector<ErrorPlace>& ErrorPlaces() {
  namespace steps = action_runtime::steps;
  static const std::vector<ErrorPlace> kPlaces = {
      {"inputSchema", steps::kInput},   {"requestUrlTemplate", steps::kUrl},
      {"headers", steps::kHeaders},     {"requestTemplate", steps::kBody},
      {"send", steps::kSend},           {"response", steps::kParse},
      {"translationMap", steps::kMap},  {"successTemplate", steps::kSuccess},
      {"successSchema", steps::kOutput}};
  return kPlaces;
}

std::variant<TestFile, Diagnostics> ReadTestFile(std::string path, std::string text) {
  auto loaded = SourceFile::Load(std::move(path), std::move(text));
  if (auto* const diagnostic = std::get_if<Diagnostic>(&loaded)) return Diagnostics{std::move(*diagnostic)};
  TestFile file{std::get<SourceFile>(std::move(loaded))};
  Problems problems(file.source);
  if (const auto reader = MemberReader::Of(file.source.root(), "", problems)) {
    reader->RefuseOthers({"definition", "template", "resource", "parameters", "substitutions", "integration",
                          "function", "defaults", "cases"});
    ReadSubject(*reader, file);
    ReadFunction(*reader, file);
    ReadCases(*reader, problems, file);
  }
  Diagnostics found = problems.Take();
  if (!found.empty()) return found;
  return file;
}

std::optional<std::string> SubjectNameOf(std::string_view file_name) {
  for (const std::string_view ending : {".test.yaml", ".test.yml", ".test.json"}) {
    if (file_name.size() > ending.size() && file_name.ends_with(ending)) {
      return std::string(file_name.substr(0, file_name.size() - ending.size()));
    }
  }
  return std::nullopt;
}

}  // namespace genesys_cfn::action_tests

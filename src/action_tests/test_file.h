// SPDX-License-Identifier: Apache-2.0
// What a test file says (docs/testing.md; schemas/test-file.schema.json says the same for editors).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "action_runtime/finish_response.h"
#include "action_tests/source_file.h"

namespace genesys_cfn::action_tests {

// What is absent is not judged.
struct ExpectedRequest {
  std::optional<std::string> method = {};
  std::optional<std::string> url = {};
  // Names without regard to case; nullopt: the header is not sent.
  std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
  std::optional<json::Value> body = {};
};

struct ExpectedError {
  std::optional<std::string> at = {};  // of kErrorPlaces
  std::optional<int> status = {};
  std::optional<std::string> code = {};
  std::optional<std::string> message = {};  // a part of it
};

// Where an action can fail, by the member of the definition that it fails in.
struct ErrorPlace {
  std::string_view name;
  std::string_view step;  // of action_runtime::steps
};
const std::vector<ErrorPlace>& ErrorPlaces();

using CannedResponse = std::variant<action_runtime::RemoteAnswer, action_runtime::RemoteFailure>;

// The body of a response that stands in a file of its own; it is read when the case runs.
struct BodyFile {
  std::string path;     // relative to the test file
  std::string pointer;  // where the test file says it
};

// The function of a function action, which cases without a response call.
struct TestedFunction {
  std::string code;  // its directory or its zip file, relative to the test file
  // Without them: what the template's resource says.
  std::optional<std::string> handler = {};
  std::optional<int> timeout_seconds = {};
};

// With what `defaults` contributes.
struct TestCase {
  std::string name = {};
  yaml::Mark place = {};
  std::optional<std::string> skip = {};  // why
  json::Object inputs = {};
  json::Object credentials = {};
  std::optional<json::Object> auth_response = {};
  std::optional<CannedResponse> response = {};
  std::optional<BodyFile> body_file = {};  // of `response`, in the place of its body
  bool calls_function = false;             // where there is no response
  ExpectedRequest request = {};
  bool must_send = false;  // the case itself expects a request, not `defaults` alone
  // As the action gives it; with these members at least; in Architect's flattened form.
  std::optional<json::Value> output = {};
  std::optional<json::Value> output_contains = {};
  std::optional<json::Value> flattened = {};
  std::optional<ExpectedError> error = {};

  // Whether the case is about what comes after the request.
  [[nodiscard]] bool judges_outcome() const { return judges_output() || error.has_value(); }
  [[nodiscard]] bool judges_output() const { return output || output_contains || flattened; }
};

struct TestFile {
  SourceFile source;
  // What is tested: this file, or this resource of this template, or with neither the file beside that is named alike.
  std::optional<std::string> definition = {};
  std::optional<std::string> template_path = {};
  std::optional<std::string> resource = {};
  std::map<std::string, std::string, std::less<>> parameters = {};
  std::map<std::string, std::string, std::less<>> substitutions = {};
  std::optional<std::string> integration = {};  // its type's id
  std::optional<TestedFunction> function = {};
  std::vector<TestCase> cases = {};
};

std::variant<TestFile, Diagnostics> ReadTestFile(std::string path, std::string text);

// "look-up" of "look-up.test.yaml"; nullopt when it is not the name of a test file.
std::optional<std::string> SubjectNameOf(std::string_view file_name);

}  // namespace genesys_cfn::action_tests

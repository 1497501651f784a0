// SPDX-License-Identifier: Apache-2.0
// Any bytes as a test file for a definition that has everything, and reports of what comes of it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "action_tests/report.h"
#include "action_tests/run_test_file.h"
#include "json/parse.h"

namespace {

constexpr char kDefinition[] = R"json({"name": "a", "config": {"timeoutSeconds": 5,
  "request": {"requestType": "POST", "requestUrlTemplate": "https://a.example/${input.a}",
    "headers": {"x": "${credentials.x}", "y": "$!{authResponse.y}"}, "requestTemplate": "{\"b\": ${input.b}}"},
  "response": {"translationMap": {"c": "$.c", "d": "$..d"}, "translationMapDefaults": {"c": "1"},
    "successTemplate": "{\"c\": ${c}, \"d\": ${d}}"}},
  "contract": {"input": {"inputSchema": {"type": "object", "properties": {"a": {"type": "string"},
    "b": {"type": "integer", "default": 2}}}}, "output": {"successSchema": {"type": "object", "properties": {
    "c": {"type": "integer"}, "d": {"type": "array", "items": {"type": "string"}}}}}}})json";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn::action_tests;
  const auto read = [](const std::filesystem::path& path) -> genesys_cfn::Result<std::string> {
    if (path == "a.json") return std::string(kDefinition);
    return genesys_cfn::Error{genesys_cfn::ErrorCode::kNotFound, "there is no such file"};
  };
  const std::string text(reinterpret_cast<const char*>(data), size);
  const FileResult result = RunTestFile("a.test.yaml", text, nullptr, read);
  if (result.diagnostics.empty() == result.cases.empty()) std::abort();
  for (const Diagnostic& diagnostic : result.diagnostics) {
    if (diagnostic.place.line < 1 || diagnostic.place.column < 1 || diagnostic.message.empty()) std::abort();
  }
  for (const CaseResult& one : result.cases) {
    const bool is_explained = !one.message.empty() || !one.differences.empty();
    if (is_explained == (one.verdict == Verdict::kPassed)) std::abort();
  }
  if (TextReport({result}, Colour::kOn, Detail::kCases).empty() || JunitReport({result}).empty()) std::abort();
  if (!genesys_cfn::json::Parse(JsonReport({result}))) std::abort();
  return 0;
}

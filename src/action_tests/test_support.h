// SPDX-License-Identifier: Apache-2.0
// Files in memory for the tests of this folder.
#pragma once

#include <map>
#include <string>

#include "action_tests/report.h"
#include "action_tests/run_test_file.h"
#include "base/text.h"

namespace genesys_cfn::action_tests {

using Files = std::map<std::string, std::string>;

inline ReadText ReaderOf(const Files& files) {
  return [files](const std::filesystem::path& path) -> Result<std::string> {
    const auto found = files.find(path.string());
    if (found != files.end()) return found->second;
    return Error{ErrorCode::kNotFound, Concat("cannot read ", path.string(), ": No such file or directory")};
  };
}

// Runs the file `path` of `files`.
inline FileResult RunOf(const Files& files, const std::string& path) {
  const auto read = ReaderOf(files);
  return RunTestFile(path, *read(path), nullptr, read);
}

// "path:line:column: message (hint)" for each.
inline std::string Lines(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    out += Concat(diagnostic.path, ":", diagnostic.place.line, ":", diagnostic.place.column, ": ", diagnostic.message,
                  diagnostic.hint.empty() ? std::string() : Concat(" (", diagnostic.hint, ")"), "\n");
  }
  return out;
}

// A look-up that maps its answer.
inline constexpr char kLookUp[] = R"json({
  "name": "Look up order",
  "config": {
    "timeoutSeconds": 7,
    "request": {
      "requestType": "POST",
      "requestUrlTemplate": "https://shop.example.com/orders/$esc.uriEncode(${input.orderId})",
      "headers": {"x-api-key": "${credentials.apiKey}", "Content-Type": "application/json"},
      "requestTemplate": "{\"channel\": \"$esc.jsonEncode(${input.channel})\", \"limit\": 5}"
    },
    "response": {
      "translationMap": {"state": "$.order.state", "lines": "$.order.lines"},
      "translationMapDefaults": {"state": "\"unknown\""},
      "successTemplate": "{\"state\": ${state}, \"lines\": ${lines}}"
    }
  },
  "contract": {
    "input": {"inputSchema": {"type": "object", "required": ["orderId"], "properties": {
      "orderId": {"type": "string"}, "channel": {"type": "string", "default": "phone"}}}},
    "output": {"successSchema": {"type": "object", "properties": {
      "state": {"type": "string"}, "lines": {"type": "array", "items": {"type": "object", "properties": {
        "sku": {"type": "string"}}}}}}}
  }
})json";

// A test file for kLookUp: its `cases` are the rest of the text.
inline std::string CasesFor(const std::string& cases) {
  return Concat(
      "defaults:\n  inputs: {orderId: A1}\n  credentials: {apiKey: key-4711}\n  response: {body: {order: {state: "
      "sent, lines: [{sku: s1}]}}}\ncases:\n",
      cases);
}

}  // namespace genesys_cfn::action_tests

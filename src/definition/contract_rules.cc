// SPDX-License-Identifier: Apache-2.0
#include "definition/contract_rules.h"

#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "definition/member_reader.h"
#include "definition/restore_types.h"
#include "definition/schema_keywords.h"
#include "definition/schema_rules.h"
#include "json/parse.h"
#include "json/pointer.h"

namespace genesys_cfn::definition {
namespace {

// "/contract/input/inputSchema" lies in three objects.
constexpr size_t kLevelsAroundSchema = 3;

// The schema with its types restored; nullopt, with a problem, when there is none to check.
std::optional<json::Value> ReadSchema(const MemberReader& reader, std::string_view name) {
  const json::Value* source = reader.Find(name);
  if (source == nullptr) {
    reader.Report(name, "is missing: it holds a JSON Schema, as an object or as a string of JSON",
                  Rule::kMissingMember);
    return std::nullopt;
  }
  json::Value schema = *source;
  if (const std::string* text = source->AsString()) {
    Result<json::Value> parsed = json::Parse(*text);
    if (!parsed) {
      reader.Report(name, Concat("is a string that is not JSON: ", parsed.error().message), Rule::kSyntax);
      return std::nullopt;
    }
    schema = *std::move(parsed);
  }
  if (!schema.is_object()) {
    reader.Report(name, Concat("must be a JSON Schema (an object, or a string of JSON that holds one), not ",
                               TypeWithArticle(schema)));
    return std::nullopt;
  }
  if (Depth(schema) + kLevelsAroundSchema > kMaxDepth) {
    reader.Report(name, Concat("is nested too deeply: the platform takes ", kMaxDepth, " levels in all"), Rule::kDepth);
    return std::nullopt;
  }
  return RestoreSchema(schema);
}

void ReadInput(const json::Object& input, json::Object& out, std::vector<Problem>& problems) {
  const MemberReader reader(input, "/contract/input", problems);
  reader.RefuseUnknown(kInputMembers);
  std::optional<json::Value> schema = ReadSchema(reader, "inputSchema");
  if (!schema) return;
  CheckKeywords(*schema, reader.PointerTo("inputSchema"), problems);
  CheckInputSchema(*schema->AsObject(), reader.PointerTo("inputSchema"), problems);
  out.Set("input", json::Object{{"inputSchema", *std::move(schema)}});
}

void ReadOutput(const json::Object& output, json::Object& out, std::vector<Problem>& problems) {
  const MemberReader reader(output, "/contract/output", problems);
  reader.RefuseUnknown(kOutputMembers);
  std::optional<json::Value> schema = ReadSchema(reader, "successSchema");
  if (!schema) return;
  CheckKeywords(*schema, reader.PointerTo("successSchema"), problems);
  CheckOutputSchema(*schema->AsObject(), reader.PointerTo("successSchema"), problems);
  out.Set("output", json::Object{{"successSchema", *std::move(schema)}});
}

}  // namespace

json::Object ReadContract(const json::Object& contract, std::vector<Problem>& problems) {
  const MemberReader reader(contract, "/contract", problems);
  reader.RefuseUnknown(kContractMembers);
  json::Object out;
  const json::Object* input = reader.RequiredObject("input", "it holds the inputSchema");
  if (input != nullptr) ReadInput(*input, out, problems);
  const json::Object* output = reader.RequiredObject("output", "it holds the successSchema");
  if (output != nullptr) ReadOutput(*output, out, problems);
  return out;
}

}  // namespace genesys_cfn::definition

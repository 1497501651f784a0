// SPDX-License-Identifier: Apache-2.0
#include "cli/packaged_template.h"

#include "base/text.h"
#include "definition/data_action.h"
#include "json/pointer.h"
#include "json/write.h"
#include "provider/definition_text.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::string_view kDigest = "DefinitionDigest";

const json::Object& PropertiesOf(const cloudformation::Template& source, const std::string& logical_id) {
  return source.FindResource(logical_id)->properties;
}

bool IsSubstituted(const json::Value& definition, const std::string& pointer) {
  const json::Value* value = json::Resolve(definition, pointer);
  const std::string* text = value == nullptr ? nullptr : value->AsString();
  return text != nullptr && text->find("@{") != std::string::npos;
}

std::string_view LineOf(std::string_view text, int number) {
  const std::vector<std::string_view> lines = Split(text, '\n');
  return lines[static_cast<size_t>(number - 1)];
}

// In a block of YAML a line of its own, in the indentation of the property before it; else a further member.
std::string DigestMember(std::string_view text, const PackagedDefinition& definition, std::string_view written) {
  const std::string_view line = LineOf(text, definition.local.mark.line);
  const auto at = static_cast<size_t>(definition.local.mark.column - 1);
  const std::string_view before = line.substr(0, at);
  const std::string_view after = Trim(line.substr(std::min(line.size(), at + written.size())));
  const std::string_view name = before.substr(std::min(before.size(), before.find_first_not_of(" \t\"'")));
  const bool is_alone = name.starts_with("DefinitionUri") && (after.empty() || after.starts_with("#"));
  if (!is_alone || Trim(text).starts_with("{")) return Concat(", \"", kDigest, "\": \"", definition.digest, "\"");
  const std::string_view indentation = before.substr(0, before.find_first_not_of(" \t"));
  return Concat("\n", indentation, kDigest, ": ", definition.digest);
}

Error At(const LocalDefinition& definition, std::string_view message) {
  return {ErrorCode::kInvalidInput, Concat(definition.mark.line, ":", definition.mark.column, ": ", message)};
}

Result<bool> HasDigest(const json::Object& properties, const PackagedDefinition& definition) {
  const json::Value* digest = properties.Find(kDigest);
  if (digest == nullptr) return false;
  const std::string* text = digest->AsString();
  if (text != nullptr && ToLower(*text) == definition.digest) return true;
  return At(definition.local,
            Concat("the resource ", definition.local.logical_id,
                   " has a DefinitionDigest that is not the file's: remove it, and the right one takes its place"));
}

std::string TextAt(const json::Object& properties, std::string_view name) {
  const json::Value* value = properties.Find(name);
  return value != nullptr && value->is_string() ? *value->AsString() : std::string();
}

Result<void> CheckResult(const std::string& packaged, const std::vector<PackagedDefinition>& definitions) {
  const cloudformation::LoadResult loaded = cloudformation::LoadTemplate(packaged);
  for (const PackagedDefinition& definition : definitions) {
    const auto* resource = loaded.value ? loaded.value->FindResource(definition.local.logical_id) : nullptr;
    if (resource != nullptr && TextAt(resource->properties, "DefinitionUri") == definition.uri &&
        ToLower(TextAt(resource->properties, kDigest)) == definition.digest) {
      continue;
    }
    return At(definition.local, Concat("the DefinitionUri of ", definition.local.logical_id,
                                       " stands where it cannot be replaced: give it a line of its own"));
  }
  return {};
}

}  // namespace

Result<void> CheckDefinitionText(const json::Object& properties, std::string_view text) {
  TRY_ASSIGN(const json::Value definition, provider::ParseDefinitionText({}, text));
  definition::Overrides overrides;
  if (properties.Contains("Name") || properties.Contains("DataActionName")) overrides.name = "name";
  auto problems = definition::Load(definition, overrides).problems;
  if (properties.Contains("Substitutions")) {
    std::erase_if(problems, [&](const auto& problem) { return IsSubstituted(definition, problem.pointer); });
  }
  constexpr size_t kLongest = 2'000;
  if (problems.empty()) return {};
  return Error{ErrorCode::kInvalidInput, definition::Describe(problems, kLongest)};
}

Result<std::string> PackagedText(std::string_view text, const cloudformation::Template& source,
                                 const std::vector<PackagedDefinition>& definitions) {
  std::vector<LocalDefinition> places;
  std::vector<std::string> texts;
  for (const PackagedDefinition& definition : definitions) {
    TRY_ASSIGN(const bool has_digest, HasDigest(PropertiesOf(source, definition.local.logical_id), definition));
    TRY_ASSIGN(const std::string_view written, WrittenPath(text, definition.local));
    places.push_back(definition.local);
    texts.push_back(Concat(json::Quote(definition.uri), has_digest ? "" : DigestMember(text, definition, written)));
  }
  TRY_ASSIGN(std::string packaged, ReplacePaths(text, places, texts));
  TRY(CheckResult(packaged, definitions));
  return packaged;
}

}  // namespace genesys_cfn::cli

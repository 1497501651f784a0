// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/parameter_operations.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/json_input.h"
#include "emulator/aws/parameter_input.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr int64_t kKeptVersions = 100;
constexpr size_t kMostLabels = 10;
constexpr size_t kStandardBytes = 4096;

using Operation = ParameterOutcome (ParameterOperations::*)(const json::Value&);
constexpr auto kOperations = std::to_array<std::pair<std::string_view, Operation>>({
    {"AddTagsToResource", &ParameterOperations::AddTagsToResource},
    {"DeleteParameter", &ParameterOperations::DeleteParameter},
    {"DeleteParameters", &ParameterOperations::DeleteParameters},
    {"DescribeParameters", &ParameterOperations::DescribeParameters},
    {"GetParameter", &ParameterOperations::GetParameter},
    {"GetParameterHistory", &ParameterOperations::GetParameterHistory},
    {"GetParameters", &ParameterOperations::GetParameters},
    {"GetParametersByPath", &ParameterOperations::GetParametersByPath},
    {"LabelParameterVersion", &ParameterOperations::LabelParameterVersion},
    {"ListTagsForResource", &ParameterOperations::ListTagsForResource},
    {"PutParameter", &ParameterOperations::PutParameter},
    {"RemoveTagsFromResource", &ParameterOperations::RemoveTagsFromResource},
    {"UnlabelParameterVersion", &ParameterOperations::UnlabelParameterVersion},
});

JsonServiceError NotFound() {
  return {"ParameterNotFound", ""};
}

Tags TagsOf(const ParameterRecords& records, std::string_view name) {
  const auto known = json::Parse(records.Tags(name));
  return ReadTags(known ? &*known : nullptr);
}

std::string TierOf(const json::Value& input, std::string_view value) {
  const std::string tier = TextMember(input, "Tier");
  if (tier == "Intelligent-Tiering") return value.size() > kStandardBytes ? "Advanced" : "Standard";
  return tier.empty() ? "Standard" : tier;
}

// The version that a label operation is about: the one named, or the newest.
std::optional<ParameterVersion> LabelledVersion(const ParameterRecords& records, const json::Value& input) {
  const json::Value* version = input.Find("ParameterVersion");
  const std::string name = TextMember(input, "Name");
  if (version == nullptr) return records.Newest(name);
  return records.Find(name, version->AsInteger().value_or(0));
}

JsonServiceError NoSuchVersion(const json::Value& input) {
  return {"ParameterVersionNotFound", Concat("Systems Manager could not find version of ", TextMember(input, "Name"),
                                             ". Verify the version and try again.")};
}

}  // namespace

std::vector<std::string> ParameterOperations::Names() {
  std::vector<std::string> names;
  for (const auto& [name, operation] : kOperations) names.emplace_back(name);
  return names;
}

ParameterOutcome ParameterOperations::Call(std::string_view name, const json::Value& input) {
  for (const auto& [operation_name, operation] : kOperations) {
    if (operation_name == name) return (this->*operation)(input);
  }
  return JsonServiceError{"UnknownOperationException", Concat("The local Parameter Store does not offer '", name,
                                                              "'. It offers ", Join(Names(), ", "), ".")};
}

std::string ParameterOperations::ArnOf(std::string_view name) const {
  return Concat("arn:aws:ssm:", identity_.region, ':', identity_.account, ":parameter",
                name.starts_with('/') ? "" : "/", name);
}

// An ARN does not tell whether the name starts with a slash.
std::string ParameterOperations::Resolve(std::string_view name_or_arn) const {
  const std::string prefix = ArnOf("/");
  if (!name_or_arn.starts_with("arn:")) return records_.Newest(name_or_arn) ? std::string(name_or_arn) : "";
  if (!name_or_arn.starts_with(prefix)) return "";
  const std::string_view name = name_or_arn.substr(prefix.size());
  if (records_.Newest(name)) return std::string(name);
  const std::string with_slash = Concat('/', name);
  return records_.Newest(with_slash) ? with_slash : "";
}

ParameterOutcome ParameterOperations::PutParameter(const json::Value& input) {
  ParameterVersion parameter;
  parameter.name = TextMember(input, "Name");
  if (auto error = CheckParameterName(parameter.name)) return std::move(*error);
  const auto newest = records_.Newest(parameter.name);
  const bool overwrite = IsTrue(input, "Overwrite");
  const Tags tags = ReadTags(input.Find("Tags"));
  if (overwrite && !tags.empty()) {
    return ParameterValidation(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove "
        "overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or "
        "RemoveTagsFromResource.");
  }
  if (newest && !overwrite) {
    return JsonServiceError{"ParameterAlreadyExists",
                            "The parameter already exists. To overwrite this value, set the overwrite option in the "
                            "request to true."};
  }
  parameter.version = newest ? newest->version + 1 : 1;
  parameter.type = TextMember(input, "Type");
  if (newest && parameter.type.empty()) parameter.type = newest->type;
  parameter.value = TextMember(input, "Value");
  parameter.description = input.FindString("Description").value_or(newest ? newest->description : "");
  parameter.allowed_pattern = TextMember(input, "AllowedPattern");
  parameter.tier = TierOf(input, parameter.value);
  parameter.data_type = input.FindString("DataType").value_or("text");
  parameter.modified_ms = now_ms_;
  if (auto error = CheckParameter(parameter)) return std::move(*error);
  records_.Add(parameter, kKeptVersions);
  if (!tags.empty()) records_.SetTags(parameter.name, json::Write(WriteTags(tags)));
  return json::Object{{"Version", parameter.version}, {"Tier", parameter.tier}};
}

std::variant<json::Object, JsonServiceError> ParameterOperations::Read(std::string asked, Decrypt decrypt) const {
  std::string selector;
  const size_t arn_colons = asked.starts_with("arn:") ? asked.find(":parameter/") : 0;
  const size_t colon = arn_colons == std::string::npos ? std::string::npos : asked.find(':', arn_colons + 1);
  if (colon != std::string::npos) {
    selector = asked.substr(colon);
    asked.resize(colon);
  }
  const std::string name = Resolve(asked);
  if (name.empty()) return NotFound();
  std::optional<ParameterVersion> parameter;
  if (selector.empty()) {
    parameter = records_.Newest(name);
  } else {
    const std::string_view wanted = std::string_view(selector).substr(1);
    auto version = ParseInteger<int64_t>(wanted);
    if (!version) version = records_.VersionOf(name, wanted);
    if (version) parameter = records_.Find(name, *version);
  }
  if (parameter) return Answer(*parameter, selector, decrypt);
  return JsonServiceError{"ParameterVersionNotFound",
                          Concat("Systems Manager could not find version ", selector.substr(1), " of ", name,
                                 ". Verify the version and try again.")};
}

json::Object ParameterOperations::Answer(const ParameterVersion& parameter, const std::string& selector,
                                         Decrypt decrypt) const {
  const bool readable = parameter.type != "SecureString" || decrypt == Decrypt::kYes;
  json::Object answer{{"Name", parameter.name},
                      {"Type", parameter.type},
                      {"Value", readable ? parameter.value
                                         : Base64Encode(Concat("encrypted ", parameter.name, ':', parameter.version))},
                      {"Version", parameter.version}};
  if (!selector.empty()) answer.Append("Selector", selector);
  answer.Append("LastModifiedDate", JsonSeconds(parameter.modified_ms));
  answer.Append("ARN", ArnOf(parameter.name));
  answer.Append("DataType", parameter.data_type);
  return answer;
}

ParameterOutcome ParameterOperations::GetParameter(const json::Value& input) {
  auto parameter = Read(TextMember(input, "Name"), IsTrue(input, "WithDecryption") ? Decrypt::kYes : Decrypt::kNo);
  if (auto* error = std::get_if<JsonServiceError>(&parameter)) return std::move(*error);
  return json::Object{{"Parameter", std::get<json::Object>(std::move(parameter))}};
}

ParameterOutcome ParameterOperations::DeleteParameter(const json::Value& input) {
  if (!records_.Remove(TextMember(input, "Name"))) return NotFound();
  return json::Object{};
}

ParameterOutcome ParameterOperations::LabelParameterVersion(const json::Value& input) {
  const std::string name = TextMember(input, "Name");
  if (!records_.Newest(name)) return NotFound();
  const auto parameter = LabelledVersion(records_, input);
  if (!parameter) return NoSuchVersion(input);
  json::Array invalid;
  std::vector<std::string> valid;
  for (const std::string& label : TextsMember(input, "Labels")) {
    if (IsParameterLabel(label)) {
      valid.push_back(label);
    } else {
      invalid.emplace_back(label);
    }
  }
  std::vector<std::string> all = records_.Labels(name, parameter->version);
  for (const std::string& label : valid) {
    if (std::find(all.begin(), all.end(), label) == all.end()) all.push_back(label);
  }
  if (all.size() > kMostLabels) {
    return JsonServiceError{"ParameterVersionLabelLimitExceeded",
                            "A parameter version can have a maximum of ten labels."};
  }
  for (const std::string& label : valid) records_.SetLabel(name, label, parameter->version);
  return json::Object{{"InvalidLabels", std::move(invalid)}, {"ParameterVersion", parameter->version}};
}

ParameterOutcome ParameterOperations::UnlabelParameterVersion(const json::Value& input) {
  const std::string name = TextMember(input, "Name");
  if (!records_.Newest(name)) return NotFound();
  const auto parameter = LabelledVersion(records_, input);
  if (!parameter) return NoSuchVersion(input);
  json::Array removed;
  json::Array invalid;
  for (const std::string& label : TextsMember(input, "Labels")) {
    if (records_.VersionOf(name, label) == parameter->version) {
      records_.RemoveLabel(name, label);
      removed.emplace_back(label);
    } else {
      invalid.emplace_back(label);
    }
  }
  return json::Object{{"RemovedLabels", std::move(removed)}, {"InvalidLabels", std::move(invalid)}};
}

std::optional<JsonServiceError> ParameterOperations::CheckTagged(const json::Value& input) const {
  if (TextMember(input, "ResourceType") != "Parameter") {
    return JsonServiceError{"InvalidResourceType", "The local Systems Manager keeps tags of parameters alone."};
  }
  if (records_.Newest(TextMember(input, "ResourceId"))) return std::nullopt;
  return JsonServiceError{"InvalidResourceId",
                          "The resource ID isn't valid. Verify that you entered the correct ID and "
                          "try again."};
}

ParameterOutcome ParameterOperations::AddTagsToResource(const json::Value& input) {
  if (auto error = CheckTagged(input)) return std::move(*error);
  const std::string name = TextMember(input, "ResourceId");
  Tags tags = TagsOf(records_, name);
  SetTags(tags, ReadTags(input.Find("Tags")));
  records_.SetTags(name, json::Write(WriteTags(tags)));
  return json::Object{};
}

ParameterOutcome ParameterOperations::RemoveTagsFromResource(const json::Value& input) {
  if (auto error = CheckTagged(input)) return std::move(*error);
  const std::string name = TextMember(input, "ResourceId");
  Tags tags = TagsOf(records_, name);
  RemoveTags(tags, TextsMember(input, "TagKeys"));
  records_.SetTags(name, json::Write(WriteTags(tags)));
  return json::Object{};
}

ParameterOutcome ParameterOperations::ListTagsForResource(const json::Value& input) {
  if (auto error = CheckTagged(input)) return std::move(*error);
  return json::Object{{"TagList", WriteTags(TagsOf(records_, TextMember(input, "ResourceId")))}};
}

}  // namespace genesys_cfn::emulator

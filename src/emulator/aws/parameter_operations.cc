// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/parameter_operations.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMaxNameBytes = 1011;
constexpr size_t kStandardBytes = 4096;
constexpr size_t kAdvancedBytes = 8192;
constexpr int64_t kKeptVersions = 100;

JsonServiceError Validation(std::string message) {
  return {"ValidationException", std::move(message)};
}
JsonServiceError NotFound() {
  return {"ParameterNotFound", ""};
}

std::string TextMember(const json::Value& input, std::string_view name) {
  return input.FindString(name).value_or("");
}

bool IsTrue(const json::Value& input, std::string_view name) {
  const json::Value* member = input.Find(name);
  return member != nullptr && member->AsBool() != nullptr && *member->AsBool();
}

std::optional<JsonServiceError> CheckName(std::string_view name) {
  const bool valid = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-' || c == '/';
  });
  if (name.empty() || name.size() > kMaxNameBytes || !valid) {
    return Validation(
        "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of "
        "sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following "
        "3 symbols .-_");
  }
  if (name.find('/') != std::string_view::npos && name.front() != '/') {
    return Validation("Parameter name must be a fully qualified name.");
  }
  const std::string first = ToLower(name.substr(name.front() == '/' ? 1 : 0, 3));
  if (first == "aws" || first == "ssm") {
    return Validation(Concat("No access to reserved parameter name: ", name, "."));
  }
  return std::nullopt;
}

}  // namespace

std::string_view ParameterOperations::Schema() {
  return R"sql(
CREATE TABLE parameters (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  type TEXT NOT NULL,
  value TEXT NOT NULL,
  description TEXT NOT NULL,
  modified_ms INTEGER NOT NULL,
  PRIMARY KEY (name, version)
);
)sql";
}

ParameterOutcome ParameterOperations::Call(std::string_view name, const json::Value& input) {
  if (name == "PutParameter") return PutParameter(input);
  if (name == "GetParameter") return GetParameter(input);
  if (name == "DeleteParameter") return DeleteParameter(input);
  return JsonServiceError{"UnknownOperationException",
                          Concat("The local Parameter Store does not offer '", name,
                                 "'. It offers DeleteParameter, GetParameter, PutParameter.")};
}

int64_t ParameterOperations::NewestVersion(std::string_view name) const {
  Statement row = transaction_.Query("SELECT max(version) FROM parameters WHERE name = ?", name);
  return row.Step() && !row.IsNull(0) ? row.Integer(0) : 0;
}

std::string ParameterOperations::ArnOf(std::string_view name) const {
  return Concat("arn:aws:ssm:", identity_.region, ':', identity_.account, ":parameter",
                name.starts_with('/') ? "" : "/", name);
}

// An ARN does not tell whether the name starts with a slash.
std::string ParameterOperations::Resolve(std::string_view name_or_arn) const {
  const std::string prefix = ArnOf("/");
  if (!name_or_arn.starts_with("arn:")) return NewestVersion(name_or_arn) > 0 ? std::string(name_or_arn) : "";
  if (!name_or_arn.starts_with(prefix)) return "";
  const std::string_view name = name_or_arn.substr(prefix.size());
  if (NewestVersion(name) > 0) return std::string(name);
  const std::string with_slash = Concat('/', name);
  return NewestVersion(with_slash) > 0 ? with_slash : "";
}

ParameterOutcome ParameterOperations::PutParameter(const json::Value& input) {
  const std::string name = TextMember(input, "Name");
  if (auto error = CheckName(name)) return std::move(*error);
  const int64_t newest = NewestVersion(name);
  const bool overwrite = IsTrue(input, "Overwrite");
  if (newest > 0 && !overwrite) {
    return JsonServiceError{"ParameterAlreadyExists",
                            "The parameter already exists. To overwrite this value, set the overwrite option in the "
                            "request to true."};
  }
  std::string type = TextMember(input, "Type");
  if (newest > 0) {
    Statement row = transaction_.Query("SELECT type FROM parameters WHERE name = ? AND version = ?", name, newest);
    if (type.empty() && row.Step()) type = row.Text(0);
  }
  if (type.empty()) return Validation("A parameter type is required when you create a parameter.");
  if (type != "String" && type != "SecureString" && type != "StringList") {
    return Validation(Concat("1 validation error detected: Value '", type,
                             "' at 'type' failed to satisfy constraint: Member must satisfy enum value set: "
                             "[SecureString, StringList, String]"));
  }
  const std::string value = TextMember(input, "Value");
  const bool advanced = TextMember(input, "Tier") == "Advanced";
  if (value.empty()) return Validation("Member must have length greater than or equal to 1");
  if (value.size() > (advanced ? kAdvancedBytes : kStandardBytes)) {
    return Validation(Concat(advanced ? "Advanced" : "Standard",
                             " tier parameters support a maximum parameter value of ",
                             advanced ? kAdvancedBytes : kStandardBytes, " characters."));
  }
  transaction_.Execute(
      "INSERT INTO parameters (name, version, type, value, description, modified_ms) VALUES (?, ?, ?, ?, ?, ?)", name,
      newest + 1, type, value, TextMember(input, "Description"), now_ms_);
  transaction_.Execute("DELETE FROM parameters WHERE name = ? AND version <= ?", name, newest + 1 - kKeptVersions);
  return json::Object{{"Version", newest + 1}, {"Tier", advanced ? "Advanced" : "Standard"}};
}

ParameterOutcome ParameterOperations::GetParameter(const json::Value& input) {
  std::string asked = TextMember(input, "Name");
  std::string selector;
  const size_t arn_colons = asked.starts_with("arn:") ? asked.find(":parameter/") : 0;
  const size_t colon = arn_colons == std::string::npos ? std::string::npos : asked.find(':', arn_colons + 1);
  if (colon != std::string::npos) {
    selector = asked.substr(colon);
    asked.resize(colon);
  }
  const std::string name = Resolve(asked);
  if (name.empty()) return NotFound();
  const int64_t version =
      selector.empty() ? NewestVersion(name) : ParseInteger<int64_t>(std::string_view(selector).substr(1)).value_or(0);
  Statement row = transaction_.Query("SELECT type, value, modified_ms FROM parameters WHERE name = ? AND version = ?",
                                     name, version);
  if (!row.Step()) {
    return JsonServiceError{"ParameterVersionNotFound",
                            Concat("Systems Manager could not find version ", selector.substr(1), " of ", name,
                                   ". Verify the version and try again.")};
  }
  const std::string type = row.Text(0);
  const bool readable = type != "SecureString" || IsTrue(input, "WithDecryption");
  json::Object parameter{{"Name", name},
                         {"Type", type},
                         {"Value", readable ? row.Text(1) : Base64Encode(Concat("encrypted ", name, ':', version))},
                         {"Version", version}};
  if (!selector.empty()) parameter.Append("Selector", selector);
  parameter.Append("LastModifiedDate", JsonSeconds(row.Integer(2)));
  parameter.Append("ARN", ArnOf(name));
  parameter.Append("DataType", "text");
  return json::Object{{"Parameter", std::move(parameter)}};
}

ParameterOutcome ParameterOperations::DeleteParameter(const json::Value& input) {
  if (transaction_.Execute("DELETE FROM parameters WHERE name = ?", TextMember(input, "Name")) == 0) return NotFound();
  return json::Object{};
}

}  // namespace genesys_cfn::emulator

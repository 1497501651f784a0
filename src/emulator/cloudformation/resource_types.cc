// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/resource_types.h"

#include <algorithm>
#include <array>
#include <optional>

#include "aws/sigv4.h"
#include "base/text.h"
#include "json/canonical.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kFunction = "AWS::Lambda::Function";
constexpr std::string_view kPermission = "AWS::Lambda::Permission";
constexpr std::string_view kEventInvokeConfig = "AWS::Lambda::EventInvokeConfig";
constexpr std::string_view kRole = "AWS::IAM::Role";
constexpr std::string_view kLogGroup = "AWS::Logs::LogGroup";

struct TypeTraits {
  std::string_view type;
  std::string_view name_property;  // gives the physical id; "" when it is always generated
  std::vector<std::string_view> replacing;
};

const std::array<TypeTraits, 5>& Types() {
  static const std::array<TypeTraits, 5> types{{
      {kRole, "RoleName", {"RoleName", "Path"}},
      {kEventInvokeConfig, "", {"FunctionName", "Qualifier"}},
      {kFunction, "FunctionName", {"FunctionName", "PackageType"}},
      {kPermission, "", {"Action", "FunctionName", "Principal", "SourceArn", "SourceAccount", "EventSourceToken"}},
      {kLogGroup, "LogGroupName", {"LogGroupName"}},
  }};
  return types;
}

const TypeTraits* Find(std::string_view type) {
  const auto& types = Types();
  const auto found = std::find_if(types.begin(), types.end(), [type](const TypeTraits& t) { return t.type == type; });
  return found == types.end() ? nullptr : &*found;
}

Error Invalid(std::string message) {
  return Error{ErrorCode::kInvalidInput, std::move(message)};
}

// Numbers may have come as strings.
std::optional<std::string> Scalar(const json::Value* value) {
  if (value == nullptr) return std::nullopt;
  if (const auto* text = value->AsString()) return *text;
  if (const auto* number = value->AsNumber()) return number->text;
  if (const auto* flag = value->AsBool()) return *flag ? "true" : "false";
  return std::nullopt;
}

Result<int> IntegerProperty(const json::Object& properties, std::string_view name, int fallback, int low, int high) {
  const json::Value* value = properties.Find(name);
  if (value == nullptr) return fallback;
  const auto number = ParseInteger<int>(Scalar(value).value_or(""));
  if (!number.has_value() || *number < low || *number > high) {
    return Invalid(
        Concat("Properties validation failed: ", name, " must be a whole number from ", low, " to ", high, "."));
  }
  return *number;
}

Result<std::map<std::string, std::string>> VariablesOf(const json::Object& properties) {
  std::map<std::string, std::string> variables;
  const json::Value* environment = properties.Find("Environment");
  const json::Value* given = environment == nullptr ? nullptr : environment->Find("Variables");
  if (given == nullptr) return variables;
  if (!given->is_object()) return Invalid("Properties validation failed: Environment.Variables must be an object.");
  for (const auto& [name, value] : *given->AsObject()) {
    const auto text = Scalar(&value);
    if (!text.has_value()) {
      return Invalid(Concat("Properties validation failed: Environment.Variables.", name, " must be a string."));
    }
    variables[name] = *text;
  }
  return variables;
}

}  // namespace

LocalResourceTypes::LocalResourceTypes(FunctionRegistry& functions, LocalResourceTypesOptions options)
    : functions_(functions), options_(std::move(options)) {}

bool LocalResourceTypes::Knows(std::string_view type) const {
  return Find(type) != nullptr;
}

std::vector<std::string> LocalResourceTypes::Names() const {
  std::vector<std::string> names;
  for (const TypeTraits& traits : Types()) names.emplace_back(traits.type);
  return names;
}

std::string LocalResourceTypes::RequiredCapability(std::string_view type, const json::Object& properties) const {
  if (!type.starts_with("AWS::IAM::")) return "";
  return properties.Contains("RoleName") ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM";
}

Result<std::string> LocalResourceTypes::NewPhysicalId(const NativeResource& resource, const json::Object& properties,
                                                      Random& random) const {
  constexpr size_t kMaxNameBytes = 64;
  constexpr size_t kRandomBytes = 12;
  const TypeTraits* traits = Find(resource.type);
  const json::Value* name = traits == nullptr ? nullptr : properties.Find(traits->name_property);
  if (name != nullptr) {
    if (name->is_string() && !name->AsString()->empty()) return *name->AsString();
    return Invalid(Concat("Properties validation failed: ", traits->name_property, " must be a non-empty string."));
  }
  const std::string prefix = Concat(resource.stack_name, "-", resource.logical_id);
  return Concat(prefix.substr(0, kMaxNameBytes - kRandomBytes - 1), "-",
                RandomText(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", kRandomBytes));
}

bool LocalResourceTypes::NeedsReplacement(std::string_view type, const json::Object& before,
                                          const json::Object& after) const {
  const TypeTraits* traits = Find(type);
  if (traits == nullptr) return false;
  return std::any_of(traits->replacing.begin(), traits->replacing.end(), [&](std::string_view name) {
    const json::Value* old_value = before.Find(name);
    const json::Value* new_value = after.Find(name);
    if (old_value == nullptr || new_value == nullptr) return old_value != new_value;
    return !json::Equivalent(*old_value, *new_value);
  });
}

Result<std::string> LocalResourceTypes::Executable(const json::Object& properties) const {
  const json::Value* code = properties.Find("Code");
  if (code == nullptr || !code->is_object()) return Invalid("Properties validation failed: Code is required.");
  const auto bucket = code->FindString("S3Bucket");
  const auto key = code->FindString("S3Key");
  if (!bucket.has_value() || !key.has_value()) {
    return Invalid(
        "The local cloud takes the code of a function from Code.S3Bucket and Code.S3Key; ZipFile and "
        "ImageUri are not supported.");
  }
  const auto found = options_.artifacts.find(Concat(*bucket, "/", *key));
  if (found != options_.artifacts.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& [name, path] : options_.artifacts) known.push_back("s3://" + name);
  return Invalid(Concat("Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: s3://", *bucket,
                        "/", *key, " is not known to the local cloud, which has ",
                        known.empty() ? std::string("none") : Join(known, ", "), "."));
}

Result<json::Object> LocalResourceTypes::PutFunction(const NativeResource& resource, const json::Object& properties) {
  const json::Value* runtime = properties.Find("Runtime");
  const std::string runtime_name = Scalar(runtime).value_or("");
  if (!runtime_name.starts_with("provided.")) {
    return Invalid(Concat("The local cloud runs functions of the runtime provided.al2023 only, not ",
                          runtime_name.empty() ? std::string("of none") : runtime_name, "."));
  }
  FunctionConfiguration configuration;
  configuration.name = resource.physical_id;
  TRY_ASSIGN(configuration.executable, Executable(properties));
  TRY_ASSIGN(configuration.environment, VariablesOf(properties));
  configuration.environment.insert(options_.function_environment.begin(), options_.function_environment.end());
  TRY_ASSIGN(configuration.timeout_seconds, IntegerProperty(properties, "Timeout", 3, 1, 900));
  TRY_ASSIGN(configuration.memory_megabytes, IntegerProperty(properties, "MemorySize", 128, 128, 10240));
  TRY_ASSIGN(const std::string arn, functions_.PutFunction(configuration));
  return json::Object{{"Arn", arn}};
}

Result<json::Object> LocalResourceTypes::Create(const NativeResource& resource, const json::Object& properties) {
  const CloudIdentity& identity = options_.identity;
  if (resource.type == kFunction) return PutFunction(resource, properties);
  if (resource.type == kRole) {
    std::string id = aws::Sha256Hex(Concat(identity.account, "/", resource.physical_id)).substr(0, 17);
    std::transform(id.begin(), id.end(), id.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    const std::string path = Scalar(properties.Find("Path")).value_or("/");
    return json::Object{{"Arn", Concat("arn:aws:iam::", identity.account, ":role", path, resource.physical_id)},
                        {"RoleId", Concat("AROA", id)}};
  }
  if (resource.type == kLogGroup) {
    return json::Object{{"Arn", Concat("arn:aws:logs:", identity.region, ":", identity.account,
                                       ":log-group:", resource.physical_id, ":*")}};
  }
  return json::Object{{"Id", resource.physical_id}};
}

Result<json::Object> LocalResourceTypes::Update(const NativeResource& resource, const json::Object& properties) {
  return Create(resource, properties);
}

Result<void> LocalResourceTypes::Delete(const NativeResource& resource, const json::Object& /*properties*/) {
  if (resource.type == kFunction) return functions_.DeleteFunction(resource.physical_id);
  return {};
}

}  // namespace genesys_cfn::emulator

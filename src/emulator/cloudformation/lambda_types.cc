// SPDX-License-Identifier: Apache-2.0
// AWS::Lambda::Function and AWS::Lambda::EventInvokeConfig: really made in the local Lambda.
#include <algorithm>

#include "base/text.h"
#include "emulator/cloudformation/resource_type.h"

namespace genesys_cfn::emulator {
namespace {

using enum PropertyKind;
constexpr PropertyChange kReplaces = PropertyChange::kReplaces;

Error Invalid(std::string message) {
  return Error{ErrorCode::kInvalidInput, std::move(message)};
}

Result<std::map<std::string, std::string>> VariablesOf(const json::Object& properties) {
  std::map<std::string, std::string> variables;
  const json::Value* environment = properties.Find("Environment");
  const json::Value* given = environment == nullptr ? nullptr : environment->Find("Variables");
  if (given == nullptr) return variables;
  if (!given->is_object()) return Invalid("Properties validation failed: Environment.Variables must be an object.");
  for (const auto& [name, value] : *given->AsObject()) {
    const auto text = ScalarText(&value);
    if (!text.has_value()) {
      return Invalid(Concat("Properties validation failed: Environment.Variables.", name, " must be a string."));
    }
    variables[name] = *text;
  }
  return variables;
}

Result<ObjectLocation> CodeLocationOf(const json::Object& properties) {
  const json::Value* code = properties.Find("Code");
  if (code == nullptr || !code->is_object()) return Invalid("Properties validation failed: Code is required.");
  if (code->Find("ZipFile") != nullptr) {
    return Invalid(
        "ZipFile can only be used with the runtimes nodejs and python: the local cloud runs provided.*, whose code is "
        "a "
        "package in S3 (Code.S3Bucket and Code.S3Key).");
  }
  const auto bucket = code->FindString("S3Bucket");
  const auto key = code->FindString("S3Key");
  if (!bucket.has_value() || !key.has_value()) {
    return Invalid(
        "The local cloud takes the code of a function from Code.S3Bucket and Code.S3Key; ImageUri is not supported.");
  }
  return ObjectLocation{*bucket, *key, ScalarText(code->Find("S3ObjectVersion")).value_or("")};
}

// How many ids `member` has.
Result<size_t> CountIds(const json::Value& vpc, std::string_view member, std::string_view prefix) {
  const json::Value* ids = vpc.Find(member);
  if (ids == nullptr || ids->is_null()) return size_t{0};
  if (!ids->is_array()) return Invalid(Concat("Properties validation failed: VpcConfig.", member, " must be a list."));
  for (const json::Value& id : *ids->AsArray()) {
    const auto text = ScalarText(&id);
    if (text.has_value() && text->starts_with(prefix)) continue;
    return HandlerError(Concat("Value '", text.value_or(""), "' at 'VpcConfig.", member,
                               "' failed to satisfy constraint: Member must satisfy regular expression pattern: ^",
                               prefix, "[0-9a-zA-Z]*$ (Service: Lambda, Status Code: 400)"),
                        "InvalidRequest");
  }
  return ids->AsArray()->size();
}

// A VPC has no effect here; what Lambda refuses before it looks for the subnets is refused.
Result<void> CheckVpc(const json::Object& properties) {
  const json::Value* vpc = properties.Find("VpcConfig");
  if (vpc == nullptr) return {};
  TRY_ASSIGN(const size_t subnets, CountIds(*vpc, "SubnetIds", "subnet-"));
  TRY_ASSIGN(const size_t groups, CountIds(*vpc, "SecurityGroupIds", "sg-"));
  if ((subnets == 0) == (groups == 0)) return {};
  return HandlerError(
      "SubnetIds and SecurityIds must coexist or be both empty list. (Service: Lambda, Status Code: 400)",
      "InvalidRequest");
}

class FunctionType final : public ResourceType {
 public:
  FunctionType(FunctionRegistry& functions, const LocalResourceTypesOptions& options)
      : functions_(functions), options_(options), artifacts_({{}, options.artifacts}, nullptr, nullptr) {}

  [[nodiscard]] const ResourceSchema& schema() const override {
    static const ResourceSchema schema{"AWS::Lambda::Function",
                                       {"FunctionName"},
                                       {{"FunctionName", kText, kReplaces},
                                        {"PackageType", kText, kReplaces},
                                        {"Architectures", kList},
                                        {"Code", kObject},
                                        {"CodeSigningConfigArn", kText},
                                        {"DeadLetterConfig", kObject},
                                        {"Description", kText},
                                        {"Environment", kObject},
                                        {"EphemeralStorage", kObject},
                                        {"FileSystemConfigs", kList},
                                        {"Handler", kText},
                                        {"ImageConfig", kObject},
                                        {"KmsKeyArn", kText},
                                        {"Layers", kList},
                                        {"LoggingConfig", kObject},
                                        {"MemorySize", kWhole},
                                        {"RecursiveLoop", kText},
                                        {"ReservedConcurrentExecutions", kWhole},
                                        {"Role", kText},
                                        {"Runtime", kText},
                                        {"RuntimeManagementConfig", kObject},
                                        {"SnapStart", kObject},
                                        {"Tags", kList},
                                        {"Timeout", kWhole},
                                        {"TracingConfig", kObject},
                                        {"VpcConfig", kObject}},
                                       {"Code", "Role"}};
    return schema;
  }

  Result<json::Object> Create(const NativeResource& resource, const json::Object& properties) override {
    const auto existing = functions_.FindFunction(resource.physical_id);
    if (existing.has_value() && existing->owner != OwnerOf(resource)) {
      return HandlerError(
          Concat("Function already exist: ", resource.physical_id, " (Service: Lambda, Status Code: 409)"),
          "AlreadyExists");
    }
    return Put(resource, properties, existing.value_or(FunctionConfiguration{}));
  }

  Result<json::Object> Update(const NativeResource& resource, const json::Object& properties) override {
    const auto existing = functions_.FindFunction(resource.physical_id);
    return Put(resource, properties, existing.value_or(FunctionConfiguration{}));
  }

  Result<void> Delete(const NativeResource& resource, const json::Object& /*properties*/) override {
    const auto existing = functions_.FindFunction(resource.physical_id);
    if (existing.has_value() && existing->owner != OwnerOf(resource)) return {};
    return functions_.DeleteFunction(resource.physical_id);
  }

  // What was changed by the Lambda API since stays; the program that stands for a package may have moved.
  Result<void> Restore(const NativeResource& resource, const json::Object& properties) override {
    auto existing = functions_.FindFunction(resource.physical_id);
    if (!existing.has_value()) {
      const auto made = Create(resource, properties);
      return made.has_value() ? Result<void>() : Result<void>(made.error());
    }
    TRY_ASSIGN(const ObjectLocation location, CodeLocationOf(properties));
    if (!Code().IsArtifact(location)) return {};
    TRY_ASSIGN(const InstalledCode code, Code().FromObject(location));
    if (code.executable == existing->executable) return {};
    existing->executable = code.executable;
    existing->code_sha256 = code.sha256;
    const auto put = functions_.PutFunction(*existing);
    return put.has_value() ? Result<void>() : Result<void>(put.error());
  }

 private:
  [[nodiscard]] const FunctionCode& Code() const {
    return options_.services.code == nullptr ? artifacts_ : *options_.services.code;
  }

  // `configuration` has what another resource or the Lambda API decides.
  Result<json::Object> Put(const NativeResource& resource, const json::Object& properties,
                           FunctionConfiguration configuration) {
    const std::string runtime = TextOr(properties, "Runtime", "");
    if (!runtime.starts_with("provided.")) {
      return Invalid(Concat("The local cloud runs functions of the runtime provided.al2023 only, not ",
                            runtime.empty() ? std::string("of none") : runtime, "."));
    }
    TRY(CheckVpc(properties));
    TRY_ASSIGN(const ObjectLocation location, CodeLocationOf(properties));
    TRY_ASSIGN(const InstalledCode code, Code().FromObject(location));
    configuration.name = resource.physical_id;
    configuration.owner = OwnerOf(resource);
    configuration.executable = code.executable;
    configuration.code_sha256 = code.sha256;
    configuration.code_bytes = code.bytes;
    configuration.runtime = runtime;
    configuration.handler = TextOr(properties, "Handler", "bootstrap");
    configuration.role = TextOr(properties, "Role", "");
    configuration.description = TextOr(properties, "Description", "");
    TRY_ASSIGN(configuration.environment, VariablesOf(properties));
    configuration.environment.insert(options_.function_environment.begin(), options_.function_environment.end());
    TRY_ASSIGN(configuration.timeout_seconds, WholeOr(properties, "Timeout", 3, 1, 900));
    TRY_ASSIGN(configuration.memory_megabytes, WholeOr(properties, "MemorySize", 128, 128, 10240));
    configuration.reserved_concurrency.reset();
    if (properties.Contains("ReservedConcurrentExecutions")) {
      TRY_ASSIGN(configuration.reserved_concurrency, WholeOr(properties, "ReservedConcurrentExecutions", 0, 0, 1'000));
    }
    TRY_ASSIGN(const std::string arn, functions_.PutFunction(configuration));
    return json::Object{{"Arn", arn}};
  }

  FunctionRegistry& functions_;
  const LocalResourceTypesOptions& options_;
  const FunctionCode artifacts_;  // when there is no other code
};

class EventInvokeConfigType final : public ResourceType {
 public:
  explicit EventInvokeConfigType(FunctionRegistry& functions) : functions_(functions) {}

  [[nodiscard]] const ResourceSchema& schema() const override {
    static const ResourceSchema schema{"AWS::Lambda::EventInvokeConfig",
                                       {},
                                       {{"FunctionName", kText, kReplaces},
                                        {"Qualifier", kText, kReplaces},
                                        {"DestinationConfig", kObject},
                                        {"MaximumEventAgeInSeconds", kWhole},
                                        {"MaximumRetryAttempts", kWhole}},
                                       {"FunctionName", "Qualifier"}};
    return schema;
  }

  Result<json::Object> Create(const NativeResource& resource, const json::Object& properties) override {
    const FunctionConfiguration defaults;
    EventInvokeSettings settings;
    TRY_ASSIGN(settings.max_retry_attempts,
               WholeOr(properties, "MaximumRetryAttempts", defaults.max_retry_attempts, 0, 2));
    TRY_ASSIGN(settings.max_event_age_seconds,
               WholeOr(properties, "MaximumEventAgeInSeconds", defaults.max_event_age_seconds, 60, 21'600));
    const auto set = functions_.SetEventInvoke(FunctionNameOf(properties), settings);
    if (!set.has_value()) return HandlerError(set.error().message, "NotFound");
    return json::Object{{"Id", resource.physical_id}};
  }

  Result<void> Delete(const NativeResource& /*resource*/, const json::Object& properties) override {
    const FunctionConfiguration defaults;
    // The function may be gone already.
    static_cast<void>(functions_.SetEventInvoke(FunctionNameOf(properties),
                                                {defaults.max_retry_attempts, defaults.max_event_age_seconds}));
    return {};
  }

 private:
  // A name or an ARN.
  static std::string FunctionNameOf(const json::Object& properties) {
    const std::string name = TextOr(properties, "FunctionName", "");
    const size_t mark = name.find(":function:");
    return mark == std::string::npos ? name : name.substr(mark + std::string_view(":function:").size());
  }

  FunctionRegistry& functions_;
};

}  // namespace

void AddLambdaTypes(FunctionRegistry& functions, const LocalResourceTypesOptions& options, ResourceTypeList& types) {
  types.push_back(std::make_unique<FunctionType>(functions, options));
  types.push_back(std::make_unique<EventInvokeConfigType>(functions));
}

}  // namespace genesys_cfn::emulator

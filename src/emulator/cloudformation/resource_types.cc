// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/resource_types.h"

#include "base/text.h"
#include "emulator/cloudformation/resource_schema.h"
#include "emulator/cloudformation/resource_type.h"

namespace genesys_cfn::emulator {
namespace {

// Marks the attributes of a stand-in; no attribute has this name.
constexpr std::string_view kStandInMember = "*";

const ResourceSchema& StandInSchema() {
  static const ResourceSchema schema{.type = "", .name = {}, .properties = {}};
  return schema;
}

}  // namespace

LocalResourceTypes::LocalResourceTypes(FunctionRegistry& functions, LocalResourceTypesOptions options)
    : options_(std::move(options)) {
  AddLambdaTypes(functions, options_, types_);
  AddRecordTypes(options_, types_);
  AddSecretType(options_, types_);
  AddParameterType(options_, types_);
  AddBucketType(options_, types_);
}

LocalResourceTypes::~LocalResourceTypes() = default;

ResourceType* LocalResourceTypes::Find(std::string_view type) const {
  for (const auto& known : types_) {
    if (known->schema().type == type) return known.get();
  }
  return nullptr;
}

bool LocalResourceTypes::Knows(std::string_view type) const {
  return options_.allow_unsupported || Find(type) != nullptr;
}

std::vector<std::string> LocalResourceTypes::Names() const {
  std::vector<std::string> names;
  for (const auto& known : types_) names.emplace_back(known->schema().type);
  return names;
}

std::string LocalResourceTypes::StandInNote(std::string_view type) const {
  if (Find(type) != nullptr) return "";
  return Concat("Stand-in: the local cloud does not offer ", type, ", and nothing was made");
}

std::string LocalResourceTypes::RequiredCapability(std::string_view type, const json::Object& properties) const {
  const ResourceType* known = Find(type);
  if (known != nullptr) return std::string(known->Capability(properties));
  return type.starts_with("AWS::IAM::") ? "CAPABILITY_IAM" : "";
}

Result<std::string> LocalResourceTypes::NewPhysicalId(const NativeResource& resource, const json::Object& properties,
                                                      Random& random) const {
  const ResourceType* known = Find(resource.type);
  const ResourceSchema& schema = known == nullptr ? StandInSchema() : known->schema();
  if (known != nullptr) TRY(CheckProperties(schema, resource.logical_id, properties));
  TRY_ASSIGN(std::string name, PhysicalName(schema, resource.stack_name, resource.logical_id, properties, random));
  return known == nullptr ? name : known->PhysicalId(std::move(name), random);
}

bool LocalResourceTypes::NeedsReplacement(std::string_view type, const json::Object& before,
                                          const json::Object& after) const {
  const ResourceType* known = Find(type);
  return known != nullptr && ChangeReplaces(known->schema(), before, after);
}

Result<json::Object> LocalResourceTypes::Create(const NativeResource& resource, const json::Object& properties) {
  if (ResourceType* known = Find(resource.type)) return known->Create(resource, properties);
  return json::Object{{std::string(kStandInMember), resource.type}};
}

Result<json::Object> LocalResourceTypes::Update(const NativeResource& resource, const json::Object& properties) {
  ResourceType* known = Find(resource.type);
  if (known == nullptr) return Create(resource, properties);
  TRY(CheckProperties(known->schema(), resource.logical_id, properties));
  return known->Update(resource, properties);
}

Result<void> LocalResourceTypes::Delete(const NativeResource& resource, const json::Object& properties) {
  ResourceType* known = Find(resource.type);
  return known == nullptr ? Result<void>() : known->Delete(resource, properties);
}

Result<void> LocalResourceTypes::Restore(const NativeResource& resource, const json::Object& properties) {
  ResourceType* known = Find(resource.type);
  return known == nullptr ? Result<void>() : known->Restore(resource, properties);
}

std::string OwnerOf(const NativeResource& resource) {
  return Concat(resource.stack_id, "/", resource.logical_id);
}

std::optional<std::string> StandInAttribute(const json::Object& attributes, std::string_view name) {
  const json::Value* type = attributes.Find(kStandInMember);
  if (type == nullptr || !type->is_string()) return std::nullopt;
  return Concat("stand-in:", *type->AsString(), ":", name);
}

}  // namespace genesys_cfn::emulator

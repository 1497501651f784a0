// SPDX-License-Identifier: Apache-2.0
// One native resource type behind ResourceTypes (resource_types.h). A new type is a class of these in a source of its
// own, or a row in the table of record_types.cc when it is a record without an effect; MakeResourceTypes collects them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "emulator/cloudformation/resource_schema.h"
#include "emulator/cloudformation/resource_types.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// Calls must be idempotent (see ResourceTypes); properties have been checked against the schema.
class ResourceType {
 public:
  virtual ~ResourceType() = default;
  [[nodiscard]] virtual const ResourceSchema& schema() const = 0;
  // The capability for these properties, "" for none.
  [[nodiscard]] virtual std::string_view Capability(const json::Object& /*properties*/) const { return ""; }
  // What Ref gives for the physical name.
  [[nodiscard]] virtual std::string PhysicalId(std::string name, Random& /*random*/) const { return name; }
  // The attributes.
  virtual Result<json::Object> Create(const NativeResource& resource, const json::Object& properties) = 0;
  virtual Result<json::Object> Update(const NativeResource& resource, const json::Object& properties) {
    return Create(resource, properties);
  }
  virtual Result<void> Delete(const NativeResource& /*resource*/, const json::Object& /*properties*/) { return {}; }
  // See ResourceTypes.
  virtual Result<void> Restore(const NativeResource& /*resource*/, const json::Object& /*properties*/) { return {}; }
};

using ResourceTypeList = std::vector<std::unique_ptr<ResourceType>>;

// What services are told about who asks.
std::string OwnerOf(const NativeResource& resource);

// By family. `options` must outlive the types.
void AddRecordTypes(const LocalResourceTypesOptions& options, ResourceTypeList& types);
void AddLambdaTypes(FunctionRegistry& functions, const LocalResourceTypesOptions& options, ResourceTypeList& types);
void AddSecretType(const LocalResourceTypesOptions& options, ResourceTypeList& types);
void AddParameterType(const LocalResourceTypesOptions& options, ResourceTypeList& types);
void AddBucketType(const LocalResourceTypesOptions& options, ResourceTypeList& types);

}  // namespace genesys_cfn::emulator

// SPDX-License-Identifier: Apache-2.0
// The resource types that the local CloudFormation makes itself (custom resources aside). The engine chooses and stores
// the physical id before it calls Create, so that a call cut off by a kill can be repeated: Create, Update and Delete
// must be idempotent.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "emulator/cloudformation/resource_services.h"
#include "emulator/lambda/function_registry.h"
#include "emulator/store/cloud_identity.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

class ResourceType;

struct NativeResource {
  std::string type;
  std::string stack_name;
  std::string stack_id;
  std::string logical_id;
  std::string physical_id;
};

// Errors are what CloudFormation would show as the resource's status reason. Safe to use from several threads.
class ResourceTypes {
 public:
  virtual ~ResourceTypes() = default;
  [[nodiscard]] virtual bool Knows(std::string_view type) const = 0;
  [[nodiscard]] virtual std::vector<std::string> Names() const = 0;
  // Why nothing real stands behind a resource of this type, for its status; "" for a type that is known.
  [[nodiscard]] virtual std::string StandInNote(std::string_view /*type*/) const { return ""; }
  // The capability that a template with this resource needs ("CAPABILITY_IAM"); "" for none.
  [[nodiscard]] virtual std::string RequiredCapability(std::string_view type, const json::Object& properties) const = 0;
  // The physical id that a new resource will have: its name property, or a generated name.
  virtual Result<std::string> NewPhysicalId(const NativeResource& resource, const json::Object& properties,
                                            Random& random) const = 0;
  [[nodiscard]] virtual bool NeedsReplacement(std::string_view type, const json::Object& before,
                                              const json::Object& after) const = 0;
  // The attributes for Fn::GetAtt.
  virtual Result<json::Object> Create(const NativeResource& resource, const json::Object& properties) = 0;
  virtual Result<json::Object> Update(const NativeResource& resource, const json::Object& properties) = 0;
  virtual Result<void> Delete(const NativeResource& resource, const json::Object& properties) = 0;
  // For each resource that exists when the local cloud starts again: puts in place what does not outlive the process.
  virtual Result<void> Restore(const NativeResource& resource, const json::Object& properties) {
    const auto made = Create(resource, properties);
    return made.has_value() ? Result<void>() : Result<void>(made.error());
  }
};

struct LocalResourceTypesOptions {
  CloudIdentity identity;
  // "bucket/key" of a function's code -> path of the local program that stands for it.
  std::map<std::string, std::string> artifacts;
  // Given to every function; its own Environment.Variables win.
  std::map<std::string, std::string> function_environment;
  ResourceServices services = {};
  // Whether types that the local cloud does not know are made as stand-ins. They always are for templates that have the
  // capability kAllowUnsupported.
  bool allow_unsupported = false;
};

// The types of Names(). Another type is a stand-in: a generated name for Ref, an inert text for every attribute.
class LocalResourceTypes final : public ResourceTypes {
 public:
  // The registry and the services must outlive this.
  LocalResourceTypes(FunctionRegistry& functions, LocalResourceTypesOptions options);
  ~LocalResourceTypes() override;

  [[nodiscard]] bool Knows(std::string_view type) const override;
  [[nodiscard]] std::vector<std::string> Names() const override;
  [[nodiscard]] std::string StandInNote(std::string_view type) const override;
  [[nodiscard]] std::string RequiredCapability(std::string_view type, const json::Object& properties) const override;
  Result<std::string> NewPhysicalId(const NativeResource& resource, const json::Object& properties,
                                    Random& random) const override;
  [[nodiscard]] bool NeedsReplacement(std::string_view type, const json::Object& before,
                                      const json::Object& after) const override;
  Result<json::Object> Create(const NativeResource& resource, const json::Object& properties) override;
  Result<json::Object> Update(const NativeResource& resource, const json::Object& properties) override;
  Result<void> Delete(const NativeResource& resource, const json::Object& properties) override;
  Result<void> Restore(const NativeResource& resource, const json::Object& properties) override;

 private:
  [[nodiscard]] ResourceType* Find(std::string_view type) const;

  const LocalResourceTypesOptions options_;
  std::vector<std::unique_ptr<ResourceType>> types_;
};

// A capability of the local cloud's own: resources of any type are accepted, as stand-ins.
inline constexpr std::string_view kAllowUnsupported = "LOCAL_ALLOW_UNSUPPORTED";

// The attribute of a resource that is a stand-in; nullopt when these are not the attributes of one.
std::optional<std::string> StandInAttribute(const json::Object& attributes, std::string_view name);

}  // namespace genesys_cfn::emulator

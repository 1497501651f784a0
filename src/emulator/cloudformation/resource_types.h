// SPDX-License-Identifier: Apache-2.0
// The resource types that the local CloudFormation makes itself (custom resources aside). The engine chooses and stores
// the physical id before it calls Create, so that a call cut off by a kill can be repeated: Create, Update and Delete
// must be idempotent.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "emulator/lambda/function_registry.h"
#include "emulator/store/cloud_identity.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

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
  // The capability that a template with this resource needs ("CAPABILITY_IAM"); "" for none.
  [[nodiscard]] virtual std::string RequiredCapability(std::string_view type, const json::Object& properties) const = 0;
  // The physical id that a new resource will have: its name property, or a generated name.
  virtual Result<std::string> NewPhysicalId(const NativeResource& resource, const json::Object& properties,
                                            Random& random) const = 0;
  [[nodiscard]] virtual bool NeedsReplacement(std::string_view type, const json::Object& before,
                                              const json::Object& after) const = 0;
  // The attributes for Fn::GetAtt. Also called for resources that exist when the local cloud starts again: functions
  // live in the process.
  virtual Result<json::Object> Create(const NativeResource& resource, const json::Object& properties) = 0;
  virtual Result<json::Object> Update(const NativeResource& resource, const json::Object& properties) = 0;
  virtual Result<void> Delete(const NativeResource& resource, const json::Object& properties) = 0;
};

struct LocalResourceTypesOptions {
  CloudIdentity identity;
  // "bucket/key" of a function's code -> path of the local program that stands for it.
  std::map<std::string, std::string> artifacts;
  // Given to every function; its own Environment.Variables win.
  std::map<std::string, std::string> function_environment;
};

// AWS::Lambda::Function, AWS::Lambda::Permission, AWS::Lambda::EventInvokeConfig, AWS::IAM::Role, AWS::Logs::LogGroup.
// All but functions are records without an effect of their own.
class LocalResourceTypes final : public ResourceTypes {
 public:
  // The registry must outlive this.
  LocalResourceTypes(FunctionRegistry& functions, LocalResourceTypesOptions options);

  [[nodiscard]] bool Knows(std::string_view type) const override;
  [[nodiscard]] std::vector<std::string> Names() const override;
  [[nodiscard]] std::string RequiredCapability(std::string_view type, const json::Object& properties) const override;
  Result<std::string> NewPhysicalId(const NativeResource& resource, const json::Object& properties,
                                    Random& random) const override;
  [[nodiscard]] bool NeedsReplacement(std::string_view type, const json::Object& before,
                                      const json::Object& after) const override;
  Result<json::Object> Create(const NativeResource& resource, const json::Object& properties) override;
  Result<json::Object> Update(const NativeResource& resource, const json::Object& properties) override;
  Result<void> Delete(const NativeResource& resource, const json::Object& properties) override;

 private:
  Result<json::Object> PutFunction(const NativeResource& resource, const json::Object& properties);
  [[nodiscard]] Result<std::string> Executable(const json::Object& properties) const;

  FunctionRegistry& functions_;
  LocalResourceTypesOptions options_;
};

}  // namespace genesys_cfn::emulator

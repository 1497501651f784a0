// SPDX-License-Identifier: Apache-2.0
// AWS::SSM::Parameter: really put into the local Parameter Store.
#include "base/text.h"
#include "emulator/cloudformation/resource_type.h"

namespace genesys_cfn::emulator {
namespace {

using enum PropertyKind;

class ParameterType final : public ResourceType {
 public:
  explicit ParameterType(const LocalResourceTypesOptions& options) : options_(options) {}

  [[nodiscard]] const ResourceSchema& schema() const override {
    static const ResourceSchema schema{"AWS::SSM::Parameter",
                                       {"Name", 256, NameRules::Style::kParameter},
                                       {{"Name", kText, PropertyChange::kReplaces},
                                        {"Type", kText},
                                        {"Value", kText},
                                        {"AllowedPattern", kText},
                                        {"DataType", kText},
                                        {"Description", kText},
                                        {"Policies", kText},
                                        {"Tags", kObject},
                                        {"Tier", kText}},
                                       {"Type", "Value"}};
    return schema;
  }

  Result<json::Object> Create(const NativeResource& resource, const json::Object& properties) override {
    ParameterResources* parameters = options_.services.parameters;
    if (parameters == nullptr) return HandlerError("there is no Parameter Store here", "ServiceUnavailable");
    const WantedParameter parameter{resource.physical_id, TextOr(properties, "Type", ""),
                                    TextOr(properties, "Value", ""), TextOr(properties, "Description", "")};
    if (parameter.type != "String" && parameter.type != "StringList") {
      return Error{ErrorCode::kInvalidInput,
                   Concat("Properties validation failed for resource ", resource.logical_id,
                          " with message:\n#/Type: #: ", parameter.type, " is not a valid enum value")};
    }
    const auto put = parameters->Put(parameter, OwnerOf(resource));
    if (!put.has_value()) {
      const bool exists = put.error().code == ErrorCode::kConflict;
      return HandlerError(Concat(exists ? "The parameter already exists. To overwrite this value, set the overwrite "
                                          "option in the request to true."
                                        : put.error().message,
                                 " (Service: Ssm, Status Code: 400)"),
                          exists ? "AlreadyExists" : "InvalidRequest");
    }
    return json::Object{{"Type", parameter.type}, {"Value", parameter.value}};
  }

  Result<void> Delete(const NativeResource& resource, const json::Object& /*properties*/) override {
    if (options_.services.parameters == nullptr) return {};
    return options_.services.parameters->Delete(resource.physical_id, OwnerOf(resource));
  }

 private:
  const LocalResourceTypesOptions& options_;
};

}  // namespace

void AddParameterType(const LocalResourceTypesOptions& options, ResourceTypeList& types) {
  types.push_back(std::make_unique<ParameterType>(options));
}

}  // namespace genesys_cfn::emulator

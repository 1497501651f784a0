// SPDX-License-Identifier: Apache-2.0
// The property `Function` (docs/functions.md): the package, in S3, and the settings of a function action. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/s3_location.h"
#include "base/result.h"
#include "definition/normalise.h"
#include "genesys/functions_client.h"
#include "json/value.h"
#include "provider/property_reader.h"

namespace genesys_cfn::provider {

// A limit of our own: the package goes through the function's memory.
inline constexpr size_t kMaxPackageBytes = size_t{15} << 20;

struct FunctionProperties {
  aws::S3Location zip;
  std::optional<std::string> digest;  // SHA-256 of the package, lower-case hexadecimal
  genesys::FunctionSettings settings;
};

// nullopt without `Function`, or with problems.
std::optional<FunctionProperties> ReadFunction(const PropertyReader& properties,
                                               std::vector<definition::Problem>& problems);

// True when the same package is meant for ever: CloudFormation notices no other change.
bool IsFixed(const FunctionProperties& function);

// One side of a comparison. The platform does not say what is in a package; its name does, when we gave it.
struct FunctionState {
  genesys::FunctionSettings settings;
  std::optional<std::string> digest;  // nullopt: not known
};
FunctionState StateOf(const genesys::Function& function);
// What a former deployment stated. `wanted` and `desired` are what is to be now: of the same package the digest is the
// same, though the old properties do not say it.
FunctionState RecordedFunction(const FunctionProperties& old, const std::optional<FunctionProperties>& wanted,
                               const std::optional<FunctionState>& desired);
// "genesys-cfn-DIGEST.zip", and back; nullopt for a name that is none of ours.
std::string PackageName(std::string_view digest);
std::optional<std::string> DigestIn(std::string_view package_name);

// "function.handler", "function.package", ...; packages of which one is not known are not compared.
std::vector<definition::FieldDifference> CompareFunctions(const FunctionState& before, const FunctionState& after);

// The one of that name; kInvalidInput with the others when there is none, or when it can no longer be used.
Result<genesys::FunctionRuntime> ChooseRuntime(const std::vector<genesys::FunctionRuntime>& runtimes,
                                               const std::string& wanted);

// kInvalidInput for what is no zip file, or has another digest than `stated`.
Result<void> CheckPackage(std::string_view bytes, const std::optional<std::string>& stated);

}  // namespace genesys_cfn::provider

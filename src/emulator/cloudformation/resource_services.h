// SPDX-License-Identifier: Apache-2.0
// What native resource types do in other local services, as far as the local cloud has these. `owner` names the
// resource (stack id and logical id): making what this owner has made already succeeds and changes nothing else, making
// what somebody else has is kConflict, and deleting touches only what the owner has made. So calls can be repeated, and
// a creation that failed because of a name takes nothing with it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "emulator/lambda/function_code.h"

namespace genesys_cfn::emulator {

struct WantedSecret {
  std::string arn;
  std::string name;
  std::string description;
  std::string value;
  // Says what the value was made from: the value is written only when this differs from what was written last, so that
  // a generated one is not generated again.
  std::string value_source;
};

class SecretResources {
 public:
  virtual ~SecretResources() = default;
  virtual Result<void> Put(const WantedSecret& secret, std::string_view owner) = 0;
  virtual Result<void> Delete(std::string_view arn, std::string_view owner) = 0;
};

struct WantedParameter {
  std::string name;
  std::string type;  // "String", "StringList"
  std::string value;
  std::string description;
};

// Errors: kInvalidInput with the service's text.
class ParameterResources {
 public:
  virtual ~ParameterResources() = default;
  virtual Result<void> Put(const WantedParameter& parameter, std::string_view owner) = 0;
  virtual Result<void> Delete(std::string_view name, std::string_view owner) = 0;
};

class BucketResources {
 public:
  virtual ~BucketResources() = default;
  enum class Versions { kNone, kKept, kSuspended };
  virtual Result<void> Make(std::string_view bucket, Versions versions, std::string_view owner) = 0;
  // kConflict while there are objects or versions of some in it.
  virtual Result<void> Delete(std::string_view bucket, std::string_view owner) = 0;
};

// A nullptr is a service that is not there: its types fail and say so.
struct ResourceServices {
  SecretResources* secrets = nullptr;
  ParameterResources* parameters = nullptr;
  BucketResources* buckets = nullptr;
  const FunctionCode* code = nullptr;
  Random* random = nullptr;
};

}  // namespace genesys_cfn::emulator

// SPDX-License-Identifier: Apache-2.0
// What stacks make in the local Secrets Manager, Parameter Store and S3, with a record of who made it: so a stack never
// changes or deletes what somebody else has made under the same name.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "emulator/cloudformation/resource_services.h"
#include "emulator/lambda/function_code.h"
#include "emulator/store/cloud_identity.h"
#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

class StackResources {
 public:
  // All must outlive this.
  struct Parts {
    Database& database;
    const Clock& clock;
    Random& random;
    const CloudIdentity& identity;
  };
  explicit StackResources(const Parts& parts);
  StackResources(const StackResources&) = delete;
  StackResources& operator=(const StackResources&) = delete;
  ~StackResources();

  static std::string_view Schema();

  [[nodiscard]] SecretResources& secrets();
  [[nodiscard]] ParameterResources& parameters();
  [[nodiscard]] BucketResources& buckets();
  [[nodiscard]] ObjectReader& objects();

 private:
  class Secrets;
  class Parameters;
  class Buckets;
  class Objects;
  std::unique_ptr<Secrets> secrets_;
  std::unique_ptr<Parameters> parameters_;
  std::unique_ptr<Buckets> buckets_;
  std::unique_ptr<Objects> objects_;
};

}  // namespace genesys_cfn::emulator

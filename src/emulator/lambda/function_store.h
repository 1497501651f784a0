// SPDX-License-Identifier: Apache-2.0
// What the local Lambda accepts as a function, and where functions are kept between runs.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "emulator/lambda/function_registry.h"
#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

// Lambda's own limits (name, time-out, memory, retries, environment), and a program that exists and may be executed.
// The configuration with the program as an absolute path, or kInvalidInput saying which limit is broken.
Result<FunctionConfiguration> CheckFunction(const FunctionConfiguration& configuration);
// kInvalidInput naming the path and the reason.
Result<void> CheckExecutable(std::string_view path);

class FunctionStore {
 public:
  static std::string_view Schema();

  // The database must outlive the store.
  explicit FunctionStore(Database& database) : database_(database) {}
  Result<void> Save(const FunctionConfiguration& configuration);
  Result<void> Remove(std::string_view name);
  Result<std::vector<FunctionConfiguration>> Load();

 private:
  Database& database_;
};

}  // namespace genesys_cfn::emulator

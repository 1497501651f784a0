// SPDX-License-Identifier: Apache-2.0
// Runs the functions behind function data actions: those that the organisation's database has, in the machine's node.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "emulator/genesys/execution_services.h"
#include "emulator/genesys/function_record.h"
#include "emulator/lambda/node_functions.h"
#include "emulator/store/cloud_identity.h"
#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

// Safe to use from several threads.
class FunctionRunner {
 public:
  // All must outlive the runner.
  struct Parts {
    Database& database;
    const Clock& clock;
    Random& random;
    Logger& logger;
  };

  FunctionRunner(const Parts& parts, CloudIdentity identity, NodeFunctions::Options options)
      : parts_(parts), identity_(std::move(identity)), options_(std::move(options)) {}

  // As OutsideWorld::run has it. Node is needed from the first run on.
  Result<FunctionAnswer> Run(const FunctionRun& run);
  // Ends every process, and every call of Run with kUnavailable.
  void Stop();

 private:
  // Name and settings of the function as the database has it now; under the mutex, so that no older one follows.
  Result<std::string> LockedPut(const FunctionRun& run);

  const Parts parts_;
  const CloudIdentity identity_;
  const NodeFunctions::Options options_;
  std::mutex mutex_;
  bool stopped_ = false;
  std::unique_ptr<NodeFunctions> functions_;
  std::map<std::string, std::string> running_;  // what each name was put with
};

}  // namespace genesys_cfn::emulator

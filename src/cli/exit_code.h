// SPDX-License-Identifier: Apache-2.0
// What the process returns to the shell.
#pragma once

namespace genesys_cfn::cli {

enum ExitCode {
  kDone = 0,           // done, or nothing to do
  kFailed = 1,         // it did not work; standard error says why
  kDifferences = 2,    // there are differences (plan, drift)
  kUsage = 64,         // the command line is wrong
  kInterrupted = 130,  // SIGINT or SIGTERM during a stack operation
};

}  // namespace genesys_cfn::cli

// SPDX-License-Identifier: Apache-2.0
// What every emulated party must agree on: the account, the region, and where the local cloud listens.
#pragma once

#include <string>

namespace genesys_cfn::emulator {

struct CloudIdentity {
  std::string account = "000000000000";
  std::string region = "us-east-1";
  std::string origin;  // "http://127.0.0.1:4566"
};

}  // namespace genesys_cfn::emulator

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace genesys_cfn::project {

struct File {
  std::string path;  // relative, with '/'
  std::string content;
};

}  // namespace genesys_cfn::project

// SPDX-License-Identifier: Apache-2.0
#include "base/find_program.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "base/text.h"

namespace genesys_cfn {

std::string FindProgram(std::string_view name, const Environment& environment) {
  const std::string path = environment.GetOr("PATH", "");
  for (const std::string_view directory : Split(path, ':')) {
    const std::string program = Concat(directory, "/", name);
    std::error_code ignored;
    const bool is_file = !directory.empty() && std::filesystem::is_regular_file(program, ignored);
    if (is_file && access(program.c_str(), X_OK) == 0) return std::filesystem::absolute(program);
  }
  return "";
}

}  // namespace genesys_cfn

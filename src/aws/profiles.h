// SPDX-License-Identifier: Apache-2.0
// The profiles of the AWS command line: named settings in ~/.aws/config and ~/.aws/credentials.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/ini_file.h"
#include "base/environment.h"
#include "base/result.h"

namespace genesys_cfn::aws {

class Profiles {
 public:
  // The profiles of both files; where both have a setting, that of the credentials file counts.
  static Profiles Of(const IniFile& config, const IniFile& credentials);
  // From AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, else from ~/.aws (HOME). A file that does not exist is empty;
  // kInvalidInput and kIo name the file.
  static Result<Profiles> Read(const Environment& environment);

  // nullptr when there is none of that name.
  [[nodiscard]] const IniSection* Find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  IniFile profiles_;
};

// The profile that counts when none is asked for: AWS_PROFILE, AWS_DEFAULT_PROFILE, else "default".
std::string ProfileFromEnvironment(const Environment& environment);

}  // namespace genesys_cfn::aws

// SPDX-License-Identifier: Apache-2.0
// Where stacks live: the local cloud, unless AWS is asked for. Never AWS by accident: credentials that happen to be
// there choose nothing.
#pragma once

#include <optional>
#include <string>

namespace genesys_cfn::cli {

enum class Target { kLocal, kAws };

// As the command line has it.
struct TargetOptions {
  std::optional<Target> chosen = {};  // --target
  std::string profile = {};           // "" unless given
  std::string region = {};
  std::string bucket = {};  // of S3, for what is too long for a request; on AWS
  std::string prefix = {};  // of the keys in it

  // A profile or a region asks for AWS, too.
  [[nodiscard]] Target target() const {
    return chosen.value_or(profile.empty() && region.empty() ? Target::kLocal : Target::kAws);
  }
};

}  // namespace genesys_cfn::cli

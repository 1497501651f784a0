// SPDX-License-Identifier: Apache-2.0
// `drift --accept`: what is live, written back to the files that it was deployed from, in place.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/resource_drift.h"
#include "cli/template_file.h"
#include "lint/finding.h"

namespace genesys_cfn::cli {

struct AcceptedFile {
  std::filesystem::path path;
  std::string before;
  std::string after;
  std::string diff;  // unified, for people: headers and literal credentials masked; empty when they cannot be
  lint::CheckedFile credentials;  // in the clear, that `before` does not have
};

struct RefusedField {
  std::string logical_id;
  std::filesystem::path path;
  yaml::Mark mark;
  std::string field;  // "config.timeoutSeconds"; empty when all of the resource is meant
  std::string message;
};

struct Acceptance {
  std::vector<AcceptedFile> files;    // those that change
  std::vector<std::string> accepted;  // logical ids
  std::vector<RefusedField> refused;  // of a resource with one of these nothing is accepted
};

// What the files will say; nothing is written. `drifted` are those in state kDrifted.
Acceptance PlanAcceptance(const std::filesystem::path& template_path, const TemplateFile& file,
                          const std::vector<const ResourceDrift*>& drifted);

// Each file in one step, definitions before the template. kConflict when one is not as it was read: that one and those
// behind it are not written.
Result<void> WriteAcceptance(const Acceptance& acceptance);

}  // namespace genesys_cfn::cli

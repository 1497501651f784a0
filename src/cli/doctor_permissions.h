// SPDX-License-Identifier: Apache-2.0
// What the OAuth client must be allowed for the resources of a template, and how `doctor` can tell. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "cli/doctor_checks.h"
#include "genesys/grants_client.h"
#include "http/message.h"
#include "template/template.h"

namespace genesys_cfn::cli {

// A permission that resources need, and the read-only call that tells whether the client has it.
struct NeededPermission {
  std::string_view permission;
  std::string_view probe;  // a GET's target; "" when nothing that only reads needs it
};
// Those of the template's resources, by their types and properties; those of a plain data action when there is none.
std::vector<NeededPermission> NeededPermissions(const cloudformation::Template* wanted);

// From the answer to the probe.
Check JudgePermission(const NeededPermission& needed, const http::Response& response);
// From what the client's roles grant; nullopt when they leave it open.
std::optional<Check> JudgeByRoles(const NeededPermission& needed, const genesys::Grants& grants);

}  // namespace genesys_cfn::cli

// SPDX-License-Identifier: Apache-2.0
// Whether a live integration or credential is still what its stack recorded. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/resource_drift.h"
#include "provider/property_table.h"

namespace genesys_cfn::cli {

// Takes out the optional properties that are not known, which would not pass the check of their form. The result names
// the unknown parts.
std::vector<std::string> TakeOutUnknown(std::span<const provider::PropertyRow> rows, json::Object& properties);

// Fills in name, state, differences, values and notes from `drift.sides`, which are ObjectSides. `taken_out` is what is
// not known and no longer among the recorded members.
void JudgeObjectDrift(const std::vector<std::string>& taken_out, ResourceDrift& drift);

}  // namespace genesys_cfn::cli

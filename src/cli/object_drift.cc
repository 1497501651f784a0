// SPDX-License-Identifier: Apache-2.0
#include "cli/object_drift.h"

#include <algorithm>

#include "cli/unknown_values.h"
#include "provider/object_state.h"
#include "provider/resource_tables.h"

namespace genesys_cfn::cli {

std::vector<std::string> TakeOutUnknown(std::span<const provider::PropertyRow> rows, json::Object& properties) {
  json::Array taken;
  for (const provider::PropertyRow& row : rows) {
    const json::Value* value = properties.Find(row.name);
    const std::string* text = value == nullptr ? nullptr : value->AsString();
    if (text == nullptr || !IsUnknown(*text) || row.presence == provider::Presence::kRequired) continue;
    taken.push_back(*value);
    properties.Remove(row.name);
  }
  return UnknownParts(taken);
}

void JudgeObjectDrift(const std::vector<std::string>& taken_out, ResourceDrift& drift) {
  const auto& sides = std::get<ObjectSides>(drift.sides);
  if (!sides.live) return ConcludeGone(drift);
  const json::Object& live = sides.live->state;
  json::Object known = sides.recorded;
  FillUnknown(known, live);
  if (const json::Value* name = known.Find("name"); name != nullptr && name->is_string())
    drift.name = *name->AsString();
  drift.differences = provider::PlanObject({known, known, live}, {}).drift;
  drift.values = provider::CompareStates(known, live);
  std::vector<std::string> unknown = UnknownParts(sides.recorded);
  unknown.insert(unknown.end(), taken_out.begin(), taken_out.end());
  Conclude(unknown, drift);
}

}  // namespace genesys_cfn::cli

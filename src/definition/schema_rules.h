// SPDX-License-Identifier: Apache-2.0
// What a schema of a contract must be, after type restoration: keywords hold values of their type, and the platform's
// own rules for inputs and outputs (genesys-cloud-api.md 5.6). Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "definition/data_action.h"
#include "json/value.h"

namespace genesys_cfn::definition {

// Every keyword at any depth holds what JSON Schema says (a numeric keyword a number, ...), and there is no $ref.
void CheckKeywords(const json::Value& schema, const std::string& pointer, std::vector<Problem>& problems);
// Root object of flat scalars; names that templates can refer to and that hide no built-in.
void CheckInputSchema(const json::Object& schema, const std::string& pointer, std::vector<Problem>& problems);
// Root object or array; no array inside an array at any depth.
void CheckOutputSchema(const json::Object& schema, const std::string& pointer, std::vector<Problem>& problems);

}  // namespace genesys_cfn::definition

// SPDX-License-Identifier: Apache-2.0
// What the platform accepts as a contract (genesys-cloud-api.md 3.1 and 5.6).
//
// Input: the root has type object; its properties have scalar types and names like "queueId". Output: the root is an
// object or an array, and no array lies inside another, at any depth. Neither has a $ref. Everything else is kept as it
// came.
#pragma once

#include <optional>

#include "emulator/genesys/error_body.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// `contract` is the value of the body's "contract"; nullptr when it is missing. The first broken rule, naming the
// field.
std::optional<ApiFailure> CheckContract(const json::Value* contract);
// Only that both schemas are there, as objects.
std::optional<ApiFailure> CheckContractShape(const json::Value* contract);
// The rules of one side; the schema must be an object.
std::optional<ApiFailure> CheckInputSchema(const json::Value& schema);
std::optional<ApiFailure> CheckSuccessSchema(const json::Value& schema);

}  // namespace genesys_cfn::emulator

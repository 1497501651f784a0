// SPDX-License-Identifier: Apache-2.0
// Members of a request's body that several endpoints have, checked. A JSON null counts as an absent member. Each
// failure is a 400 that names the field.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

enum class Presence { kRequired, kOptional };

// nullptr when the member is absent or null.
const json::Value* FindPresent(const json::Object& body, std::string_view name);

// Reads a text into `out`, which stays as it is when the member is absent and may be. ReadLabel is for names and
// categories: not empty, at most 256 characters, counted as Unicode code points.
std::optional<ApiFailure> ReadText(const json::Object& body, std::string_view field, Presence presence,
                                   std::string& out);
std::optional<ApiFailure> ReadLabel(const json::Object& body, std::string_view field, Presence presence,
                                    std::string& out);
std::optional<ApiFailure> ReadObject(const json::Object& body, std::string_view field, Presence presence,
                                     json::Object& out);
std::variant<int64_t, ApiFailure> ReadVersion(const json::Object& body);

}  // namespace genesys_cfn::emulator

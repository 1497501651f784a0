// SPDX-License-Identifier: Apache-2.0
// An action's configuration (genesys-cloud-api.md 3.1): checked, with what the platform fills in, and as it is read
// back.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "emulator/genesys/error_body.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// The configuration as it is stored: the members that the model knows (others are dropped, as a typed service does),
// maps and templates always present, the templates inline. `field` is the body's name for it, for messages.
std::variant<json::Object, ApiFailure> ReadConfig(const json::Value& config, std::string_view field);

// Both templates with \n as their only line end, without blanks at the end of a line or line ends at the end of the
// text.
void NormaliseTemplates(json::Object& config);

// A stored configuration as a GET shows it: URIs instead of the two templates.
json::Object ShowConfig(json::Object config, std::string_view action_uri);

// The text of "requesttemplate.vm" or "successtemplate.vm"; nullptr for any other file name.
const std::string* FindTemplate(const json::Object& config, std::string_view file_name);

}  // namespace genesys_cfn::emulator

// SPDX-License-Identifier: Apache-2.0
// Answers in the provider's words.
#pragma once

#include <string>
#include <string_view>

#include "custom_resource/answer.h"
#include "custom_resource/request.h"
#include "json/value.h"

namespace genesys_cfn::provider {

// SUCCESS with the attributes of the platform's Action model: DataActionId, Id, Name, Category, IntegrationId, Version,
// SelfUri (as far as the model holds them).
custom_resource::Answer ActionAnswer(const json::Value& action);
custom_resource::Answer Succeeded(std::string physical_id);
custom_resource::Answer Failed(std::string physical_id, std::string reason);

// What a failed request answers as physical id: the incoming one; without one the marker that says that no action of
// this request can exist.
std::string IdForFailure(const custom_resource::Request& request);
std::string NothingMarker(const custom_resource::AnswerAddress& address);
std::string UnknownMarker(const custom_resource::AnswerAddress& address, std::string_view action_name);

// Digest of stack id and logical id: the OWNER of the ownership tag.
std::string OwnerDigest(const custom_resource::AnswerAddress& address);

}  // namespace genesys_cfn::provider

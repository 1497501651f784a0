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
// `failure_class` is what the log and the metrics count it under.
custom_resource::Answer Failed(std::string physical_id, std::string reason, std::string_view failure_class = {});

// What a failed request answers as physical id: the incoming one; without one the marker that says that no action of
// this request can exist.
std::string IdForFailure(const custom_resource::Request& request);
std::string NothingMarker(const custom_resource::AnswerAddress& address);
// Says where a Delete has to look: under the tag of this request's creation, and this name. The second form is for
// events of which the address alone can be read; it holds for Creates.
std::string UnknownMarker(const custom_resource::Request& request, std::string_view action_name);
std::string UnknownMarker(const custom_resource::AnswerAddress& address, std::string_view action_name);

// Digest of stack id and logical id: the OWNER of the ownership tag.
std::string OwnerDigest(const custom_resource::AnswerAddress& address);

// The REQUEST of the ownership tag: a digest that stands for one wanted creation, however often it is delivered or
// tried. For a Create it is that of the request id. For an Update it is that of the physical id it starts from and the
// properties that it wants, so that the Update that rolls it back can name what it may have made: that request starts
// from the same id, and its old properties are the ones that were wanted (docs/ownership.md).
std::string CreationDigest(const custom_resource::Request& request);
std::string UndoneCreationDigest(const custom_resource::Request& request);

}  // namespace genesys_cfn::provider

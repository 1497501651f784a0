// SPDX-License-Identifier: Apache-2.0
// What can be saved of an event that ParseRequest refuses - a name twice, nested too deep, cut off, not UTF-8, no
// object, members missing - so that it is answered all the same: without an answer the stack waits for an hour. The
// text is scanned for the members of the outermost object; what an answer needs besides the URL is also in the URL's
// own path (aws-protocols.md 1.5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "custom_resource/request.h"

namespace genesys_cfn::custom_resource {

struct RecoveredEvent {
  AnswerAddress address;
  std::optional<RequestType> type;
  std::string resource_type;  // empty: not found
  // The physical id of `address`, or its absence, is what CloudFormation meant. Otherwise the member may be in a part
  // that is missing, is no string, or is there twice, and the address holds none: an answer with any id could change
  // the one that CloudFormation has recorded.
  bool physical_id_known = false;
  // Nothing is missing and no member that matters is there twice: type and id can be acted on.
  bool whole = false;
  std::optional<WallTime> requested_at;
};

// kInvalidInput when there is no response URL, or the ids are neither beside it nor in it; without a word of the event.
Result<RecoveredEvent> RecoverEvent(std::string_view event);

// "<stack ARN>|<LogicalResourceId>|<RequestId>", the key of a response URL's object.
struct ResponseKey {
  std::string stack_id;
  std::string logical_id;
  std::string request_id;
};
// nullopt for a URL whose path is something else.
std::optional<ResponseKey> KeyOfResponseUrl(std::string_view url);

}  // namespace genesys_cfn::custom_resource

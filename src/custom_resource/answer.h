// SPDX-License-Identifier: Apache-2.0
// The answer to a request, and its body: at most 4,096 bytes, no null, ids verbatim (aws-protocols.md 1.4).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "custom_resource/request.h"

namespace genesys_cfn::custom_resource {

inline constexpr size_t kMaxAnswerBytes = 4'096;
inline constexpr size_t kMaxPhysicalIdBytes = 1'024;

enum class Status { kSuccess, kFailed };

struct Answer {
  Status status = Status::kFailed;
  std::string physical_id;                                      // never empty
  std::string reason;                                           // for people; needed when FAILED
  std::vector<std::pair<std::string, std::string>> attributes;  // for Fn::GetAtt; most important first
  // Of a FAILED one, in a few words ("permission denied"): for log and metrics, no part of the body. Empty: not told.
  std::string failure_class = {};
};

// The JSON body. Fitted to kMaxAnswerBytes by priority: status and ids whole, then the reason (shortened in its middle,
// so that both ends stay readable), then as many attributes as fit, in order. A SUCCESS whose attributes do not fit
// keeps those that do and loses its reason first.
//
// For any input the body is valid JSON with every required member. A FAILED without a reason says so. An empty physical
// id becomes the request's, or the request id. A physical id over kMaxPhysicalIdBytes is cut, since CloudFormation
// would hide the reason otherwise; so are, last of all, ids that alone would exceed the limit (those of CloudFormation
// never do).
std::string FormatAnswer(const AnswerAddress& address, const Answer& answer);

// FAILED with an empty physical id, which CloudFormation takes for "Invalid PhysicalResourceId" (aws-protocols.md 1.4):
// the operation ends, and no other id takes the place of the one that is recorded. For a request whose id is unknown.
std::string FormatAnswerWithoutId(const AnswerAddress& address, std::string_view reason);

}  // namespace genesys_cfn::custom_resource

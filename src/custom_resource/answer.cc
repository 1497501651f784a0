// SPDX-License-Identifier: Apache-2.0
#include "custom_resource/answer.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::custom_resource {
namespace {

constexpr std::string_view kEllipsis = " ... ";
constexpr std::string_view kNoReason = "The provider gave no reason.";
// A shorter piece of a reason says nothing.
constexpr size_t kLeastReasonBytes = 40;
// Longer than any id that CloudFormation makes; the share of an id when not all fit.
constexpr size_t kIdShareBytes = 700;

// Bytes of the text inside the quotes of its JSON form.
size_t EncodedSize(std::string_view text) {
  return json::Quote(text).size() - 2;
}

// Bytes of the first character; a malformed byte counts as one, as json::Quote counts it.
size_t CharacterBytes(std::string_view text) {
  for (size_t length = 1; length <= 4 && length <= text.size(); ++length) {
    if (IsValidUtf8(text.substr(0, length))) return length;
  }
  return 1;
}

// The longest start of `text`, in whole characters, of at most `bytes` in JSON.
std::string_view FittingStart(std::string_view text, size_t bytes) {
  size_t kept = 0;
  size_t used = 0;
  while (kept < text.size()) {
    const size_t length = CharacterBytes(text.substr(kept));
    used += EncodedSize(text.substr(kept, length));
    if (used > bytes) break;
    kept += length;
  }
  return text.substr(0, kept);
}

// The longest end of `text`, likewise.
std::string_view FittingEnd(std::string_view text, size_t bytes) {
  std::vector<std::pair<size_t, size_t>> characters;  // where it begins, its bytes in JSON
  for (size_t at = 0; at < text.size();) {
    const size_t length = CharacterBytes(text.substr(at));
    characters.emplace_back(at, EncodedSize(text.substr(at, length)));
    at += length;
  }
  size_t start = text.size();
  size_t used = 0;
  while (!characters.empty()) {
    used += characters.back().second;
    if (used > bytes) break;
    start = characters.back().first;
    characters.pop_back();
  }
  return text.substr(start);
}

// The text, or its two ends, in at most `bytes` bytes of JSON.
std::string ShortenMiddle(std::string_view text, size_t bytes) {
  if (text.size() <= bytes && EncodedSize(text) <= bytes) return std::string(text);
  if (bytes <= kEllipsis.size()) return std::string(FittingStart(text, bytes));
  const size_t half = (bytes - kEllipsis.size()) / 2;
  // A character has at most four bytes and at least one in JSON: nothing before the last 4 * half can be part of the
  // end.
  const std::string_view tail = text.substr(text.size() - std::min(text.size(), 4 * half + 4));
  return Concat(FittingStart(text, half), kEllipsis, FittingEnd(tail, half));
}

struct Ids {
  std::string physical;
  std::string stack;
  std::string request;
  std::string logical;
};

// Everything but reason and attributes, and the comma and brace around them.
std::string Frame(Status status, const Ids& ids) {
  return Concat(R"({"Status":")", status == Status::kSuccess ? "SUCCESS" : "FAILED", R"(","PhysicalResourceId":)",
                json::Quote(ids.physical), R"(,"StackId":)", json::Quote(ids.stack), R"(,"RequestId":)",
                json::Quote(ids.request), R"(,"LogicalResourceId":)", json::Quote(ids.logical));
}

std::string PhysicalIdOf(const AnswerAddress& address, const Answer& answer) {
  if (!answer.physical_id.empty()) return answer.physical_id;
  if (address.physical_id && !address.physical_id->empty()) return *address.physical_id;
  return address.request_id.empty() ? "none" : address.request_id;
}

// The ids verbatim whenever they fit, which those of CloudFormation always do; otherwise cut, since a body that is too
// long is refused as a whole.
Ids FitIds(const AnswerAddress& address, const Answer& answer) {
  Ids ids{std::string(TruncateUtf8(PhysicalIdOf(address, answer), kMaxPhysicalIdBytes)), address.stack_id,
          address.request_id, address.logical_id};
  // Of bytes that are no text nothing may be left.
  if (ids.physical.empty()) ids.physical = "none";
  constexpr size_t kLimit = kMaxAnswerBytes - 200;  // room for the shortest reason
  if (Frame(answer.status, ids).size() <= kLimit) return ids;
  for (std::string* id : {&ids.stack, &ids.request, &ids.logical}) *id = FittingStart(*id, kIdShareBytes);
  const size_t without_physical = Frame(answer.status, {"", ids.stack, ids.request, ids.logical}).size();
  ids.physical = FittingStart(ids.physical, kLimit - without_physical);
  return ids;
}

// Members for the Data object, as many as fit into `room`, in order; "" when there is none.
std::string FormatAttributes(const Answer& answer, size_t room) {
  constexpr std::string_view kOpen = R"(,"Data":{)";
  std::string members;
  std::set<std::string> names;
  for (const auto& [name, value] : answer.attributes) {
    const std::string quoted = json::Quote(name);
    const std::string member = Concat(members.empty() ? "" : ",", quoted, ":", json::Quote(value));
    if (kOpen.size() + members.size() + member.size() + 1 > room) continue;
    if (names.insert(quoted).second) members += member;
  }
  return members.empty() ? std::string() : Concat(kOpen, members, "}");
}

std::string FormatReason(std::string_view reason, size_t room) {
  constexpr std::string_view kOpen = R"(,"Reason":")";
  if (reason.empty() || room < kOpen.size() + 1 + kLeastReasonBytes) return {};
  return Concat(R"(,"Reason":)", json::Quote(ShortenMiddle(reason, room - kOpen.size() - 1)));
}

}  // namespace

std::string FormatAnswer(const AnswerAddress& address, const Answer& answer) {
  std::string body = Frame(answer.status, FitIds(address, answer));
  const auto room = [&] { return kMaxAnswerBytes - 1 - body.size(); };
  if (answer.status == Status::kFailed) {
    body += FormatReason(answer.reason.empty() ? kNoReason : std::string_view(answer.reason), room());
    body += FormatAttributes(answer, room());
  } else {
    body += FormatAttributes(answer, room());
    body += FormatReason(answer.reason, room());
  }
  return body + "}";
}

std::string FormatAnswerWithoutId(const AnswerAddress& address, std::string_view reason) {
  Ids ids = FitIds(address, {Status::kFailed, "-", {}, {}});
  ids.physical.clear();
  std::string body = Frame(Status::kFailed, ids);
  body += FormatReason(reason.empty() ? kNoReason : reason, kMaxAnswerBytes - 1 - body.size());
  return body + "}";
}

}  // namespace genesys_cfn::custom_resource

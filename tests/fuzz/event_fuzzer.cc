// SPDX-License-Identifier: Apache-2.0
// Any bytes as the event of the function: no crash, and what is accepted or recovered can be answered.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "custom_resource/answer.h"
#include "custom_resource/physical_id.h"
#include "custom_resource/recover.h"
#include "custom_resource/request.h"
#include "json/parse.h"
#include "json/write.h"

namespace {

using genesys_cfn::custom_resource::AnswerAddress;
using genesys_cfn::custom_resource::RecoveredEvent;

bool SameAddress(const AnswerAddress& a, const AnswerAddress& b) {
  return a.response_url == b.response_url && a.stack_id == b.stack_id && a.request_id == b.request_id &&
         a.logical_id == b.logical_id && a.physical_id == b.physical_id;
}

// CloudFormation would take it: one JSON document of at most 4,096 bytes, without null.
void CheckAnswer(const std::string& body) {
  const auto answer = genesys_cfn::json::Parse(body);
  if (!answer || body.size() > genesys_cfn::custom_resource::kMaxAnswerBytes) std::abort();
  for (const auto& [name, value] : *answer->AsObject()) {
    if (value.is_null()) std::abort();
  }
  if (answer->FindString("Status") != "FAILED" || answer->FindString("Reason").value_or("").empty()) std::abort();
}

void CheckRecovered(const RecoveredEvent& recovered, const std::string& text) {
  namespace custom_resource = genesys_cfn::custom_resource;
  const AnswerAddress& address = recovered.address;
  if (address.physical_id && !recovered.physical_id_known) std::abort();
  CheckAnswer(custom_resource::FormatAnswer(address, {custom_resource::Status::kFailed, "", text, {}}));
  CheckAnswer(custom_resource::FormatAnswerWithoutId(address, text));

  // Written down as an event, it is recovered as the same, and parsed as the same when it is text at all.
  genesys_cfn::json::Object event = {{"ResponseURL", address.response_url.Reveal()},
                                     {"StackId", address.stack_id},
                                     {"RequestId", address.request_id},
                                     {"LogicalResourceId", address.logical_id}};
  if (address.physical_id) event.Set("PhysicalResourceId", *address.physical_id);
  const std::string written = genesys_cfn::json::Write(event);
  const auto parsed = custom_resource::ParseAddress(*genesys_cfn::json::Parse(written));
  const auto again = custom_resource::RecoverEvent(written);
  if (!parsed || !again || !again->whole || !SameAddress(again->address, *parsed)) std::abort();
  if (genesys_cfn::IsValidUtf8(address.response_url.Reveal()) && !SameAddress(*parsed, address)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace custom_resource = genesys_cfn::custom_resource;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  // Whatever is taken for a marker has exactly one spelling.
  const auto marker = custom_resource::ParseMarker(text);
  if (marker && custom_resource::FormatMarker(*marker) != text) std::abort();
  custom_resource::ParseStackId(text);

  custom_resource::KeyOfResponseUrl(text);
  const auto recovered = custom_resource::RecoverEvent(text);
  if (recovered) CheckRecovered(*recovered, std::string(text));

  const auto event = genesys_cfn::json::Parse(text);
  if (!event) return 0;
  const auto address = custom_resource::ParseAddress(*event);
  const auto request = custom_resource::ParseRequest(*event);
  if (request && !address) std::abort();
  // What the strict parser accepts, the scan finds too.
  if (address && (!recovered || !recovered->whole || !SameAddress(recovered->address, *address))) std::abort();
  if (address && (address->response_url.Reveal().empty() || address->stack_id.empty() || address->request_id.empty() ||
                  address->logical_id.empty())) {
    std::abort();
  }
  if (request && (request->service_timeout < genesys_cfn::Milliseconds{1'000} ||
                  request->service_timeout > genesys_cfn::Milliseconds{3'600'000})) {
    std::abort();
  }
  return 0;
}

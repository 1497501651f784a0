// SPDX-License-Identifier: Apache-2.0
// Any bytes as the event of the function: no crash, and what is accepted can be answered.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "custom_resource/physical_id.h"
#include "custom_resource/request.h"
#include "json/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace custom_resource = genesys_cfn::custom_resource;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  // Whatever is taken for a marker has exactly one spelling.
  const auto marker = custom_resource::ParseMarker(text);
  if (marker && custom_resource::FormatMarker(*marker) != text) std::abort();
  custom_resource::ParseStackId(text);

  const auto event = genesys_cfn::json::Parse(text);
  if (!event) return 0;
  const auto address = custom_resource::ParseAddress(*event);
  const auto request = custom_resource::ParseRequest(*event);
  if (request && !address) std::abort();
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

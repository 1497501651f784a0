// SPDX-License-Identifier: Apache-2.0
// Any bytes as the header of a fault, and as a path pattern that any other bytes are held against.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "emulator/genesys/fault.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn::emulator;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = ParseFaultHeader(text);
  if (const auto* fault = std::get_if<Fault>(&parsed)) {
    const auto again = ParseFault(ShowFault(*fault));
    if (!std::holds_alternative<Fault>(again)) std::abort();
  } else if (std::get<FaultMistake>(parsed).message.empty()) {
    std::abort();
  }
  const size_t cut = text.find('\n');
  if (cut == std::string_view::npos) return 0;
  Fault fault;
  fault.path = text.substr(0, cut);
  static_cast<void>(Matches(fault, {"GET", "", std::string(text.substr(cut + 1)), {}, ""}));
  return 0;
}

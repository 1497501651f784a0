// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: any bytes are a template or a list of diagnostics.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "template/template.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto loaded = genesys_cfn::cloudformation::LoadTemplate(text);
  if (loaded.value.has_value() != loaded.diagnostics.empty()) __builtin_trap();
  return 0;
}

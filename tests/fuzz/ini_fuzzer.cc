// SPDX-License-Identifier: Apache-2.0
// Any text as an AWS configuration file: read without fault, and every name and value is part of the text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aws/ini_file.h"
#include "aws/profiles.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn::aws;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto file = ParseIni(text);
  if (!file) return 0;
  for (const auto& [section, settings] : *file) {
    if (text.find(section) == std::string_view::npos) std::abort();
    for (const auto& [name, value] : settings) {
      if (name.empty() || value.size() > text.size()) std::abort();
    }
  }
  const Profiles profiles = Profiles::Of(*file, *file);
  for (const auto& name : profiles.names()) {
    if (profiles.Find(name) == nullptr) std::abort();
  }
  return 0;
}

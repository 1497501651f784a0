// SPDX-License-Identifier: Apache-2.0
// A pointer, a JSON value (an empty line removes) and a text, a line each: whatever comes out says what was wanted, and
// everything else is as it was.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "json/canonical.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "yaml/edit.h"

namespace {

// Without escapes that mean nothing and indices with leading zeros: one spelling for one place.
bool IsPlain(const std::string& pointer) {
  for (size_t i = 0; i + 1 < pointer.size(); ++i) {
    const char next = pointer[i + 1];
    if (pointer[i] == '~' && next != '0' && next != '1') return false;
    const bool is_number = i + 2 < pointer.size() && pointer[i + 2] >= '0' && pointer[i + 2] <= '9';
    if (pointer[i] == '/' && next == '0' && is_number) return false;
  }
  return pointer.empty() || pointer.back() != '~';
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto take_line = [&text] {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
  };
  yaml::Edit edit{std::string(take_line()), std::nullopt};
  if (!edit.pointer.empty() && edit.pointer.front() != '/') return 0;
  if (!IsPlain(edit.pointer)) return 0;
  const std::string_view written = take_line();
  if (!written.empty()) {
    auto value = json::Parse(written);
    if (!value) return 0;
    edit.value = *std::move(value);
  }
  const auto before = yaml::Load(text);
  const auto* document = std::get_if<yaml::Document>(&before);
  const auto edited = yaml::ApplyEdits(text, {edit}, yaml::Functions::kRefused);
  const auto* result = std::get_if<std::string>(&edited);
  if (result == nullptr) return 0;
  if (document == nullptr) std::abort();
  const auto after = yaml::Load(*result);
  const auto* changed = std::get_if<yaml::Document>(&after);
  if (changed == nullptr) std::abort();
  const json::Value* found = json::Resolve(changed->root, edit.pointer);
  if (edit.value ? found == nullptr || !json::Equivalent(*found, *edit.value) : found != nullptr) std::abort();
  for (const json::Difference& difference : json::Diff(document->root, changed->root)) {
    const bool is_below = difference.pointer.starts_with(edit.pointer);
    if (!is_below && !edit.pointer.starts_with(difference.pointer)) std::abort();
  }
  return 0;
}

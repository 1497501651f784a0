// SPDX-License-Identifier: Apache-2.0
#include "json/pointer.h"

#include "base/text.h"

namespace genesys_cfn::json {

std::string AppendToken(std::string_view pointer, std::string_view token) {
  std::string out;
  out.reserve(pointer.size() + 1 + token.size());
  out += pointer;
  out += '/';
  for (const char c : token) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string AppendIndex(std::string_view pointer, size_t index) {
  return Concat(pointer, '/', index);
}

const Value* Resolve(const Value& document, std::string_view pointer) {
  const Value* at = &document;
  while (!pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string token = ReplaceAll(ReplaceAll(pointer.substr(0, end), "~1", "/"), "~0", "~");
    pointer.remove_prefix(end);
    if (const Array* array = at->AsArray()) {
      const auto index = ParseInteger<size_t>(token);
      if (!index || *index >= array->size()) return nullptr;
      at = &(*array)[*index];
    } else {
      at = at->Find(token);
      if (at == nullptr) return nullptr;
    }
  }
  return at;
}

}  // namespace genesys_cfn::json

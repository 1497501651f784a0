// SPDX-License-Identifier: Apache-2.0
#include "json/pointer.h"

#include "base/text.h"

namespace genesys_cfn::json {
namespace {

// As it stands in the pointer, which begins with '/'.
std::string_view FirstToken(std::string_view pointer) {
  pointer.remove_prefix(1);
  return pointer.substr(0, pointer.find('/'));
}

}  // namespace

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
  if (pointer.empty()) return &document;
  if (const Object* object = document.AsObject()) return Resolve(*object, pointer);
  const Array* array = document.AsArray();
  if (array == nullptr || pointer.front() != '/') return nullptr;
  const std::string_view token = FirstToken(pointer);
  const auto index = ParseInteger<size_t>(token);
  if (!index || *index >= array->size()) return nullptr;
  return Resolve((*array)[*index], pointer.substr(1 + token.size()));
}

const Value* Resolve(const Object& document, std::string_view pointer) {
  if (pointer.empty() || pointer.front() != '/') return nullptr;
  const std::string_view token = FirstToken(pointer);
  const bool is_escaped = token.find('~') != std::string_view::npos;
  const Value* member =
      is_escaped ? document.Find(ReplaceAll(ReplaceAll(token, "~1", "/"), "~0", "~")) : document.Find(token);
  return member == nullptr ? nullptr : Resolve(*member, pointer.substr(1 + token.size()));
}

}  // namespace genesys_cfn::json

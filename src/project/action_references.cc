// SPDX-License-Identifier: Apache-2.0
#include "project/action_references.h"

#include <array>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::project {
namespace {

// genesys-cloud-api.md 3.6.
constexpr std::array<std::string_view, 2> kPrefixes = {"custom_-_", "static_"};

bool IsIdCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

void CollectIds(const json::Value& value, std::set<std::string>& ids) {
  if (const json::Object* members = value.AsObject()) {
    for (const auto& [name, member] : *members) CollectIds(member, ids);
  } else if (const json::Array* items = value.AsArray()) {
    for (const json::Value& item : *items) CollectIds(item, ids);
  }
  const std::string* text = value.AsString();
  if (text == nullptr) return;
  for (const std::string_view prefix : kPrefixes) {
    for (size_t at = text->find(prefix); at != std::string::npos; at = text->find(prefix, at + 1)) {
      size_t end = at;
      while (end < text->size() && IsIdCharacter((*text)[end])) ++end;
      if (at == 0 || !IsIdCharacter((*text)[at - 1])) ids.insert(text->substr(at, end - at));
    }
  }
}

json::Value Replaced(const json::Value& value, const std::map<std::string, std::string>& names) {
  if (const json::Object* members = value.AsObject()) return WithNames(*members, names);
  if (const json::Array* items = value.AsArray()) {
    json::Array replaced;
    for (const json::Value& item : *items) replaced.push_back(Replaced(item, names));
    return replaced;
  }
  const std::string* text = value.AsString();
  if (text == nullptr) return value;
  std::string replaced = *text;
  // An id that another one begins with comes after it.
  for (auto entry = names.rbegin(); entry != names.rend(); ++entry) {
    replaced = ReplaceAll(replaced, entry->first, Concat("@{", entry->second, "}"));
  }
  return replaced;
}

}  // namespace

std::set<std::string> ActionIdsIn(const definition::DataAction& action) {
  const json::Array texts{action.name, action.category.value_or(""), action.config, action.contract};
  if (json::Write(texts).find("@{") != std::string::npos) return {};
  std::set<std::string> ids;
  CollectIds(action.config, ids);
  return ids;
}

json::Object WithNames(const json::Object& config, const std::map<std::string, std::string>& names) {
  json::Object replaced;
  for (const auto& [name, member] : config) replaced.Append(name, Replaced(member, names));
  return replaced;
}

bool ReferenceGraph::Add(const std::string& from, const std::string& to) {
  if (from == to || Leads(to, from)) return false;
  edges_[from].insert(to);
  return true;
}

bool ReferenceGraph::Leads(const std::string& from, const std::string& to) const {
  std::set<std::string> seen;
  std::vector<std::string> open{from};
  while (!open.empty()) {
    const std::string current = open.back();
    open.pop_back();
    if (current == to) return true;
    const auto next = edges_.find(current);
    if (next == edges_.end() || !seen.insert(current).second) continue;
    open.insert(open.end(), next->second.begin(), next->second.end());
  }
  return false;
}

}  // namespace genesys_cfn::project

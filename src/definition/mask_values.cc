// SPDX-License-Identifier: Apache-2.0
#include "definition/mask_values.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"
#include "definition/literal_credentials.h"

namespace genesys_cfn::definition {
namespace {

constexpr size_t kRun = 8;
constexpr size_t kShortest = 3;
constexpr std::string_view kMask = "***";

void Collect(const json::Value& value, std::vector<std::string_view>& out) {
  if (const std::string* text = value.AsString()) out.emplace_back(*text);
  if (const json::Number* number = value.AsNumber()) out.emplace_back(number->text);
  if (const json::Array* items = value.AsArray()) {
    for (const json::Value& item : *items) Collect(item, out);
  }
  if (const json::Object* members = value.AsObject()) {
    for (const auto& [name, member] : *members) Collect(member, out);
  }
}

bool IsWordByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Masker {
 public:
  explicit Masker(std::string_view message) : message_(message), hidden_(message.size(), false) {
    for (size_t at = 0; at + kRun <= message.size(); ++at) runs_[message.substr(at, kRun)].push_back(at);
  }

  void HideLong(std::string_view value) {
    for (size_t at = 0; at + kRun <= value.size(); ++at) {
      const auto found = runs_.find(value.substr(at, kRun));
      if (found == runs_.end()) continue;
      for (const size_t start : found->second) Hide(start, kRun);
      runs_.erase(found);
    }
  }

  void HideWord(std::string_view value) {
    for (size_t at = message_.find(value); at != std::string_view::npos; at = message_.find(value, at + 1)) {
      const bool starts = at == 0 || !IsWordByte(message_[at - 1]);
      const size_t end = at + value.size();
      if (starts && (end == message_.size() || !IsWordByte(message_[end]))) Hide(at, value.size());
    }
  }

  [[nodiscard]] std::string Masked() const {
    std::string out;
    for (size_t at = 0; at < message_.size(); ++at) {
      if (!hidden_[at]) {
        out += message_[at];
      } else if (at == 0 || !hidden_[at - 1]) {
        out += kMask;
      }
    }
    return out;
  }

 private:
  void Hide(size_t start, size_t length) {
    std::fill_n(hidden_.begin() + static_cast<std::ptrdiff_t>(start), length, true);
    // No half of a UTF-8 character stays behind.
    const auto is_inner = [this](size_t at) {
      return at < message_.size() && (static_cast<unsigned char>(message_[at]) & 0xC0) == 0x80;
    };
    for (size_t at = start + length; is_inner(at); ++at) hidden_[at] = true;
    for (size_t at = start; at > 0 && is_inner(at); --at) hidden_[at - 1] = true;
  }

  std::string_view message_;
  std::vector<bool> hidden_;
  std::map<std::string_view, std::vector<size_t>> runs_;  // each run of the message, and where it stands
};

std::string MaskAll(std::string_view message, const std::vector<std::string_view>& values) {
  Masker masker(message);
  for (const std::string_view value : values) {
    if (value.size() >= kRun) {
      masker.HideLong(value);
    } else if (value.size() >= kShortest) {
      masker.HideWord(value);
    }
  }
  return masker.Masked();
}

}  // namespace

std::string MaskValues(std::string_view message, const DataAction& action) {
  std::vector<std::string_view> values{action.name};
  if (action.category) values.emplace_back(*action.category);
  if (action.integration_id) values.emplace_back(*action.integration_id);
  const json::Value config = action.config;
  const json::Value contract = action.contract;
  Collect(config, values);
  Collect(contract, values);
  return MaskAll(message, values);
}

std::string MaskCredentialsOf(std::string_view message, const DataAction& action) {
  const json::Value* request = action.config.Find("request");
  if (request == nullptr) return std::string(message);
  std::vector<std::string_view> values;
  const auto add = [&](std::string_view text, const std::vector<LiteralCredential>& found) {
    for (const LiteralCredential& one : found) values.push_back(text.substr(one.begin, one.end - one.begin));
  };
  for (const std::string_view name : {"requestUrlTemplate", "requestTemplate"}) {
    const json::Value* value = request->Find(name);
    const std::string* text = value == nullptr ? nullptr : value->AsString();
    if (text != nullptr) add(*text, FindLiteralCredentials(*text));
  }
  const json::Value* headers = request->Find("headers");
  if (headers != nullptr && headers->is_object()) {
    for (const auto& [name, value] : *headers->AsObject()) {
      const std::string* text = value.AsString();
      if (text != nullptr) add(*text, FindLiteralCredentials(name, *text));
    }
  }
  return MaskAll(message, values);
}

}  // namespace genesys_cfn::definition

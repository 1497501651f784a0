// SPDX-License-Identifier: Apache-2.0
#include "aws/profiles.h"

#include <filesystem>
#include <optional>

#include "base/files.h"
#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kDefault = "default";
constexpr size_t kMaxFileBytes = size_t{1} << 20;

// "default", "profile x", "profile \"x y\""; nullopt for sections of other kinds ("sso-session x").
std::optional<std::string> ProfileName(std::string_view section) {
  if (section == kDefault) return std::string(kDefault);
  constexpr std::string_view kWord = "profile";
  if (!section.starts_with(kWord)) return std::nullopt;
  const std::string_view rest = section.substr(kWord.size());
  std::string_view name = Trim(rest);
  if (name.empty() || name.size() == rest.size()) return std::nullopt;
  const bool is_quoted =
      name.size() > 2 && (name.front() == '"' || name.front() == '\'') && name.back() == name.front();
  return std::string(is_quoted ? name.substr(1, name.size() - 2) : name);
}

Result<IniFile> ReadIni(const Environment& environment, std::string_view variable, std::string_view name) {
  std::filesystem::path path = environment.GetOr(variable, "");
  const std::string home = environment.GetOr("HOME", "");
  if (path.empty()) {
    if (home.empty()) return IniFile();
    path = std::filesystem::path(home) / ".aws" / name;
  } else if (path.string().starts_with("~/")) {
    path = std::filesystem::path(home) / path.string().substr(2);
  }
  const auto text = ReadFile(path, kMaxFileBytes);
  if (!text && text.error().code == ErrorCode::kNotFound) return IniFile();
  if (!text) return text.error();
  auto parsed = ParseIni(*text);
  if (!parsed) return parsed.error().WithContext(path.string());
  return parsed;
}

}  // namespace

Profiles Profiles::Of(const IniFile& config, const IniFile& credentials) {
  Profiles profiles;
  for (const auto& [section, settings] : config) {
    if (const auto name = ProfileName(section)) profiles.profiles_[*name].insert(settings.begin(), settings.end());
  }
  for (const auto& [name, settings] : credentials) {
    IniSection& profile = profiles.profiles_[name];
    for (const auto& [setting, value] : settings) profile[setting] = value;
  }
  return profiles;
}

Result<Profiles> Profiles::Read(const Environment& environment) {
  TRY_ASSIGN(const IniFile config, ReadIni(environment, "AWS_CONFIG_FILE", "config"));
  TRY_ASSIGN(const IniFile credentials, ReadIni(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials"));
  return Of(config, credentials);
}

const IniSection* Profiles::Find(std::string_view name) const {
  const auto found = profiles_.find(name);
  return found == profiles_.end() ? nullptr : &found->second;
}

std::vector<std::string> Profiles::names() const {
  std::vector<std::string> names;
  for (const auto& [name, settings] : profiles_) names.push_back(name);
  return names;
}

std::string ProfileFromEnvironment(const Environment& environment) {
  return environment.GetOr("AWS_PROFILE", environment.GetOr("AWS_DEFAULT_PROFILE", kDefault));
}

}  // namespace genesys_cfn::aws

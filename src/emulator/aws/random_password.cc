// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/random_password.h"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/aws/json_input.h"
#include "emulator/aws/secret_input.h"

namespace genesys_cfn::emulator {
namespace {

constexpr int64_t kDefaultLength = 32;
constexpr int64_t kMaxLength = 4096;
constexpr auto kKinds = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"ExcludeLowercase", "abcdefghijklmnopqrstuvwxyz"},
    {"ExcludeUppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    {"ExcludeNumbers", "0123456789"},
    {"ExcludePunctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"},
});

std::string Without(std::string_view characters, std::string_view excluded) {
  std::string kept;
  for (const char c : characters) {
    if (excluded.find(c) == std::string_view::npos) kept += c;
  }
  return kept;
}

}  // namespace

std::variant<std::string, JsonServiceError> RandomPassword(const json::Value& input, Random& random) {
  const json::Value* asked = input.Find("PasswordLength");
  const int64_t length = asked == nullptr ? kDefaultLength : asked->AsInteger().value_or(0);
  if (length < 1 || length > kMaxLength) {
    return ConstraintError("passwordLength", "Member must have value between 1 and 4096");
  }
  const std::string excluded = TextMember(input, "ExcludeCharacters");
  std::vector<std::string> kinds;
  std::string alphabet;
  for (const auto& [exclusion, characters] : kKinds) {
    const std::string kept = IsTrue(input, exclusion) ? "" : Without(characters, excluded);
    if (kept.empty()) continue;
    kinds.push_back(kept);
    alphabet += kept;
  }
  if (IsTrue(input, "IncludeSpace")) alphabet += Without(" ", excluded);
  if (alphabet.empty()) return InvalidSecretParameter("The password requirements leave no character to choose from.");

  std::string password = RandomText(random, alphabet, static_cast<size_t>(length));
  const json::Value* require = input.Find("RequireEachIncludedType");
  if (require != nullptr && require->AsBool() != nullptr && !*require->AsBool()) return password;
  if (kinds.size() > password.size()) {
    return InvalidSecretParameter("The password length is too short based on the required types.");
  }
  // One of each kind, at places that differ.
  std::vector<size_t> places(password.size());
  for (size_t index = 0; index < places.size(); ++index) places[index] = index;
  for (size_t index = 0; index < kinds.size(); ++index) {
    std::swap(places[index], places[index + RandomBelow(random, places.size() - index)]);
    password[places[index]] = kinds[index][RandomBelow(random, kinds[index].size())];
  }
  return password;
}

}  // namespace genesys_cfn::emulator

// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/organisation_options.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <string>
#include <variant>
#include <vector>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

using Options = OrganisationOptions;

constexpr int64_t kLongest = 3'600'000;
constexpr int64_t kMost = 1'000'000'000;

// A number in a range, or one of two.
struct NumberSwitch {
  std::string_view name;
  int64_t smallest;
  int64_t largest;
  bool only_these;  // the two, and nothing between them
  std::variant<int Options::*, int64_t Options::*, Milliseconds Options::*, size_t Options::*> member;

  [[nodiscard]] int64_t Get(const Options& options) const {
    return std::visit([&](auto pointer) { return ToNumber(options.*pointer); }, member);
  }
  void Set(Options& options, int64_t value) const {
    std::visit([&](auto pointer) { options.*pointer = std::decay_t<decltype(options.*pointer)>(value); }, member);
  }

 private:
  static int64_t ToNumber(Milliseconds duration) { return duration.count(); }
  template <std::integral T>
  static int64_t ToNumber(T number) {
    return static_cast<int64_t>(number);
  }
};

constexpr std::array<NumberSwitch, 17> kNumbers = {{
    {"version-conflict-status", 400, 409, true, &Options::version_conflict_status},
    {"invalid-client-status", 400, 401, true, &Options::invalid_client_status},
    {"deleted-integration-status", 200, 404, true, &Options::deleted_integration_status},
    {"delete-in-use-status", 204, 409, true, &Options::delete_in_use_status},
    {"max-body-bytes", 1, kMost, false, &Options::max_body_bytes},
    {"read-lag", 0, kLongest, false, &Options::read_lag},
    {"list-lag", 0, kLongest, false, &Options::list_lag},
    {"delete-lag", 0, kLongest, false, &Options::delete_lag},
    {"edit-lag", 0, kLongest, false, &Options::edit_lag},
    {"activation-lag", 0, kLongest, false, &Options::activation_lag},
    {"function-lag", 0, kLongest, false, &Options::function_lag},
    {"past-kept", 0, kLongest, false, &Options::past_kept},
    {"requests-per-minute", 0, kMost, false, &Options::requests_per_minute},
    {"token-requests-per-minute", 0, kMost, false, &Options::token_requests_per_minute},
    {"token-throttle-status", 400, 429, true, &Options::token_throttle_status},
    {"actions-per-integration", 0, kMost, false, &Options::actions_per_integration},
    {"actions-total", 0, kMost, false, &Options::actions_total},
}};

// A choice of words, as the number of the word.
struct WordSwitch {
  std::string_view name;
  std::array<std::string_view, 3> words;
  std::variant<DescriptionStorage Options::*, TemplateStorage Options::*, RetryAfter Options::*,
               StaticActions Options::*, CredentialTypeAnswer Options::*>
      member;

  [[nodiscard]] size_t Get(const Options& options) const {
    return std::visit([&](auto pointer) { return static_cast<size_t>(options.*pointer); }, member);
  }
  void Set(Options& options, size_t word) const {
    std::visit([&](auto pointer) { options.*pointer = static_cast<std::decay_t<decltype(options.*pointer)>>(word); },
               member);
  }
};

constexpr std::array<WordSwitch, 5> kWords = {{
    {"descriptions", {"kept", "dropped", "trimmed"}, &Options::descriptions},
    {"templates", {"kept", "normalised", ""}, &Options::templates},
    {"retry-after", {"sent", "omitted", ""}, &Options::retry_after},
    {"static-actions", {"absent", "shipped", ""}, &Options::static_actions},
    {"credential-types", {"array", "listing", ""}, &Options::credential_types},
}};

Error Refuse(std::string_view name, std::string_view must) {
  return {ErrorCode::kInvalidInput, Concat("the switch ", name, " of the organisation must be ", must)};
}

Result<void> SetNumber(Options& options, const NumberSwitch& entry, std::string_view value) {
  const auto number = ParseInteger<int64_t>(value);
  const bool is_one = number && (*number == entry.smallest || *number == entry.largest);
  if (entry.only_these && !is_one) return Refuse(entry.name, Concat(entry.smallest, " or ", entry.largest));
  if (!number || *number < entry.smallest || *number > entry.largest) {
    return Refuse(entry.name, Concat("an integer from ", entry.smallest, " to ", entry.largest));
  }
  entry.Set(options, *number);
  return {};
}

Result<void> SetWord(Options& options, const WordSwitch& entry, std::string_view value) {
  std::vector<std::string> words;
  for (size_t i = 0; i < entry.words.size() && !entry.words[i].empty(); ++i) {
    if (entry.words[i] == value) {
      entry.Set(options, i);
      return {};
    }
    words.emplace_back(entry.words[i]);
  }
  return Refuse(entry.name, Concat("one of ", Join(words, ", ")));
}

}  // namespace

Milliseconds OrganisationOptions::LongestLag() const {
  return std::max({read_lag, list_lag, delete_lag, edit_lag, past_kept});
}

json::Object ShowOptions(const OrganisationOptions& options) {
  json::Object shown;
  for (const NumberSwitch& entry : kNumbers) shown.Append(std::string(entry.name), entry.Get(options));
  for (const WordSwitch& entry : kWords) shown.Append(std::string(entry.name), entry.words.at(entry.Get(options)));
  return shown;
}

Result<void> SetOption(OrganisationOptions& options, std::string_view name, std::string_view value) {
  for (const NumberSwitch& entry : kNumbers) {
    if (entry.name == name) return SetNumber(options, entry, value);
  }
  for (const WordSwitch& entry : kWords) {
    if (entry.name == name) return SetWord(options, entry, value);
  }
  std::vector<std::string> names;
  for (const auto& [known, shown] : ShowOptions(options)) names.push_back(known);
  return Error{ErrorCode::kInvalidInput,
               Concat("the organisation has no switch ", name, "; there are ", Join(names, ", "))};
}

}  // namespace genesys_cfn::emulator

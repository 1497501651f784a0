// SPDX-License-Identifier: Apache-2.0
// The operations of Parameter Store that are about many parameters, or many versions of one.
#include <algorithm>
#include <optional>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/json_input.h"
#include "emulator/aws/parameter_input.h"
#include "emulator/aws/parameter_operations.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMostNames = 10;
constexpr int64_t kPathPage = 10;
constexpr int64_t kPage = 50;

struct Paging {
  size_t limit = 0;
  std::string after;
};

std::variant<Paging, JsonServiceError> PagingOf(const json::Value& input, int64_t most) {
  const json::Value* size = input.Find("MaxResults");
  const int64_t limit = size == nullptr ? most : size->AsInteger().value_or(0);
  if (limit < 1 || limit > most) {
    return ParameterValidation(
        Concat("1 validation error detected: Value at 'maxResults' failed to satisfy constraint: "
               "Member must have value between 1 and ",
               most));
  }
  const auto after = Base64Decode(TextMember(input, "NextToken"));
  if (!after) return JsonServiceError{"InvalidNextToken", "The specified token isn't valid."};
  return Paging{static_cast<size_t>(limit), *after};
}

// "/a" is the parent of "/a/b", and of "/a/b/c" too if that is asked recursively.
bool IsBelow(const std::string& name, std::string path, bool recursively) {
  if (!path.ends_with('/')) path += '/';
  if (!name.starts_with(path)) return path == "/" && name.find('/') == std::string::npos;
  return recursively || name.find('/', path.size()) == std::string::npos;
}

bool AnyOf(const std::vector<std::string>& values, const auto& matches) {
  return std::any_of(values.begin(), values.end(), matches);
}

// One filter of ParameterFilters, or of the older Filters, which match names by their beginning.
struct Filter {
  std::string key;
  std::string option;
  std::vector<std::string> values;

  [[nodiscard]] bool Matches(const ParameterVersion& parameter, const Tags& tags) const {
    if (key == "Name")
      return AnyOf(values, [&](const std::string& value) { return MatchesName(parameter.name, value); });
    if (key == "Path") {
      return AnyOf(values,
                   [&](const std::string& path) { return IsBelow(parameter.name, path, option == "Recursive"); });
    }
    if (key.starts_with("tag:")) {
      return std::any_of(tags.begin(), tags.end(), [this](const auto& tag) {
        const bool is_value = values.empty() || std::find(values.begin(), values.end(), tag.second) != values.end();
        return tag.first == key.substr(4) && is_value;
      });
    }
    const std::string& text = key == "Type" ? parameter.type : key == "Tier" ? parameter.tier : parameter.data_type;
    return std::find(values.begin(), values.end(), text) != values.end();
  }

  [[nodiscard]] bool MatchesName(const std::string& name, const std::string& value) const {
    if (option == "BeginsWith") return name.starts_with(value);
    if (option == "Contains") return name.find(value) != std::string::npos;
    return name == value;
  }
};

std::variant<std::vector<Filter>, JsonServiceError> FiltersOf(const json::Value& input) {
  std::vector<Filter> filters;
  for (const char* member : {"Filters", "ParameterFilters"}) {
    const json::Value* given = input.Find(member);
    if (given == nullptr || given->AsArray() == nullptr) continue;
    for (const json::Value& filter : *given->AsArray()) {
      Filter read{TextMember(filter, "Key"), TextMember(filter, "Option"), TextsMember(filter, "Values")};
      if (read.option.empty()) read.option = std::string_view(member) == "Filters" ? "BeginsWith" : "Equals";
      const bool known = read.key == "Name" || read.key == "Path" || read.key == "Type" || read.key == "Tier" ||
                         read.key == "DataType" || read.key.starts_with("tag:");
      if (!known) {
        return JsonServiceError{"InvalidFilterKey", Concat("The local Parameter Store does not filter by '", read.key,
                                                           "': use Name, Path, Type, Tier, DataType or tag:<key>.")};
      }
      filters.push_back(std::move(read));
    }
  }
  return filters;
}

constexpr std::string_view kWrongNames =
    "1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length between 1 and "
    "10";

// nullopt: none, or too many.
std::optional<std::vector<std::string>> NamesOf(const json::Value& input) {
  std::vector<std::string> names = TextsMember(input, "Names");
  if (names.empty() || names.size() > kMostNames) return std::nullopt;
  return names;
}

}  // namespace

json::Object ParameterOperations::Metadata(const ParameterVersion& parameter) const {
  json::Object out{{"Name", parameter.name}, {"ARN", ArnOf(parameter.name)}, {"Type", parameter.type}};
  if (parameter.type == "SecureString") out.Append("KeyId", "alias/aws/ssm");
  out.Append("LastModifiedDate", JsonSeconds(parameter.modified_ms));
  out.Append("LastModifiedUser", Concat("arn:aws:iam::", identity_.account, ":root"));
  if (!parameter.description.empty()) out.Append("Description", parameter.description);
  if (!parameter.allowed_pattern.empty()) out.Append("AllowedPattern", parameter.allowed_pattern);
  out.Append("Version", parameter.version);
  out.Append("Tier", parameter.tier);
  out.Append("Policies", json::Array{});
  out.Append("DataType", parameter.data_type);
  return out;
}

ParameterOutcome ParameterOperations::GetParameters(const json::Value& input) {
  const auto names = NamesOf(input);
  if (!names) return ParameterValidation(std::string(kWrongNames));
  json::Array parameters;
  json::Array invalid;
  for (const std::string& name : *names) {
    auto read = Read(name, IsTrue(input, "WithDecryption") ? Decrypt::kYes : Decrypt::kNo);
    if (auto* parameter = std::get_if<json::Object>(&read)) {
      parameters.emplace_back(std::move(*parameter));
    } else {
      invalid.emplace_back(name);
    }
  }
  return json::Object{{"Parameters", std::move(parameters)}, {"InvalidParameters", std::move(invalid)}};
}

ParameterOutcome ParameterOperations::GetParametersByPath(const json::Value& input) {
  const std::string path = TextMember(input, "Path");
  if (!path.starts_with('/')) {
    return ParameterValidation(
        "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward "
        "slash "
        "\"/\". It can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). It must use only letters, numbers, or "
        "the following symbols: . (period), - (hyphen), _ (underscore).");
  }
  const auto paging = PagingOf(input, kPathPage);
  if (const auto* error = std::get_if<JsonServiceError>(&paging)) return *error;
  const auto filters = FiltersOf(input);
  if (const auto* error = std::get_if<JsonServiceError>(&filters)) return *error;
  const auto& [limit, after] = std::get<Paging>(paging);
  const bool recursively = IsTrue(input, "Recursive");
  const auto wanted = [&](const ParameterVersion& parameter) {
    if (!IsBelow(parameter.name, path, recursively)) return false;
    const auto& all = std::get<std::vector<Filter>>(filters);
    return std::all_of(all.begin(), all.end(), [&](const Filter& filter) { return filter.Matches(parameter, {}); });
  };
  json::Array parameters;
  json::Object answer;
  std::string last;
  for (const ParameterVersion& parameter : records_.List(after, limit + 1, wanted)) {
    if (parameters.size() == limit) {
      answer.Append("NextToken", Base64Encode(last));
      break;
    }
    parameters.emplace_back(Answer(parameter, "", IsTrue(input, "WithDecryption") ? Decrypt::kYes : Decrypt::kNo));
    last = parameter.name;
  }
  answer.Append("Parameters", std::move(parameters));
  return answer;
}

ParameterOutcome ParameterOperations::DescribeParameters(const json::Value& input) {
  const auto paging = PagingOf(input, kPage);
  if (const auto* error = std::get_if<JsonServiceError>(&paging)) return *error;
  const auto filters = FiltersOf(input);
  if (const auto* error = std::get_if<JsonServiceError>(&filters)) return *error;
  const auto& [limit, after] = std::get<Paging>(paging);
  const auto& all = std::get<std::vector<Filter>>(filters);
  const auto wanted = [&](const ParameterVersion& parameter) {
    const auto known = json::Parse(records_.Tags(parameter.name));
    const Tags tags = ReadTags(known ? &*known : nullptr);
    return std::all_of(all.begin(), all.end(), [&](const Filter& filter) { return filter.Matches(parameter, tags); });
  };
  json::Array parameters;
  json::Object answer;
  std::string last;
  for (const ParameterVersion& parameter : records_.List(after, limit + 1, wanted)) {
    if (parameters.size() == limit) {
      answer.Append("NextToken", Base64Encode(last));
      break;
    }
    parameters.emplace_back(Metadata(parameter));
    last = parameter.name;
  }
  answer.Append("Parameters", std::move(parameters));
  return answer;
}

ParameterOutcome ParameterOperations::GetParameterHistory(const json::Value& input) {
  const std::string name = TextMember(input, "Name");
  const auto paging = PagingOf(input, kPage);
  if (const auto* error = std::get_if<JsonServiceError>(&paging)) return *error;
  const auto& [limit, after] = std::get<Paging>(paging);
  const std::vector<ParameterVersion> history = records_.History(name);
  if (history.empty()) return JsonServiceError{"ParameterNotFound", ""};
  const int64_t first = ParseInteger<int64_t>(after).value_or(0);
  json::Array versions;
  json::Object answer;
  int64_t last = 0;
  for (const ParameterVersion& version : history) {
    if (version.version <= first) continue;
    if (versions.size() == limit) {
      answer.Append("NextToken", Base64Encode(std::to_string(last)));
      break;
    }
    json::Object entry = Metadata(version);
    entry.Remove("ARN");
    const json::Object shown = Answer(version, "", IsTrue(input, "WithDecryption") ? Decrypt::kYes : Decrypt::kNo);
    entry.Append("Value", *shown.Find("Value"));
    entry.Append("Labels", TextArray(records_.Labels(name, version.version)));
    versions.emplace_back(std::move(entry));
    last = version.version;
  }
  answer.Append("Parameters", std::move(versions));
  return answer;
}

ParameterOutcome ParameterOperations::DeleteParameters(const json::Value& input) {
  const auto names = NamesOf(input);
  if (!names) return ParameterValidation(std::string(kWrongNames));
  json::Array deleted;
  json::Array invalid;
  for (const std::string& name : *names) {
    if (records_.Remove(name)) {
      deleted.emplace_back(name);
    } else {
      invalid.emplace_back(name);
    }
  }
  return json::Object{{"DeletedParameters", std::move(deleted)}, {"InvalidParameters", std::move(invalid)}};
}

}  // namespace genesys_cfn::emulator

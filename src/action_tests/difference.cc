// SPDX-License-Identifier: Apache-2.0
#include "action_tests/difference.h"

#include <algorithm>

#include "base/text.h"
#include "json/canonical.h"
#include "json/write.h"

namespace genesys_cfn::action_tests {
namespace {

constexpr size_t kMostDifferences = 100;

bool IsWord(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

class Comparison {
 public:
  explicit Comparison(Extent extent) : extent_(extent) {}

  void Visit(const json::Value& expected, const json::Value& actual, const std::string& path) {
    if (expected.is_object() && actual.is_object()) {
      Members(*expected.AsObject(), *actual.AsObject(), path);
    } else if (expected.is_array() && actual.is_array()) {
      Items(*expected.AsArray(), *actual.AsArray(), path);
    } else if (!json::Equivalent(expected, actual)) {
      Add(path, expected, actual);
    }
  }

  std::vector<Difference> Take() { return std::move(found_); }

 private:
  void Add(const std::string& path, std::optional<json::Value> expected, std::optional<json::Value> actual) {
    if (found_.size() < kMostDifferences) found_.push_back({path, std::move(expected), std::move(actual)});
  }

  void Members(const json::Object& expected, const json::Object& actual, const std::string& path) {
    for (const auto& [name, value] : expected) {
      const json::Value* const other = actual.Find(name);
      if (other != nullptr) {
        Visit(value, *other, MemberPath(path, name));
      } else {
        Add(MemberPath(path, name), value, std::nullopt);
      }
    }
    if (extent_ == Extent::kPart) return;
    for (const auto& [name, value] : actual) {
      if (!expected.Contains(name)) Add(MemberPath(path, name), std::nullopt, value);
    }
  }

  void Items(const json::Array& expected, const json::Array& actual, const std::string& path) {
    for (size_t i = 0; i < std::max(expected.size(), actual.size()); ++i) {
      const std::string place = Concat(path, "[", i, "]");
      if (i >= actual.size()) {
        Add(place, expected[i], std::nullopt);
      } else if (i >= expected.size()) {
        Add(place, std::nullopt, actual[i]);
      } else {
        Visit(expected[i], actual[i], place);
      }
    }
  }

  Extent extent_;
  std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> Compare(const json::Value& expected, const json::Value& actual, Extent extent,
                                const std::string& path) {
  Comparison comparison(extent);
  comparison.Visit(expected, actual, path);
  return comparison.Take();
}

std::string MemberPath(const std::string& path, const std::string& name) {
  return IsWord(name) ? Concat(path, ".", name) : Concat(path, "[", json::Quote(name), "]");
}

}  // namespace genesys_cfn::action_tests

// SPDX-License-Identifier: Apache-2.0
#include "provider/gate_tests.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "definition/normalise.h"
#include "json/canonical.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "json/write.h"

namespace genesys_cfn::provider {
namespace {

constexpr size_t kShownBytes = 80;
constexpr int64_t kFirstFailure = 400;

std::optional<int64_t> ReadStatus(const PropertyReader& test) {
  const json::Value* value = test.Find("ExpectStatus");
  if (value == nullptr) return std::nullopt;
  const std::string* text = value->AsString();
  const auto status = text != nullptr ? ParseInteger<int64_t>(*text) : value->AsInteger();
  if (!status) return std::nullopt;
  const bool is_status = ((*status >= kFirstFailure && *status <= 599) || *status == 200);
  if (is_status) return status;
  test.Report("ExpectStatus", "must be 200, or the status of the error that is expected, 400 to 599");
  return std::nullopt;
}

// Success and status say the same, or one of them is absent.
void ReadExpectations(const PropertyReader& reader, GateTest& test) {
  const auto success = reader.Flag("ExpectSuccess");
  const auto status = ReadStatus(reader);
  if (status && *status != 200) test.expected_status = status;
  test.expects_success = success.value_or(!test.expected_status.has_value());
  if ((test.expects_success && test.expected_status) || (!test.expects_success && status == 200)) {
    reader.Report("ExpectStatus", Concat("contradicts ExpectSuccess: ", test.expects_success ? "true" : "false"));
  }
  if (const json::Value* output = reader.Find("ExpectOutput")) test.expected_output = *output;
  if (test.expected_output && !test.expects_success) {
    reader.Report("ExpectOutput", "has no meaning for a case that is expected to fail");
  }
}

GateTest ReadTest(const json::Object& members, const std::string& pointer, std::vector<definition::Problem>& problems) {
  const PropertyReader reader(members, pointer, problems);
  GateTest test;
  test.name = reader.Text("Name").value_or("");
  const json::Value* inputs = reader.Find("Inputs");
  if (inputs != nullptr && inputs->is_object()) test.inputs = *inputs->AsObject();
  ReadExpectations(reader, test);
  test.allows_writes = reader.Flag("AllowWrites").value_or(false);
  test.confidential = reader.Flag("Confidential").value_or(false);
  return test;
}

const json::Object* InputSchemaOf(const definition::DataAction& action) {
  const json::Value* input = action.contract.Find("input");
  const json::Value* schema = input == nullptr ? nullptr : input->Find("inputSchema");
  return schema == nullptr ? nullptr : schema->AsObject();
}

bool Writes(const definition::DataAction& action) {
  const json::Value* request = action.config.Find("request");
  const auto type = request == nullptr ? std::nullopt : request->FindString("requestType");
  return type && *type != "GET";
}

// The value with the type that the schema says; nullopt: it has no such form.
std::optional<json::Value> Typed(const json::Value& value, const std::string& type) {
  const std::string* text = value.AsString();
  if (type == "boolean") {
    if (value.is_bool()) return value;
    if (text != nullptr && EqualsIgnoreCase(*text, "true")) return json::Value(true);
    if (text != nullptr && EqualsIgnoreCase(*text, "false")) return json::Value(false);
    return std::nullopt;
  }
  if (type == "integer" || type == "number") {
    const auto number = text != nullptr ? json::Parse(*text) : Result<json::Value>(value);
    if (!number || !number->is_number()) return std::nullopt;
    if (type == "integer" && !number->AsInteger()) return std::nullopt;
    return *number;
  }
  if (type == "string" && text == nullptr) return std::nullopt;
  return value;
}

class Fitter {
 public:
  Fitter(const json::Object* schema, std::vector<definition::Problem>& problems) : problems_(problems) {
    const json::Value* properties = schema == nullptr ? nullptr : schema->Find("properties");
    if (properties != nullptr) known_ = properties->AsObject();
    const json::Value* required = schema == nullptr ? nullptr : schema->Find("required");
    if (required != nullptr) required_ = required->AsArray();
  }

  void Fit(GateTest& test, const std::string& pointer) {
    for (auto& [name, value] : test.inputs) {
      const std::string place = json::AppendToken(Concat(pointer, "/Inputs"), name);
      const json::Value* schema = known_ == nullptr ? nullptr : known_->Find(name);
      if (schema == nullptr) {
        Unknown(name, place);
        continue;
      }
      const auto type = schema->FindString("type");
      auto typed = type ? Typed(value, *type) : std::optional(value);
      if (typed) {
        value = *std::move(typed);
      } else {
        problems_.push_back(
            {place, Concat("must be of the type ", *type, ", as the input contract says"), definition::Rule::kTest});
      }
    }
    if (!test.expects_success || required_ == nullptr) return;
    for (const json::Value& name : *required_) {
      if (name.AsString() == nullptr || test.inputs.Contains(*name.AsString())) continue;
      problems_.push_back({Concat(pointer, "/Inputs"),
                           Concat("lacks the input ", *name.AsString(), ", which the contract requires"),
                           definition::Rule::kTest});
    }
  }

 private:
  void Unknown(const std::string& name, const std::string& place) {
    std::vector<std::string> names;
    if (known_ != nullptr) {
      for (const auto& [known, schema] : *known_) names.push_back(known);
    }
    const auto near = Suggest(name, names);
    std::string message = "is no input of the contract";
    if (near) {
      message += Concat("; did you mean ", *near, "?");
    } else {
      message += names.empty() ? "; it has none" : Concat("; there are ", Join(names, ", "));
    }
    problems_.push_back({place, std::move(message), definition::Rule::kTest});
  }

  const json::Object* known_ = nullptr;
  const json::Array* required_ = nullptr;
  std::vector<definition::Problem>& problems_;
};

std::string Shown(const json::Value& value) {
  return std::string(TruncateUtf8(json::Write(value), kShownBytes));
}

// Whether a scalar is the one that the template states. There each is a string.
bool SameScalar(const json::Value& expected, const json::Value& actual) {
  if (json::Equivalent(expected, actual)) return true;
  const std::string* text = expected.AsString();
  if (text == nullptr || actual.is_string() || actual.is_object() || actual.is_array() || actual.is_null())
    return false;
  const auto parsed = json::Parse(*text);
  return parsed && json::Equivalent(*parsed, actual);
}

// The first place where `actual` lacks what is expected, in words; nullopt: nowhere.
std::optional<std::string> Missing(const json::Value& expected, const json::Value& actual, const std::string& pointer,
                                   ShowOutputs show) {
  const std::string place = Concat("the output", pointer.empty() ? "" : " ", pointer);
  if (const json::Object* members = expected.AsObject()) {
    if (!actual.is_object()) return Concat(place, " is ", json::TypeName(actual), ", not object");
    for (const auto& [name, member] : *members) {
      const std::string inner = json::AppendToken(pointer, name);
      const json::Value* found = actual.Find(name);
      if (found == nullptr) return Concat("the output has no ", inner);
      if (auto missing = Missing(member, *found, inner, show)) return missing;
    }
    return std::nullopt;
  }
  if (const json::Array* items = expected.AsArray()) {
    const json::Array* found = actual.AsArray();
    if (found == nullptr) return Concat(place, " is ", json::TypeName(actual), ", not array");
    if (found->size() != items->size()) {
      return Concat(place, " has ", found->size(), " items, not ", items->size());
    }
    for (size_t i = 0; i < items->size(); ++i) {
      if (auto missing = Missing((*items)[i], (*found)[i], json::AppendIndex(pointer, i), show)) return missing;
    }
    return std::nullopt;
  }
  if (SameScalar(expected, actual)) return std::nullopt;
  if (show == ShowOutputs::kNo) return Concat(place, " is not as expected");
  return Concat(place, " is ", Shown(actual), ", not ", Shown(expected));
}

std::string Failure(const genesys::TestOutcome& outcome, ShowOutputs show) {
  std::string text;
  if (outcome.status) text += Concat(" with the status ", *outcome.status);
  if (show == ShowOutputs::kYes && !outcome.message.empty()) text += Concat(": ", outcome.message);
  return text;
}

}  // namespace

std::vector<GateTest> ReadTests(const PropertyReader& properties, std::vector<definition::Problem>& problems) {
  std::vector<GateTest> tests;
  const json::Value* value = properties.Find("Test");
  if (value == nullptr) return tests;
  const json::Array* items = value->AsArray();
  if (items == nullptr) return tests;
  std::set<std::string> names;
  for (size_t i = 0; i < items->size(); ++i) {
    const std::string pointer = json::AppendIndex("/Test", i);
    const json::Object* members = (*items)[i].AsObject();
    tests.emplace_back();  // the places of the others stay as they are
    if (members == nullptr) continue;
    tests.back() = ReadTest(*members, pointer, problems);
    if (!names.insert(tests.back().name).second) {
      problems.push_back({Concat(pointer, "/Name"), "is the name of another case too"});
    }
  }
  return tests;
}

void FitTests(std::vector<GateTest>& tests, const definition::DataAction& action,
              std::vector<definition::Problem>& problems) {
  Fitter fitter(InputSchemaOf(action), problems);
  const bool writes = Writes(action);
  for (size_t i = 0; i < tests.size(); ++i) {
    if (tests[i].name.empty()) continue;  // what is wrong with it was told
    const std::string pointer = json::AppendIndex("/Test", i);
    fitter.Fit(tests[i], pointer);
    if (!writes || tests[i].allows_writes) continue;
    problems.push_back({pointer,
                        "would really send a request that may write (requestType is not GET), each time the gate runs; "
                        "say AllowWrites: true if that does no harm",
                        definition::Rule::kTest});
  }
}

std::optional<std::string> JudgeTest(const GateTest& test, const genesys::TestOutcome& outcome, ShowOutputs show) {
  if (test.expects_success && !outcome.success) return Concat("it failed", Failure(outcome, show));
  if (!test.expects_success && outcome.success) return std::string("it succeeded, and was to fail");
  if (test.expected_status && outcome.status != test.expected_status) {
    return Concat("it failed", Failure(outcome, show), ", and was to fail with ", *test.expected_status);
  }
  if (!test.expected_output) return std::nullopt;
  return Missing(*test.expected_output, outcome.result, "", show);
}

}  // namespace genesys_cfn::provider

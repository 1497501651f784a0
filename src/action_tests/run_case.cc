// SPDX-License-Identifier: Apache-2.0
#include "action_tests/run_case.h"

#include <algorithm>
#include <optional>

#include "action_runtime/flatten.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::action_tests {
namespace {

using action_runtime::Execution;
using action_runtime::OutgoingRequest;
using action_runtime::StepError;

constexpr size_t kShownBytes = 1'000;

std::string PlaceOf(const Execution& execution) {
  for (const ErrorPlace& place : ErrorPlaces()) {
    if (place.step == execution.steps.back().name) return std::string(place.name);
  }
  return std::string(execution.steps.back().name);
}

std::string DescribeFailure(const Execution& execution) {
  const StepError& error = *execution.error();
  return Concat("it failed at ", PlaceOf(execution), ": ", error.status, " ", error.code, ": ", error.message);
}

class CaseRun {
 public:
  CaseRun(const Subject& subject, const TestCase& test) : subject_(subject), test_(test) {
    context_.kind = subject.kind;
    context_.credentials = test.credentials;
    context_.auth_response = test.auth_response;
    result_.name = test.name;
    result_.place = test.place;
  }

  CaseResult Run(const CallFunction& call, Coverage& coverage) {
    if (test_.skip) {
      result_.verdict = Verdict::kSkipped;
      result_.message = *test_.skip;
      return std::move(result_);
    }
    coverage.AddInputs(test_.inputs);
    auto prepared = PrepareRequest(subject_.action, test_.inputs, context_);
    Execution execution = std::move(prepared.execution);
    if (prepared.request) {
      JudgeRequest(*prepared.request);
      auto response = test_.response;
      if (!response && subject_.function && test_.judges_outcome())
        response = call(*subject_.function, *prepared.request);
      if (test_.judges_outcome() && response) {
        execution = FinishResponse(subject_.action, std::move(execution), context_, *response);
        coverage.AddExecution(execution);
      }
    }
    JudgeInputs();
    JudgeOutcome(execution, prepared.request.has_value());
    const bool is_right = result_.message.empty() && result_.differences.empty();
    result_.verdict = is_right ? Verdict::kPassed : Verdict::kFailed;
    return std::move(result_);
  }

 private:
  void Fail(std::string message) {
    if (result_.message.empty()) result_.message = std::move(message);
  }
  void Differ(Difference difference) { result_.differences.push_back(std::move(difference)); }
  void Differ(std::vector<Difference> differences) {
    for (Difference& difference : differences) Differ(std::move(difference));
  }
  void Same(std::string path, const std::optional<std::string>& expected, const std::string& actual) {
    if (expected && *expected != actual) Differ({std::move(path), json::Value(*expected), json::Value(actual)});
  }

  // The platform takes inputs that the contract does not know, but a flow cannot give them: in a test it is a slip.
  void JudgeInputs() {
    const json::Value* const properties = subject_.action.input_schema.Find("properties");
    if (properties == nullptr || !properties->is_object() || (test_.error && test_.error->at == "inputSchema")) return;
    std::vector<std::string> names;
    for (const auto& [name, schema] : *properties->AsObject()) names.push_back(name);
    for (const auto& [name, value] : test_.inputs) {
      if (properties->Find(name) != nullptr) continue;
      const auto suggestion = Suggest(name, names);
      Fail(Concat("the input schema has no input \"", name, "\"",
                  suggestion ? Concat("; did you mean ", *suggestion, "?") : std::string()));
    }
  }

  void JudgeRequest(const OutgoingRequest& request) {
    const ExpectedRequest& expected = test_.request;
    Same("request.method", expected.method, request.method);
    Same("request.url", expected.url, request.url);
    for (const auto& [name, text] : expected.headers) JudgeHeader(name, text, request);
    if (expected.body) JudgeBody(*expected.body, request.body);
  }

  void JudgeHeader(const std::string& name, const std::optional<std::string>& text, const OutgoingRequest& request) {
    const auto found = std::find_if(request.headers.begin(), request.headers.end(),
                                    [&](const auto& header) { return EqualsIgnoreCase(header.first, name); });
    std::optional<std::string> sent;
    if (found != request.headers.end()) sent = found->second;
    if (text == sent) return;
    const auto value = [](const std::optional<std::string>& one) {
      return one ? std::optional<json::Value>(*one) : std::nullopt;
    };
    Differ({MemberPath("request.headers", name), value(text), value(sent)});
  }

  // As JSON when both are: then blanks and the order of members do not count.
  void JudgeBody(const json::Value& expected, const std::string& sent) {
    const auto actual = json::Parse(sent);
    const std::string* const text = expected.AsString();
    const auto parsed = text == nullptr ? Result<json::Value>(expected) : json::Parse(*text);
    if (actual && parsed) {
      Differ(Compare(*parsed, *actual, Extent::kWhole, "request.body"));
    } else if (text != nullptr) {
      Same("request.body", *text, sent);
    } else {
      const std::string problem = sent.empty() ? "is empty" : Concat("is no JSON: ", actual.error().message);
      Differ({"request.body", expected, json::Value(sent), Concat("what was sent ", problem)});
    }
  }

  void JudgeOutcome(const Execution& execution, bool is_sent) {
    const StepError* const error = execution.error();
    if (test_.error) {
      JudgeError(execution, is_sent);
    } else if (error != nullptr) {
      Fail(DescribeFailure(execution));
    } else if (execution.result) {
      JudgeOutput(*execution.result);
    }
    if (test_.error && test_.must_send && !is_sent) Fail("no request was made: " + DescribeFailure(execution));
  }

  void JudgeError(const Execution& execution, bool is_sent) {
    const StepError* const error = execution.error();
    if (error == nullptr) {
      Fail(is_sent && !execution.result
               ? "an error was expected, but the request was made; what does the other side answer (response)?"
               : Concat("an error was expected, and there was none; the output is ", Shown(*execution.result)));
      return;
    }
    const ExpectedError& expected = *test_.error;
    const size_t before = result_.differences.size();
    Same("error.at", expected.at, PlaceOf(execution));
    Same("error.code", expected.code, error->code);
    if (expected.status && *expected.status != error->status) {
      Differ({"error.status", json::Value(*expected.status), json::Value(error->status)});
    }
    if (expected.message && error->message.find(*expected.message) == std::string::npos) {
      Differ({"error.message", json::Value(*expected.message), json::Value(error->message), "expected is a part"});
    } else if (result_.differences.size() > before) {
      Fail(DescribeFailure(execution));
    }
  }

  void JudgeOutput(const json::Value& output) {
    if (test_.output) Differ(Compare(*test_.output, output, Extent::kWhole, "output"));
    if (test_.output_contains) Differ(Compare(*test_.output_contains, output, Extent::kPart, "output"));
    if (!test_.flattened) return;
    const auto flat = action_runtime::FlattenResult(output);
    if (flat) {
      Differ(Compare(*test_.flattened, *flat, Extent::kWhole, "flattened"));
    } else {
      Fail(Concat("the output cannot be flattened: ", flat.error().message));
    }
  }

  static std::string Shown(const json::Value& value) {
    const std::string text = json::Write(value);
    return text.size() <= kShownBytes ? text : Concat(TruncateUtf8(text, kShownBytes), "...");
  }

  const Subject& subject_;
  const TestCase& test_;
  action_runtime::IntegrationContext context_;
  CaseResult result_;
};

}  // namespace

CaseResult RunCase(const Subject& subject, const TestCase& test, const CallFunction& call, Coverage& coverage) {
  return CaseRun(subject, test).Run(call, coverage);
}

}  // namespace genesys_cfn::action_tests

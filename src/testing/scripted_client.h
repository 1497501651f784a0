// SPDX-License-Identifier: Apache-2.0
// An http::Client that answers from a script, in the order of the requests, and remembers what it was asked.
#pragma once

#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "http/client.h"

namespace genesys_cfn {

class ScriptedClient final : public http::Client {
 public:
  using Answer = std::function<Result<http::Response>(const http::Request&)>;

  // The next unanswered request gets this answer.
  ScriptedClient& Then(Answer answer) {
    script_.push_back(std::move(answer));
    return *this;
  }
  ScriptedClient& ThenRespond(int status, std::string body = "", http::Headers headers = {}) {
    return Then([response = http::Response{status, std::move(headers), std::move(body)}](const http::Request&) {
      return Result<http::Response>(response);
    });
  }
  ScriptedClient& ThenFail(ErrorCode code, std::string message = "the connection failed") {
    return Then(
        [error = Error{code, std::move(message)}](const http::Request&) { return Result<http::Response>(error); });
  }
  // Answers every request that comes after the end of the script; without it such a request is kInternal.
  ScriptedClient& Otherwise(Answer answer) {
    otherwise_ = std::move(answer);
    return *this;
  }

  Result<http::Response> Send(const http::Request& request, const http::CallOptions& options) override {
    requests_.push_back(request);
    options_.push_back(options);
    if (!script_.empty()) {
      const Answer answer = std::move(script_.front());
      script_.pop_front();
      return answer(request);
    }
    if (otherwise_) return otherwise_(request);
    return Error{ErrorCode::kInternal,
                 Concat("the script has no answer for ", request.method, " ", request.origin, request.target)};
  }
  std::vector<Result<http::Response>> SendAll(std::span<const http::Request> requests,
                                              const http::CallOptions& options) override {
    batches_.push_back(requests.size());
    std::vector<Result<http::Response>> answers;
    for (const http::Request& request : requests) answers.push_back(Send(request, options));
    return answers;
  }

  [[nodiscard]] const std::vector<http::Request>& requests() const { return requests_; }
  // The options of each request, in the same order.
  [[nodiscard]] const std::vector<http::CallOptions>& options() const { return options_; }
  // The sizes of the calls of SendAll.
  [[nodiscard]] const std::vector<size_t>& batches() const { return batches_; }
  // True when every scripted answer was given.
  [[nodiscard]] bool finished() const { return script_.empty(); }
  // "POST https://login.mypurecloud.com/oauth/token" for each request.
  [[nodiscard]] std::vector<std::string> calls() const {
    std::vector<std::string> calls;
    for (const http::Request& request : requests_) {
      calls.push_back(Concat(request.method, " ", request.origin, request.target));
    }
    return calls;
  }

 private:
  std::deque<Answer> script_;
  Answer otherwise_;
  std::vector<http::Request> requests_;
  std::vector<http::CallOptions> options_;
  std::vector<size_t> batches_;
};

}  // namespace genesys_cfn

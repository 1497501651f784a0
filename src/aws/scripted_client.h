// SPDX-License-Identifier: Apache-2.0
// A client for tests: gives the scripted answers in order and keeps what was asked.
#pragma once

#include <deque>
#include <functional>
#include <vector>

#include "http/client.h"

namespace genesys_cfn::aws {

class ScriptedClient final : public http::Client {
 public:
  Result<http::Response> Send(const http::Request& request, const http::CallOptions& options) override {
    requests.push_back(request);
    call_options.push_back(options);
    if (on_send) on_send();
    if (answers.empty()) return Error{ErrorCode::kInternal, "the script has no answer for this request"};
    Result<http::Response> answer = std::move(answers.front());
    // The last answer of a script that repeats is given for ever.
    if (answers.size() > 1 || !repeat_last) {
      answers.pop_front();
    } else {
      answers.front() = answer;
    }
    return answer;
  }
  std::vector<Result<http::Response>> SendAll(std::span<const http::Request> all,
                                              const http::CallOptions& options) override {
    std::vector<Result<http::Response>> results;
    for (const http::Request& request : all) results.push_back(Send(request, options));
    return results;
  }

  std::deque<Result<http::Response>> answers;
  bool repeat_last = false;
  std::function<void()> on_send;
  std::vector<http::Request> requests;
  std::vector<http::CallOptions> call_options;
};

}  // namespace genesys_cfn::aws

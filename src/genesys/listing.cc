// SPDX-License-Identifier: Apache-2.0
#include "genesys/listing.h"

#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "genesys/api_error.h"
#include "json/parse.h"

namespace genesys_cfn::genesys {
namespace {

constexpr int kPageSize = 100;
constexpr int kMaxPages = 1'000;
constexpr int kMostTries = 10;
constexpr Milliseconds kPause{1'000};

}  // namespace

bool IsGone(const http::Response& response) {
  return response.status == 404 || response.status == 410;
}

Error Refused(const Operation& operation, const Call& call, const http::Response& response) {
  Error error = ToError(ParseApiError(response), operation.name, call.method, call.target, operation.permission);
  const bool may_have_acted = response.status >= 500 || response.status == 408;
  if (may_have_acted && call.method != "GET") error.code = ErrorCode::kOutcomeUnknown;
  return error;
}

Error Unanswered(const Operation& operation, const Error& error) {
  return error.WithContext(Concat(operation.name, " failed"));
}

Result<json::Object> ReadObject(const Operation& operation, const Call& call, const http::Response& response) {
  Result<json::Value> body = json::Parse(response.body);
  if (body && body->is_object()) return std::move(*body->AsObject());
  return Error{ErrorCode::kUnavailable, Concat(operation.name, " failed: ", call.method, " ", http::PathOf(call.target),
                                               " answered ", response.status, " with a body that is no JSON object",
                                               body ? std::string() : Concat(" (", body.error().message, ")"), ".")};
}

namespace {

// nullopt: something was deleted meanwhile, so that what followed it may have moved to a page that had been read.
Result<std::optional<std::vector<json::Value>>> ListOnce(Session& session, const Operation& operation,
                                                         std::string_view path, std::string_view query) {
  std::optional<std::vector<json::Value>> entities(std::in_place);
  std::set<std::string> ids;  // an entity moves to the next page when one is made meanwhile
  size_t received = 0;
  std::optional<int64_t> most;
  for (int page = 1; page <= kMaxPages; ++page) {
    const Call call{"GET", Concat(path, "?pageSize=", kPageSize, "&pageNumber=", page, query), ""};
    const Result<http::Response> response = session.Send(call);
    if (!response) return Unanswered(operation, response.error());
    if (!response->ok()) return Refused(operation, call, *response);
    TRY_ASSIGN(json::Object body, ReadObject(operation, call, *response));
    json::Value* listed = body.Find("entities");
    if (listed == nullptr || listed->AsArray() == nullptr) {
      return Error{ErrorCode::kUnavailable, Concat(operation.name, " failed: ", call.method, " ", path, " answered ",
                                                   response->status, " without a list of entities.")};
    }
    const json::Value* member = body.Find("total");
    const std::optional<int64_t> total = member == nullptr ? std::nullopt : member->AsInteger();
    if (total && most && *total < *most) return std::optional<std::vector<json::Value>>();
    if (total) most = total;
    if (listed->AsArray()->empty()) return entities;
    received += listed->AsArray()->size();
    for (json::Value& entity : *listed->AsArray()) {
      const std::optional<std::string> id = entity.FindString("id");
      if (id && ids.insert(*id).second) entities->push_back(std::move(entity));
    }
    // An answer that says how many there are spares the request for the empty page behind the last.
    if (total && std::cmp_greater_equal(received, *total)) return entities;
  }
  return Error{ErrorCode::kUnavailable, Concat(operation.name, " failed: GET ", path, " has more than ", kMaxPages,
                                               " pages, which no organisation should have; the list is not used.")};
}

}  // namespace

Result<std::vector<json::Value>> ListAll(Session& session, const Operation& operation, std::string_view path,
                                         std::string_view query) {
  for (int tries = 1;; ++tries) {
    TRY_ASSIGN(auto listed, ListOnce(session, operation, path, query));
    if (listed) return *std::move(listed);
    if (tries == kMostTries || !session.WaitFor(kPause)) break;
  }
  return Error{ErrorCode::kUnavailable, Concat(operation.name, " failed: of what GET ", path,
                                               " lists, something was deleted each time it was read; try again.")};
}

bool IsPossibleId(std::string_view id) {
  return !id.empty() && id != "." && id != "..";
}

}  // namespace genesys_cfn::genesys

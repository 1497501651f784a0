// SPDX-License-Identifier: Apache-2.0
// What the clients of this folder share: refusals as errors, bodies as objects, and every page of a listing.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "genesys/session.h"
#include "json/value.h"

namespace genesys_cfn::genesys {

// What a call is for, in words, and the permission that a 403 would ask for.
struct Operation {
  std::string_view name;        // "creating the data action"
  std::string_view permission;  // "integrations:action:add"
};

// 404 and 410.
bool IsGone(const http::Response& response);
// The Error of an answer that was no success. kOutcomeUnknown for a 408 or 5xx to anything but a GET: a gateway that
// gives up says nothing of the service behind it, which may still carry the request out.
Error Refused(const Operation& operation, const Call& call, const http::Response& response);
// The Error of a call that got no answer, with the operation in front.
Error Unanswered(const Operation& operation, const Error& error);
// The body as a JSON object; kUnavailable when it is none.
Result<json::Object> ReadObject(const Operation& operation, const Call& call, const http::Response& response);

// The entities of all pages (genesys-cloud-api.md 2.6), each id once. `query` is appended to the paging parameters,
// encoded already ("&name=Lookup"), or empty. When the total shrinks from one page to the next it begins anew, up to
// ten times: a deletion moves what follows it to a page that was read already. More than 1,000 pages are kUnavailable,
// never a shortened list.
Result<std::vector<json::Value>> ListAll(Session& session, const Operation& operation, std::string_view path,
                                         std::string_view query);

// False for what would change the meaning of a path when put into one: no entity has such an id.
bool IsPossibleId(std::string_view id);

}  // namespace genesys_cfn::genesys

// SPDX-License-Identifier: Apache-2.0
// The five calls that an entity of the platform has, whatever it is: their answers read in one way, so that each client
// only says what its entity is called and where it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "genesys/listing.h"
#include "genesys/session.h"
#include "json/value.h"

namespace genesys_cfn::genesys {

// What the POST of an entity answered: the entity, or the errors of PostEntity.
Result<json::Object> ReadCreated(const Operation& operation, const Call& call, const Result<http::Response>& response);

// POST, never repeated; the created entity, which has an id. kOutcomeUnknown when the request may have been carried out
// (connection lost after sending, 408, 5xx, an unusable answer): the caller must look before it acts again.
// kInvalidInput or another code for what is refused. `permit` as of Call.
Result<json::Object> PostEntity(Session& session, const Operation& operation, std::string_view path,
                                const json::Object& body, const Permit& permit);
// nullopt for 404 and 410.
Result<std::optional<json::Object>> GetEntity(Session& session, const Operation& operation, std::string_view path);

// What a PUT or PATCH answered. kReadAgain: a version that is not the current one (409, or a 400 that says so), or, of
// a call that is not to be repeated, an unknown outcome.
enum class EntityWrite { kDone, kReadAgain, kGone };
Result<EntityWrite> WriteEntity(Session& session, const Operation& operation, std::string_view method,
                                std::string_view path, const json::Object& body, Repeatable repeatable,
                                const Permit& permit);
// True when it was deleted, false when it was gone already (404, 410).
Result<bool> DeleteEntity(Session& session, const Operation& operation, std::string_view path);

}  // namespace genesys_cfn::genesys

// SPDX-License-Identifier: Apache-2.0
#include "provider/function_work.h"

#include <algorithm>

#include "aws/sigv4.h"
#include "base/text.h"

namespace genesys_cfn::provider {
namespace {

constexpr Milliseconds kFirstPause{500};
constexpr Milliseconds kLongestPause{5'000};

bool IsUnusable(std::string_view status) {
  return status.starts_with("Invalid");
}

}  // namespace

Result<std::string> FunctionWork::Digest() {
  if (digest_) return *digest_;
  if (!properties_.digest) TRY(Fetch());
  digest_ = properties_.digest ? *properties_.digest : aws::Sha256Hex(*bytes_);
  return *digest_;
}

Result<FunctionState> FunctionWork::Desired() {
  TRY_ASSIGN(const std::string digest, Digest());
  return FunctionState{properties_.settings, digest};
}

Result<FunctionState> FunctionWork::Live(const std::string& action_id) {
  TRY_ASSIGN(const auto function, functions_.Read(action_id));
  return StateOf(function.value_or(genesys::Function()));
}

Result<bool> FunctionWork::IsSomebodys(const std::string& draft_id,
                                       const std::optional<genesys::FunctionSettings>& other) {
  TRY_ASSIGN(const auto draft, functions_.ReadDraft(draft_id));
  if (!draft) return false;
  TRY_ASSIGN(const auto read, functions_.Read(draft_id));
  const genesys::Function published = read.value_or(genesys::Function());
  const bool has_known_settings = !draft->settings || draft->settings == published.settings ||
                                  draft->settings == properties_.settings || (other && draft->settings == other);
  const bool has_known_package =
      draft->zip_name.empty() || draft->zip_name == published.zip_name || DigestIn(draft->zip_name);
  return !has_known_settings || !has_known_package;
}

Result<void> FunctionWork::Prepare(const std::optional<FunctionState>& there) {
  TRY(CheckRuntime());
  TRY_ASSIGN(const std::string digest, Digest());
  if (there && there->digest == digest) return {};
  return Fetch();
}

Result<void> FunctionWork::CheckRuntime() {
  TRY_ASSIGN(const auto runtimes, functions_.Runtimes());
  const std::string& wanted = properties_.settings.runtime;
  TRY_ASSIGN(const genesys::FunctionRuntime found, ChooseRuntime(runtimes, wanted));
  if (found.status == "Deprecated") parts_.logger.Warning("function_runtime_deprecated", {{"runtime", wanted}});
  return {};
}

Result<void> FunctionWork::Fetch() {
  if (bytes_) return {};
  parts_.progress.Doing("reading the function's package");
  auto bytes = parts_.packages.Fetch(properties_.zip, parts_.session.deadline());
  if (!bytes) return bytes.error().WithContext(Concat("Function.Zip (", aws::ToString(properties_.zip), ")"));
  const auto checked = CheckPackage(*bytes, properties_.digest);
  if (!checked) return checked.error().WithContext(Concat("Function.Zip (", aws::ToString(properties_.zip), ")"));
  bytes_ = *std::move(bytes);
  return {};
}

Result<void> FunctionWork::WriteTo(const std::string& draft_id, SteadyTime until, Clock& clock) {
  TRY_ASSIGN(const auto there, functions_.ReadDraft(draft_id));
  const genesys::Function former = there.value_or(genesys::Function());
  TRY_ASSIGN(const std::string digest, Digest());
  std::string zip_id = former.zip_id;
  const bool is_uploaded = !zip_id.empty() && DigestIn(former.zip_name) == digest && !IsUnusable(former.zip_status);
  if (is_uploaded && former.settings == properties_.settings) return {};
  if (!is_uploaded) {
    TRY(Upload(draft_id));
    TRY_ASSIGN(zip_id, WaitForPackage(draft_id, former, until, clock));
  }
  // The upload took its time, and the settings have no version.
  TRY_ASSIGN(const auto now, functions_.ReadDraft(draft_id));
  const bool has_known_settings =
      !former.settings || !now || now->settings == former.settings || now->settings == properties_.settings;
  if (!has_known_settings) {
    return Error{ErrorCode::kConflict, Concat("somebody else has changed the function of the draft ", draft_id,
                                              " meanwhile. Publish or discard that draft in Genesys Cloud, then deploy "
                                              "again")};
  }
  parts_.progress.Doing(Concat("setting the function of the draft ", draft_id));
  return functions_.PutSettings(draft_id, properties_.settings, zip_id, WhileWanted());
}

Result<void> FunctionWork::Upload(const std::string& draft_id) {
  TRY(Fetch());
  parts_.progress.Doing(Concat("uploading the function's package to the draft ", draft_id));
  TRY_ASSIGN(const std::string digest, Digest());
  TRY_ASSIGN(const auto target, functions_.RequestUpload(draft_id, PackageName(digest), WhileWanted()));
  return parts_.packages.Upload(target, *bytes_, parts_.session.deadline());
}

// The id of the package that was uploaded last, once the platform has taken it over.
Result<std::string> FunctionWork::WaitForPackage(const std::string& draft_id, const genesys::Function& former,
                                                 SteadyTime until, Clock& clock) {
  for (Milliseconds pause = kFirstPause;; pause = std::min(pause * 2, kLongestPause)) {
    TRY_ASSIGN(const auto read, functions_.ReadDraft(draft_id));
    const genesys::Function function = read.value_or(genesys::Function());
    // A name of ours says which package it is; the platform may have given it another one.
    const std::optional<std::string> named = DigestIn(function.zip_name);
    const bool is_ours = named ? named == digest_ : function.zip_id != former.zip_id;
    const bool is_available = function.zip_status == "Available" || function.zip_status.empty();
    if (!function.zip_id.empty() && is_ours && is_available) return function.zip_id;
    // The first reads may still show the package before this one, which can have been a bad one.
    const bool is_former = !former.zip_name.empty() && function.zip_name == former.zip_name && named != digest_ &&
                           function.zip_id == former.zip_id;
    if (IsUnusable(function.zip_status) && !is_former) {
      return Error{ErrorCode::kInvalidInput,
                   Concat("the platform does not take the package: ", function.zip_status,
                          function.zip_error.empty() ? "" : ", ", TruncateUtf8(function.zip_error, 300))};
    }
    if (clock.SteadyNow() + pause > until || !parts_.session.WaitFor(pause)) {
      return Error{ErrorCode::kDeadlineExceeded,
                   Concat("the platform has not taken over the package in time; its status is ",
                          function.zip_status.empty() ? "not known" : function.zip_status)};
    }
  }
}

}  // namespace genesys_cfn::provider

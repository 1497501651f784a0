// SPDX-License-Identifier: Apache-2.0
#include "simulation/function_witness.h"

#include "base/encoding.h"
#include "base/text.h"
#include "http/message.h"
#include "json/parse.h"
#include "simulation/package_store.h"
#include "simulation/template_maker.h"

namespace genesys_cfn::simulation {
namespace {

constexpr std::string_view kActions = "/api/v2/integrations/actions/";

struct DraftRequest {
  std::string id;
  std::string call;  // "", "/publish", "/function", "/function/upload", ...
};

std::optional<DraftRequest> DraftRequestOf(const http::Request& request) {
  constexpr std::string_view kDraft = "/draft";
  const std::string_view path = http::PathOf(request.target);
  const size_t draft = path.find(kDraft);
  if (!path.starts_with(kActions) || draft == std::string_view::npos || draft <= kActions.size()) return std::nullopt;
  const std::string_view id = path.substr(kActions.size(), draft - kActions.size());
  return DraftRequest{PercentDecode(id).value_or(""), std::string(path.substr(draft + kDraft.size()))};
}

std::string TextOf(const json::Value* object, std::string_view member) {
  return object == nullptr ? std::string() : object->FindString(member).value_or("");
}

// The package that a template names.
std::string PackageOf(const json::Value& function) {
  const json::Value* zip = function.Find("Zip");
  std::string target = Concat("/", kPackageBucket, "/", TextOf(zip, "Key"));
  if (const std::string version = TextOf(zip, "VersionId"); !version.empty()) {
    target += Concat("?versionId=", version);
  }
  const http::Response object = PackageStore().Handle({"GET", "", target, {}, ""});
  return object.ok() ? object.body : "";
}

}  // namespace

std::optional<FunctionRow> FunctionWitness::Published(std::string_view id) {
  std::optional<FunctionRow> row;
  static_cast<void>(database_.Run([&](emulator::Transaction& transaction) {
    auto found = transaction.Query(
        "SELECT handler, runtime, timeout, zip_id FROM genesys_function WHERE action = ? AND stage = 'published'", id);
    if (!found.Step()) return;
    row = FunctionRow{found.Text(0), found.Text(1), found.Integer(2), ""};
    const auto package = packages_.find(found.Text(3));
    if (package != packages_.end()) row->package = package->second;
  }));
  return row;
}

std::string FunctionWitness::Difference(std::string_view id, const std::string& handler, const std::string& package) {
  const auto row = Published(id);
  if (!row) return "no function";
  if (row->handler != handler) return Concat("the handler ", row->handler, " instead of ", handler);
  if (row->runtime != kRuntime) return Concat("the runtime ", row->runtime);
  if (row->seconds != kFunctionSeconds) return Concat("the time-out ", row->seconds);
  if (row->package != package) {
    return Concat("the package \"", TruncateUtf8(row->package, 20), "\" (", row->package.size(),
                  " bytes) instead of \"", TruncateUtf8(package, 20), "\" (", package.size(), ")");
  }
  return "";
}

std::string FunctionWitness::ConfigOf(const std::string& id) {
  const auto row = witness_.Find(id);
  return row ? Concat(row->name, row->category, row->config) : "";
}

http::Response FunctionWitness::Organisation(const http::Request& request,
                                             const std::function<http::Response()>& serve) {
  const auto draft = request.method == "GET" ? std::nullopt : DraftRequestOf(request);
  if (!draft || draft->call == "/test") return serve();
  const bool opens = request.method == "POST" && draft->call.empty();
  const bool publishes = draft->call == "/publish";
  const auto before = publishes ? Published(draft->id) : std::nullopt;
  const std::string config_before = publishes ? ConfigOf(draft->id) : "";
  http::Response response = serve();
  if (!response.ok() || opens || witness_.Current() == nullptr) return response;
  if (drafts_of_people.contains(draft->id)) {
    witness_.Violate(Concat("somebody's draft of ", draft->id, " met ", request.method, " /draft", draft->call));
  }
  if (draft->call == "/function/upload") {
    const auto target = json::Parse(response.body);
    const auto url = http::ParseUrl(TextOf(target ? &*target : nullptr, "url"));
    static_cast<void>(database_.Run([&](emulator::Transaction& transaction) {
      auto found =
          transaction.Query("SELECT zip_id FROM genesys_function WHERE action = ? AND stage = 'draft'", draft->id);
      if (url && found.Step()) uploads_[url->target] = found.Text(0);
    }));
  }
  if (publishes) AfterPublish(draft->id, before, config_before);
  return response;
}

http::Response FunctionWitness::Uploads(http::Handler& service, const http::Request& request) {
  http::Response response = service.Handle(request);
  const auto upload = uploads_.find(request.target);
  if (response.ok() && upload != uploads_.end()) packages_[upload->second] = request.body;
  return response;
}

void FunctionWitness::AfterPublish(const std::string& id, const std::optional<FunctionRow>& before,
                                   const std::string& config_before) {
  const auto now = Published(id);
  const json::Value* wanted = witness_.Current()->event.Find("ResourceProperties");
  const json::Value* function = wanted == nullptr ? nullptr : wanted->Find("Function");
  if (!now || function == nullptr) return;
  const std::string difference = Difference(id, TextOf(function, "Handler"), PackageOf(*function));
  if (!difference.empty()) witness_.Violate(Concat(id, " was published with ", difference));
  if (before == now && config_before == ConfigOf(id)) {
    witness_.Violate(Concat("the function ", id, " was published without a difference"));
  }
}

}  // namespace genesys_cfn::simulation

// SPDX-License-Identifier: Apache-2.0
#include "simulation/witness.h"

#include "base/encoding.h"
#include "base/text.h"
#include "custom_resource/answer.h"
#include "http/message.h"
#include "json/parse.h"
#include "simulation/template_maker.h"

namespace genesys_cfn::simulation {
namespace {

constexpr std::string_view kActions = "/api/v2/integrations/actions";
constexpr int kMostRequests = 400;
// Of a function the platform sets the URL, and the header has what a template says.
constexpr std::string_view kUrl =
    "coalesce(config ->> '$.request.headers.varies', config ->> '$.request.requestUrlTemplate')";
constexpr Milliseconds kLargestSkew{120'000};

std::optional<std::string> ActionOf(const http::Request& request) {
  const std::string_view path = http::PathOf(request.target);
  if (!path.starts_with(kActions) || path.size() <= kActions.size() + 1) return std::nullopt;
  const std::string_view rest = path.substr(kActions.size() + 1);
  if (rest.find('/') != std::string_view::npos) return std::nullopt;
  return PercentDecode(rest);
}

// The id and "test" or "publish", of a call on a draft.
std::optional<std::pair<std::string, std::string>> DraftCallOf(const http::Request& request) {
  constexpr std::string_view kDraft = "/draft/";
  const std::string_view path = http::PathOf(request.target);
  const size_t draft = path.find(kDraft);
  if (request.method != "POST" || !path.starts_with(kActions) || draft == std::string_view::npos) return std::nullopt;
  const std::string_view id = path.substr(kActions.size() + 1, draft - kActions.size() - 1);
  return std::pair(PercentDecode(id).value_or(""), std::string(path.substr(draft + kDraft.size())));
}

std::string PlaceOf(const json::Value& event) {
  return Concat(event.FindString("StackId").value_or(""), "/", event.FindString("LogicalResourceId").value_or(""));
}

bool HasNull(const json::Value& value) {
  if (value.is_null()) return true;
  if (const json::Object* members = value.AsObject()) {
    for (const auto& [name, member] : *members) {
      if (HasNull(member)) return true;
    }
  }
  return false;
}

}  // namespace

void Witness::Violate(const std::string& what) {
  violations.push_back(Concat(FormatIso8601(scheduler_.Now()).substr(11, 12), " ", what));
}

void Witness::CheckText(std::string_view where, std::string_view text) {
  for (const std::string& secret : secrets_) {
    if (text.find(secret) != std::string_view::npos) Violate(Concat("a secret is in ", where));
  }
}

DeliveryRecord* Witness::Current() {
  const auto found = deliveries_.find(active_delivery_);
  return found == deliveries_.end() ? nullptr : &found->second;
}

std::map<std::string, LiveRow> Witness::LiveActions() {
  std::map<std::string, LiveRow> rows;
  static_cast<void>(database_.Run([&rows](emulator::Transaction& transaction) {
    auto found = transaction.Query(Concat("SELECT id, name, category, ", kUrl,
                                          ", success_schema, config FROM genesys_action WHERE deleted IS NULL"));
    while (found.Step()) {
      rows[found.Text(0)] = {found.Text(1), found.Text(2), found.Text(3), found.Text(4), found.Text(5)};
    }
  }));
  return rows;
}

std::optional<LiveRow> Witness::Find(std::string_view id) {
  std::optional<LiveRow> row;
  static_cast<void>(database_.Run([&](emulator::Transaction& transaction) {
    auto found =
        transaction.Query(Concat("SELECT name, category, ", kUrl,
                                 ", success_schema, config FROM genesys_action WHERE deleted IS NULL AND id = ?"),
                          id);
    if (found.Step()) row = {found.Text(0), found.Text(1), found.Text(2), found.Text(3), found.Text(4)};
  }));
  return row;
}

std::vector<std::string> Witness::Drafts() {
  std::vector<std::string> ids;
  static_cast<void>(database_.Run([&](emulator::Transaction& transaction) {
    auto found = transaction.Query("SELECT id FROM genesys_action_draft");
    while (found.Step()) ids.push_back(found.Text(0));
  }));
  return ids;
}

std::string Witness::DraftUrl(std::string_view id) {
  std::string url;
  static_cast<void>(database_.Run([&](emulator::Transaction& transaction) {
    auto found = transaction.Query(Concat("SELECT ", kUrl, " FROM genesys_action_draft WHERE id = ?"), id);
    if (found.Step()) url = found.Text(0);
  }));
  return url;
}

// Nothing is outside this organisation: what a test comes to is decided here.
http::Response Witness::Gate(http::Handler& service, const http::Request& request, const std::string& id,
                             std::string_view call) {
  const std::string url = DraftUrl(id);
  const std::optional<LiveRow> before = Find(id);
  http::Response response = service.Handle(request);
  if (!response.ok()) return response;
  DeliveryRecord* const delivery = Current();
  if (call == "test") {
    const bool is_update = delivery != nullptr && delivery->event.FindString("RequestType") == "Update";
    if (is_update && delivery->rolls_back && !delivery->could_not_ask) {
      Violate(Concat("a draft of ", id, " was tested for a stack that rolls back"));
    }
    response.body = Concat(R"({"success":true,"finalResult":{"answer":")", PassesItsTest(url) ? "yes" : "no", R"("}})");
  }
  if (call != "publish") return response;
  // A function knows no other way than by a draft: its test counts where the template wants one.
  const json::Value* wanted = delivery == nullptr ? nullptr : delivery->event.Find("ResourceProperties");
  const bool is_function = wanted != nullptr && wanted->Find("Function") != nullptr;
  const bool is_tested = !is_function || (wanted->FindString("Publish") == "Validated" &&
                                          !rolls_back(delivery->event.FindString("StackId").value_or("")));
  if (is_tested && !PassesItsTest(url)) {
    Violate(Concat("a draft of ", id, " was published although its test fails"));
  }
  if (before) AfterPatch(id, before);
  return response;
}

http::Response Witness::Organisation(http::Handler& service, const http::Request& request) {
  if (const auto call = DraftCallOf(request)) return Gate(service, request, call->first, call->second);
  const std::optional<std::string> id = ActionOf(request);
  const bool writes = id && (request.method == "PATCH" || request.method == "DELETE");
  const std::optional<LiveRow> before = writes ? Find(*id) : std::nullopt;
  http::Response response = service.Handle(request);
  // Limits of the organisation are as good as faults.
  const bool is_login = request.target.starts_with("/oauth");
  if (Current() != nullptr && (response.status == 429 || (is_login && !response.ok()))) Current()->met_faults = true;
  if (!response.ok()) return response;
  if (is_login) {
    const auto grant = json::Parse(response.body);
    if (grant) AddSecret(grant->FindString("access_token").value_or("?"));
  }
  const std::string_view path = http::PathOf(request.target);
  const bool creates = path == kActions || path == Concat(kActions, "/drafts");
  if (request.method == "POST" && creates) AfterCreate(response);
  if (request.method == "PATCH" && id) AfterPatch(*id, before);
  if (request.method == "DELETE" && id && before) AfterDelete(*id);
  return response;
}

void Witness::AfterCreate(const http::Response& response) {
  const auto created = json::Parse(response.body);
  if (!created || Current() == nullptr) return;
  const std::string adopted = AdoptedBy(Current()->event.Find("ResourceProperties"));
  if (!adopted.empty() && Find(adopted)) adoptions.MadeBeside(*Current());
  MadeBy by = MadeByCurrent();
  for (const auto& [id, earlier] : made) {
    if (earlier.request_id != by.request_id || !(Find(id) || !DraftUrl(id).empty())) continue;
    // Without a tag only the age tells a first delivery from a second one.
    if (!by.is_tagged && by.at - earlier.at < Milliseconds{50'000}) continue;
    const bool at_once = by.delivery != earlier.delivery && by.at - earlier.at < list_lag + Milliseconds{5'000};
    (at_once ? doubled_at_once : doubled).insert(by.request_id);
  }
  made[created->FindString("id").value_or("")] = std::move(by);
}

MadeBy Witness::MadeByCurrent() {
  DeliveryRecord* const delivery = Current();
  MadeBy by;
  by.stack_id = delivery->event.FindString("StackId").value_or("");
  by.logical_id = delivery->event.FindString("LogicalResourceId").value_or("");
  by.request_id = delivery->event.FindString("RequestId").value_or("");
  const json::Value* properties = delivery->event.Find("ResourceProperties");
  by.is_tagged = properties == nullptr || properties->FindString("OwnershipTag") != "Disabled";
  by.at = scheduler_.Now();
  by.delivery = active_delivery_;
  by.by_update = delivery->event.FindString("RequestType") == "Update";
  return by;
}

bool LastWrites::Note(const std::string& id, const std::string& stack_id, WallTime now) {
  bool by_another = false;
  for (const auto& [writer, at] : by_id_[id]) {
    by_another = by_another || (writer != stack_id && now - at < Milliseconds{15'000});
  }
  by_id_[id][stack_id] = now;
  return by_another;
}

void Witness::AfterPatch(const std::string& id, const std::optional<LiveRow>& before) {
  const auto after = Find(id);
  if (!before || !after) return;
  if (foreign.contains(id)) Violate(Concat("somebody else's action ", id, " was changed"));
  const bool same =
      before->name == after->name && before->category == after->category && before->config == after->config;
  DeliveryRecord* const delivery = Current();
  const json::Value* wanted = delivery == nullptr ? nullptr : delivery->event.Find("ResourceProperties");
  const bool is_function = wanted != nullptr && wanted->Find("Function") != nullptr;  // FunctionWitness knows
  // Another stack that adopts it may have published the same while this one looked and wrote.
  const bool just_written = delivery != nullptr &&
                            last_writes_.Note(id, delivery->event.FindString("StackId").value_or(""), scheduler_.Now());
  if (same && !is_function && !just_written) Violate(Concat("the action ", id, " was written without a difference"));
  if (delivery != nullptr) adoptions.Wrote(*delivery, id, same, AdoptionWitness::Tag::kNone);
  const auto edit = edited.find(id);
  if (edit == edited.end()) return;
  const json::Value* old = delivery == nullptr ? nullptr : delivery->event.Find("OldResourceProperties");
  // Without a readable record of what was deployed, an edit cannot be told.
  const bool record_is_readable = old != nullptr && !old->FindString("Nme");
  const std::string owner = delivery == nullptr ? "" : PlaceOf(delivery->event);
  // Between the last look at the action and the publication of its draft lies one call.
  const bool by_gate = is_function || (wanted != nullptr && wanted->FindString("Publish") == "Validated");
  const bool at_once = by_gate && scheduler_.Now() - edited_at[id] < Milliseconds{20'000};
  if (record_is_readable && !overwrites.contains(owner) && at_once) {
    ++residuals["an edit in the moment of a publication"];
  } else if (record_is_readable && !overwrites.contains(owner) && !BeginsToAdopt(delivery->event, id)) {
    Violate(Concat("somebody's edit of ", id, " was overwritten"));
  }
  edited.erase(edit);
}

void Witness::AfterDelete(const std::string& id) {
  if (foreign.contains(id)) Violate(Concat("somebody else's action ", id, " was deleted"));
  const bool long_used = used.contains(id) && scheduler_.Now() - used_since[id] > Milliseconds{60'000};
  DeliveryRecord* const delivery = Current();
  const json::Value* properties = delivery == nullptr ? nullptr : delivery->event.Find("ResourceProperties");
  const bool allowed = properties != nullptr && properties->FindString("DeleteWhenUsed") == "Allow";
  const bool could_not_ask = delivery != nullptr && delivery->was_forbidden;
  if (delivery != nullptr && adoptions.Deleted(*delivery, id)) touched.insert(id);
  if (long_used && !allowed && !could_not_ask) Violate(Concat("the action ", id, ", which flows use, was deleted"));
}

http::Response Witness::Answers(http::Handler& service, const http::Request& request, Milliseconds reaction) {
  DeliveryRecord* const delivery = Current();
  scheduler_.After(reaction, [this, &service, request] {
    const http::Response response = service.Handle(request);
    if (!response.ok()) Violate(Concat("an answer was refused with ", response.status));
  });
  http::Response response{200, {}, ""};
  if (delivery == nullptr) return response;
  CheckText("an answer", request.body);
  const auto body = json::Parse(request.body);
  if (request.body.size() > custom_resource::kMaxAnswerBytes) Violate("an answer is longer than 4,096 bytes");
  if (!body || !body->is_object()) {
    Violate("an answer is no JSON object");
  } else {
    if (HasNull(*body)) Violate("an answer holds null");
    for (const char* name : {"StackId", "RequestId", "LogicalResourceId"}) {
      if (body->FindString(name) != delivery->event.FindString(name)) Violate(Concat("an answer has another ", name));
    }
    if (body->FindString("PhysicalResourceId").value_or("").empty()) Violate("an answer has no physical id");
    const std::string type = delivery->event.FindString("RequestType").value_or("");
    const bool changes_id = body->FindString("PhysicalResourceId") != delivery->event.FindString("PhysicalResourceId");
    const bool failed = body->FindString("Status") == "FAILED";
    if (changes_id && (type == "Delete" || (type == "Update" && failed))) {
      const std::string incoming = delivery->event.FindString("PhysicalResourceId").value_or("");
      if (!incoming.starts_with("genesys-cfn:")) Violate(Concat("a ", type, " was answered with another physical id"));
    }
  }
  if (delivery->accepted > 0 && request.body != delivery->first_body) Violate("one event was answered in two ways");
  if (delivery->accepted == 0) delivery->first_body = request.body;
  ++delivery->accepted;
  return response;
}

void Witness::Begins(const Delivery& delivery) {
  ++events;
  auto event = json::Parse(delivery.payload);
  DeliveryRecord record;
  record.event = event ? std::move(*event) : json::Value();
  record.begun = scheduler_.Now();
  const std::string url = record.event.FindString("ResponseURL").value_or("");
  const auto signature = http::FindParameter(http::ParseQuery(http::QueryOf(url)), "X-Amz-Signature");
  if (signature) AddSecret(*signature);
  const auto date = http::FindParameter(http::ParseQuery(http::QueryOf(url)), "X-Amz-Date");
  record.requested_at = ParseIso8601(date.value_or("")).value_or(record.begun);
  const json::Value* properties = record.event.Find("ResourceProperties");
  const std::string timeout = properties == nullptr ? "" : properties->FindString("ServiceTimeout").value_or("");
  record.service_timeout = std::chrono::seconds(ParseInteger<int>(timeout).value_or(3'600));
  if (rolls_back) record.rolls_back = rolls_back(record.event.FindString("StackId").value_or(""));
  if (record.event.FindString("RequestType") == "Update") {
    const std::string place = PlaceOf(record.event);
    const std::string id = record.event.FindString("RequestId").value_or("");
    auto& [last_id, last_date] = last_update_[place];
    if (last_id != id && last_date == record.requested_at) indistinct.insert(place);
    last_id = id;
    last_date = record.requested_at;
  }
  deliveries_[delivery.number] = std::move(record);
}

void Witness::Broke(int delivery, Party party, Fault fault) {
  const auto found = deliveries_.find(delivery);
  if (found == deliveries_.end()) return;
  found->second.met_faults = true;
  if (party == Party::kCloudFormation) found->second.could_not_ask = true;
  if (fault != Fault::kForbidden) return;
  if (party == Party::kAnswers) found->second.put_was_forbidden = true;
  if (party == Party::kOrganisation) found->second.was_forbidden = true;
}

void Witness::Ended(const Delivery& delivery, const DeliveryEnd& end) {
  requests += static_cast<uint64_t>(end.requests);
  if (end.requests > kMostRequests) Violate(Concat("one event sent ", end.requests, " requests"));
  const auto found = deliveries_.find(delivery.number);
  if (found == deliveries_.end()) return;
  const DeliveryRecord& record = found->second;
  const bool answered = record.accepted > 0 || record.put_was_forbidden;
  // CloudFormation has stopped listening to an old request; a wrong clock may think so a little earlier.
  const bool is_old = record.begun - record.requested_at > record.service_timeout - kLargestSkew;
  if (!end.killed && !end.reported_failed && !answered && !is_old) {
    Violate("an event was not answered, and not reported as failed");
  }
  deliveries_.erase(found);
}

void WitnessedLogger::Log(LogLevel /*level*/, std::string_view event, std::vector<LogField> fields) {
  std::string line = Concat("      log ", event);
  for (const LogField& field : fields) {
    const auto* text = std::get_if<std::string>(&field.value);
    if (text != nullptr) witness_.CheckText("the log", *text);
    if (tell_) line += Concat(" ", field.name, "=", text != nullptr ? *text : std::string("."));
  }
  if (tell_) tell_(std::move(line));
}

}  // namespace genesys_cfn::simulation

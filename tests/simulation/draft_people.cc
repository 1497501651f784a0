// SPDX-License-Identifier: Apache-2.0
// What people do with actions by way of drafts, as the web page changes functions: people.h.
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"
#include "simulation/people.h"

namespace genesys_cfn::simulation {
namespace {

constexpr const char* kActions = "/api/v2/integrations/actions";

std::string DraftOf(const std::string& id) {
  return Concat(kActions, "/", id, "/draft");
}

}  // namespace

// A changed draft of a published action. False: there was one already, or the change was not taken.
bool People::OpenDraft(const std::string& id, const std::string& mark) {
  if (!world_.Administer("POST", DraftOf(id)).ok()) return false;
  if (Chance(50)) {
    const json::Object settings{
        {"handler", Concat(mark, ".handler")}, {"runtime", kRuntime}, {"timeoutSeconds", kFunctionSeconds}};
    if (world_.Administer("PUT", Concat(DraftOf(id), "/function"), json::Write(settings)).ok()) return true;
  } else {
    const auto draft = json::Parse(world_.Administer("GET", DraftOf(id)).body);
    const auto row = world_.witness().Find(id);
    auto config = row ? json::Parse(row->config) : Result<json::Value>(Error{});
    if (draft && draft->Find("version") != nullptr && config) {
      json::Object& request = *config->AsObject()->Find("request")->AsObject();
      json::Object& headers = *request.Find("headers")->AsObject();
      headers.Contains(kUrlHeader) ? headers.Set(kUrlHeader, mark) : request.Set("requestUrlTemplate", mark);
      const json::Object body{
          {"name", row->name}, {"category", row->category}, {"config", *config}, {"version", *draft->Find("version")}};
      if (world_.Administer("PATCH", DraftOf(id), json::Write(body)).ok()) return true;
    }
  }
  static_cast<void>(world_.Administer("DELETE", DraftOf(id)));
  return false;
}

void People::PublishDraft(const std::string& id, const std::string& mark) {
  const auto draft = json::Parse(world_.Administer("GET", DraftOf(id)).body);
  const json::Value* version = draft ? draft->Find("version") : nullptr;
  const std::string body = version == nullptr ? "" : json::Write(json::Object{{"version", *version}});
  if (version == nullptr || !world_.Administer("POST", DraftOf(id) + "/publish", body).ok()) {
    static_cast<void>(world_.Administer("DELETE", DraftOf(id)));  // not to be seen yet
    return;
  }
  world_.Tell(Concat("somebody publishes a draft of ", id, ": ", mark));
  world_.witness().edited[id] = mark;
  world_.witness().edited_at[id] = world_.scheduler().Now();
  world_.witness().touched.insert(id);
}

// Published at once, or left open, or the one that was left open comes to its end.
void People::EditByDraft(const std::string& id) {
  auto& drafts = world_.function_witness().drafts_of_people;
  // Never what stands already: such a draft would be nobody's.
  const std::string mark = Concat("/edited", RandomBelow(random_, 1'000'000'000));
  if (drafts.erase(id) > 0) {
    if (Chance(50)) return PublishDraft(id, mark);
    world_.Tell(Concat("somebody discards the draft of ", id));
    static_cast<void>(world_.Administer("DELETE", DraftOf(id)));
    return;
  }
  if (!OpenDraft(id, mark)) return;
  if (Chance(60)) return PublishDraft(id, mark);
  world_.Tell(Concat("somebody opens a draft of ", id, ": ", mark));
  drafts.insert(id);
}

void People::DiscardDrafts() {
  auto& drafts = world_.function_witness().drafts_of_people;
  for (const std::string& id : drafts) static_cast<void>(world_.Administer("DELETE", DraftOf(id)));
  drafts.clear();
}

}  // namespace genesys_cfn::simulation

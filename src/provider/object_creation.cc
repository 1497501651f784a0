// SPDX-License-Identifier: Apache-2.0
// Making an object exactly once: object_lifecycle.h.
#include <array>

#include "base/text.h"
#include "provider/answers.h"
#include "provider/lookup.h"
#include "provider/object_lifecycle.h"
#include "provider/progress.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;

// How long a look-up after an unknown outcome goes on.
constexpr Milliseconds kLookUpPatience{30'000};
constexpr Milliseconds kLookPause{1'000};
// As in create_action.cc: beyond it another delivery may have done the work between the look and the POST.
constexpr Milliseconds kLongWait{2'000};
constexpr int kMostConflicts = 5;

}  // namespace

std::string ObjectLifecycle::Called(const std::string& id) const {
  return Concat("the ", parts_.object.noun(), " ", id);
}

Result<Answer> ObjectLifecycle::Create() {
  if (parts_.wanted.Ask() == StillWanted::Verdict::kNo) return parts_.wanted.Demand().error();
  TRY_ASSIGN(const json::Object desired, parts_.object.Prepare(wishes_.desired, direction_));
  if (wishes_.adoption.is_wanted()) return Adopt(desired);
  // An Update that is tried again has another request id and the same tag.
  const bool makes_the_first = context_.fresh && request_.type == custom_resource::RequestType::kCreate;
  return CreateDesired(desired, makes_the_first ? LookFirst::kNo : LookFirst::kYes);
}

Result<Answer> ObjectLifecycle::CreateDesired(const json::Object& desired, LookFirst look_first) {
  TRY_ASSIGN(const Thing thing, MakeOnce(desired, look_first));
  const std::string& id = thing.id;
  context_.progress.Done(Concat(Called(id), " was created"));
  // An answer in the place of this one names it, so that the Delete to come need not look.
  if (request_.type == custom_resource::RequestType::kCreate) context_.progress.AnswerWith(id);
  Result<Answer> completed = Complete(thing, desired);
  if (completed) return completed;
  return TakeAway(id, completed.error());
}

// The id of the object of this request, made now or by another delivery.
Result<ObjectLifecycle::Thing> ObjectLifecycle::MakeOnce(const json::Object& desired, LookFirst look_first) {
  const TagMatch own = MadeByRequest(request_);
  // A fresh Create is the first when its work begins: another delivery may have overtaken it since.
  SteadyTime looked =
      request_.type == custom_resource::RequestType::kCreate ? parts_.wanted.began() : parts_.clock.SteadyNow();
  std::string made_elsewhere;
  const auto look = [&]() -> Result<void> {
    TRY_ASSIGN(const auto found, parts_.object.FindTagged(own));
    if (!found.empty()) made_elsewhere = found.front().id;
    looked = parts_.clock.SteadyNow();
    return {};
  };
  if (look_first == LookFirst::kYes) TRY(look());
  if (!made_elsewhere.empty()) return Thing{made_elsewhere, Origin::kFound};
  const genesys::Permit permit = [&]() -> Result<void> {
    TRY(parts_.wanted.Demand());  // which may take long
    if (parts_.clock.SteadyNow() - looked > kLongWait) TRY(look());
    if (!made_elsewhere.empty()) return Error{ErrorCode::kConflict, "another delivery of this request made it"};
    TRY(parts_.wanted.Demand());
    // From here on it may exist, whatever happens to this process.
    context_.progress.AnswerWith(IdForUnknownOutcome(request_, wishes_.name));
    return {};
  };
  context_.progress.Doing(Concat("creating the ", parts_.object.noun(), " ", wishes_.name));
  auto made = parts_.object.Make(desired, TagFor(request_, parts_.clock.Now()), permit);
  if (!made_elsewhere.empty()) return Thing{made_elsewhere, Origin::kFound};
  if (made) return Thing{*made, Origin::kMade};
  if (made.error().code != ErrorCode::kOutcomeUnknown) return made.error();
  context_.progress.Doing(Concat("looking for the ", parts_.object.noun(), " ", wishes_.name,
                                 ", because the outcome of its creation is not known"));
  const auto found = WaitForTagged(own, kLookUpPatience);
  if (found && !found->empty()) return Thing{found->front().id, Origin::kFound};
  return Error{ErrorCode::kOutcomeUnknown,
               Concat(made.error().message, " Whether the ", parts_.object.noun(), " was created is not known: ",
                      found ? std::string("it was not found by its ownership tag") : found.error().message)};
}

Result<std::vector<TaggedObject>> ObjectLifecycle::WaitForTagged(const TagMatch& match, Milliseconds patience) {
  return LookPatiently(
      parts_.session, [&] { return parts_.object.FindTagged(match); }, patience, kLookPause);
}

// A new object may not be visible yet (genesys-cloud-api.md 9).
Result<std::optional<LiveObject>> ObjectLifecycle::ReadPatiently(const std::string& id) {
  constexpr std::array<Milliseconds, 3> kPauses = {Milliseconds{1'000}, Milliseconds{2'000}, Milliseconds{4'000}};
  for (const Milliseconds pause : kPauses) {
    TRY_ASSIGN(auto live, parts_.object.Read(id));
    if (live || !parts_.session.WaitFor(pause)) return live;
  }
  return parts_.object.Read(id);
}

// From what was made to what is desired. What another delivery has configured stays as it is: what differs there is
// somebody's edit, and the next Update judges it.
Result<Answer> ObjectLifecycle::Complete(const Thing& thing, const json::Object& desired) {
  const std::string& id = thing.id;
  context_.progress.Doing(Concat("configuring ", Called(id)));
  TRY_ASSIGN(auto live, ReadPatiently(id));
  for (int conflicts = 0; conflicts < kMostConflicts; ++conflicts) {
    if (!live) return Error{ErrorCode::kNotFound, Concat(Called(id), ", made a moment ago, cannot be read")};
    const bool is_found = thing.origin == Origin::kFound;
    const ObjectPlan plan =
        PlanObject({is_found ? parts_.object.Unfinished(*live, desired) : desired, std::nullopt, live->state}, {});
    if (plan.step == ObjectStep::kNothing) {
      TRY(parts_.object.Settle(id, desired));
      return parts_.object.AnswerOf(*live);
    }
    if (conflicts > 0) parts_.wanted.Doubt();
    TRY_ASSIGN(const auto written,
               parts_.object.Write(*live, plan.target, direction_, [this] { return parts_.wanted.Demand(); }));
    if (written == genesys::EntityWrite::kDone) {
      TRY(parts_.object.Settle(id, desired));
      TRY_ASSIGN(live, ReadPatiently(id));
      if (live) return parts_.object.AnswerOf(*live);
      continue;
    }
    parts_.session.WaitFor(kLookPause);
    TRY_ASSIGN(live, ReadPatiently(id));
  }
  return Error{ErrorCode::kConflict, Concat("configuring ", Called(id), " failed: it changed ", kMostConflicts,
                                            " times while it was being written")};
}

// What is half made is deleted - unless CloudFormation no longer waits for this request: then another delivery may have
// taken it and answered with it.
Error ObjectLifecycle::TakeAway(const std::string& id, Error cause) {
  context_.progress.Doing(Concat("deleting ", Called(id), " again, because it could not be configured"));
  parts_.wanted.Doubt();
  const auto wanted = parts_.wanted.Demand();
  // Somebody may have begun to use it.
  const auto unused = wanted ? CheckUse(id) : wanted;
  const auto removed = unused ? parts_.object.Remove(id) : Result<bool>(unused.error());
  if (removed) {
    context_.progress.Done(Concat(Called(id), " was deleted again"));
    cause.message += Concat(cause.message.ends_with('.') ? " " : ". ", "What had been made was deleted again.");
    return cause;
  }
  left_over_ = id;
  cause.code = ErrorCode::kOutcomeUnknown;  // whoever rolls this back has to look for it
  cause.message += Concat(cause.message.ends_with('.') ? " " : ". ", "It had been made as ", id,
                          " and could not be deleted again: ", removed.error().message);
  return cause;
}

}  // namespace genesys_cfn::provider

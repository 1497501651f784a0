// SPDX-License-Identifier: Apache-2.0
// How far the work on one event has got, written by the worker and read by whoever has to answer in its place: the
// alarm at the end of the time, and the handler of exceptions.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "custom_resource/request.h"

namespace genesys_cfn::provider {

// Safe to use from several threads. Texts are for people and end up in the answer's reason: no secret, no header value.
class Progress {
 public:
  struct Record {
    std::string physical_id;        // to answer with, if the work ends here
    std::string doing;              // "creating the data action Look up"; empty: nothing was recorded
    std::vector<std::string> done;  // "the data action custom_-_1 was created", in order
  };

  explicit Progress(std::string physical_id) { record_.physical_id = std::move(physical_id); }

  // From now on a cut-off answer carries this id: the marker before a POST, the action's id after it.
  void AnswerWith(std::string physical_id);
  // A step begins; takes the place of the one before.
  void Doing(std::string what);
  // What cannot be undone by stopping now. Ends the step that was being done.
  void Done(std::string what);

  [[nodiscard]] Record Get() const;

 private:
  mutable std::mutex mutex_;
  Record record_;
};

// "It was creating the data action A. Done before: the data action B was deleted." Empty when nothing was recorded.
std::string Describe(const Progress::Record& record);

// The id of an answer when nothing is recorded and anything can have happened: the incoming one while it stands for an
// action or for one that may exist; else, for a Create and for an Update that creates, the `unknown` marker, which
// makes the coming Delete look - under this name, which without the second parameter is what the properties alone tell.
std::string IdForUnknownOutcome(const custom_resource::Request& request, std::string_view name);
std::string IdForUnknownOutcome(const custom_resource::Request& request);

}  // namespace genesys_cfn::provider

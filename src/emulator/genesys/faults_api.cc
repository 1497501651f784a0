// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/faults_api.h"

#include "base/text.h"
#include "emulator/genesys/fault_script.h"

namespace genesys_cfn::emulator {
namespace {

json::Object Show(const ScriptedFault& entry) {
  json::Object shown{{"id", entry.id}};
  for (auto& [name, value] : ShowFault(entry.fault)) shown.Append(name, value);
  shown.Append("matched", entry.matched);
  shown.Append("struck", entry.struck);
  return shown;
}

}  // namespace

Outcome ListFaults(const ApiCall& call) {
  json::Array faults;
  for (const ScriptedFault& entry : call.faults.List()) faults.emplace_back(Show(entry));
  return JsonAnswer(json::Object{{"faults", std::move(faults)}});
}

Outcome AddFault(const ApiCall& call) {
  auto fault = ParseFault(call.body);
  if (const auto* mistake = std::get_if<FaultMistake>(&fault)) return InvalidField(mistake->member, mistake->message);
  const Fault& added = std::get<Fault>(fault);
  return JsonAnswer(Show({call.faults.Add(added), added}));
}

Outcome ClearFaults(const ApiCall& call) {
  call.faults.Clear();
  return http::Response{204, {}, ""};
}

Outcome RemoveFault(const ApiCall& call) {
  if (!call.faults.Remove(call.arguments.front())) return NotFound("fault", call.arguments.front());
  return http::Response{204, {}, ""};
}

}  // namespace genesys_cfn::emulator

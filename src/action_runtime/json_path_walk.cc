// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/json_path_walk.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

Error NotThere(std::string message) {
  return {ErrorCode::kNotFound, std::move(message)};
}

// About how many bytes a copy takes.
size_t SizeOf(const json::Value& value) {
  size_t size = 16;
  if (const auto* const text = value.AsString()) size += text->size();
  if (const auto* const number = value.AsNumber()) size += number->text.size();
  if (const auto* const array = value.AsArray()) {
    for (const json::Value& item : *array) size += SizeOf(item);
  }
  if (const auto* const object = value.AsObject()) {
    for (const auto& [name, member] : *object) size += name.size() + SizeOf(member);
  }
  return size;
}

// Where an index counts from the end; nullopt when there is no such item.
std::optional<size_t> PositionOf(int64_t index, size_t size) {
  const auto count = static_cast<int64_t>(size);
  if (index < -count || index >= count) return std::nullopt;
  return static_cast<size_t>(index < 0 ? index + count : index);
}

// A bound of a slice, within the array.
size_t BoundOf(std::optional<int64_t> bound, size_t size, size_t absent) {
  if (!bound.has_value()) return absent;
  const auto count = static_cast<int64_t>(size);
  if (*bound < -count) return 0;
  return static_cast<size_t>(std::min(*bound < 0 ? *bound + count : *bound, count));
}

bool IsDefiniteStep(const PathStep& step) {
  return JsonPath{JsonPath::Root::kItem, {step}}.IsDefinite();
}

}  // namespace

Result<void> PathBudget::Visit(size_t count) {
  if (count > visits_) {
    return Error{ErrorCode::kInvalidInput, Concat("the path looks at more than ", limits_.visits, " values")};
  }
  visits_ -= count;
  return {};
}

Result<void> PathBudget::Copy(const json::Value& value) {
  const size_t size = SizeOf(value);
  if (size > bytes_) {
    return Error{ErrorCode::kInvalidInput, Concat("the path finds more than ", limits_.bytes, " bytes")};
  }
  bytes_ -= size;
  return {};
}

Result<const json::Value*> PathWalk::Find(const JsonPath& path, const json::Value& item) {
  const json::Value* start = path.root == JsonPath::Root::kDocument ? &document_ : &item;
  const size_t collected = path.CollectedSteps();
  if (collected > 0) {
    TRY_ASSIGN(const Nodes nodes, Walk(path.steps, 0, collected, *start));
    TRY_ASSIGN(start, Collect(nodes));
  }
  TRY_ASSIGN(const Nodes nodes, Walk(path.steps, collected, path.steps.size(), *start));
  if (!path.IsDefinite()) return Collect(nodes);
  if (nodes.empty()) return NotThere("it finds nothing");
  return nodes.front();
}

Result<PathWalk::Nodes> PathWalk::Walk(const std::vector<PathStep>& steps, size_t from, size_t to,
                                       const json::Value& start) {
  Nodes nodes = {&start};
  bool definite = true;
  for (size_t index = from; index < to; ++index) {
    const bool scans = std::holds_alternative<ScanStep>(steps[index]);
    if (scans) ++index;  // the parser lets no path end with a scan
    const PathStep& step = steps[index];
    const bool last = index + 1 == steps.size();
    Nodes next;
    for (const json::Value* const node : nodes) {
      TRY(budget_.Visit(1));
      TRY(scans ? Scan(step, *node, last, next) : Apply(step, *node, definite, last, next));
      if (next.size() > budget_.results()) {
        return Error{ErrorCode::kInvalidInput, Concat("the path finds more than ", budget_.results(), " values")};
      }
    }
    definite = definite && !scans && IsDefiniteStep(step);
    nodes = std::move(next);
  }
  return nodes;
}

Result<const json::Value*> PathWalk::Collect(const Nodes& nodes) {
  json::Array found;
  for (const json::Value* const node : nodes) {
    TRY(budget_.Copy(*node));
    found.push_back(*node);
  }
  return &made_.emplace_back(std::move(found));
}

Result<void> PathWalk::Apply(const PathStep& step, const json::Value& value, bool definite, bool last, Nodes& out) {
  if (const auto* const names = std::get_if<NamesStep>(&step)) return ApplyNames(*names, value, definite, last, out);
  if (const auto* const indexes = std::get_if<IndexesStep>(&step)) return ApplyIndexes(*indexes, value, definite, out);
  if (const auto* const slice = std::get_if<SliceStep>(&step)) return ApplySlice(*slice, value, definite, out);
  if (const auto* const filter = std::get_if<FilterStep>(&step)) return ApplyFilter(*filter, value, definite, out);
  if (const auto* const function = std::get_if<FunctionStep>(&step)) {
    return ApplyFunction(*function, value, definite, out);
  }
  return ApplyWildcard(value, out);
}

Result<void> PathWalk::ApplyNames(const NamesStep& step, const json::Value& value, bool definite, bool last,
                                  Nodes& out) {
  const auto* const object = value.AsObject();
  if (object == nullptr) {
    if (!definite) return {};
    return NotThere(Concat("'", step.names.front(), "' is looked for in a value of type ", json::TypeName(value)));
  }
  TRY(budget_.Visit(step.names.size() * (1 + object->size() / 16)));
  if (step.names.size() > 1 && last) {
    json::Object merged;
    for (const std::string& name : step.names) {
      const json::Value* const member = object->Find(name);
      if (member == nullptr) continue;
      TRY(budget_.Copy(*member));
      merged.Set(name, *member);
    }
    out.push_back(&made_.emplace_back(std::move(merged)));
    return {};
  }
  for (const std::string& name : step.names) {
    const json::Value* const member = object->Find(name);
    if (member != nullptr) {
      out.push_back(member);
    } else if (definite && step.names.size() == 1) {
      return NotThere(Concat("there is no '", name, "'"));
    }
  }
  return {};
}

Result<void> PathWalk::ApplyIndexes(const IndexesStep& step, const json::Value& value, bool definite, Nodes& out) {
  const auto* const array = value.AsArray();
  if (array == nullptr) {
    if (!definite) return {};
    return NotThere(Concat("an index is used on a value of type ", json::TypeName(value)));
  }
  for (const int64_t index : step.indexes) {
    const auto position = PositionOf(index, array->size());
    if (position.has_value()) {
      out.push_back(&(*array)[*position]);
    } else if (definite && step.indexes.size() == 1) {
      return NotThere(Concat("there is no item ", index, " in an array of ", array->size()));
    }
  }
  return {};
}

Result<void> PathWalk::ApplySlice(const SliceStep& step, const json::Value& value, bool definite, Nodes& out) {
  const auto* const array = value.AsArray();
  if (array == nullptr) {
    if (!definite) return {};
    return NotThere(Concat("a slice is used on a value of type ", json::TypeName(value)));
  }
  const size_t to = BoundOf(step.to, array->size(), array->size());
  size_t at = BoundOf(step.from, array->size(), 0);
  while (at < to) {
    TRY(budget_.Visit(1));
    out.push_back(&(*array)[at]);
    if (static_cast<uint64_t>(step.stride) >= to - at) break;
    at += static_cast<size_t>(step.stride);
  }
  return {};
}

Result<void> PathWalk::ApplyWildcard(const json::Value& value, Nodes& out) {
  if (const auto* const array = value.AsArray()) {
    TRY(budget_.Visit(array->size()));
    for (const json::Value& item : *array) out.push_back(&item);
  }
  if (const auto* const object = value.AsObject()) {
    TRY(budget_.Visit(object->size()));
    for (const auto& [name, member] : *object) out.push_back(&member);
  }
  return {};
}

// An object is judged itself, the items of an array one by one.
Result<void> PathWalk::ApplyFilter(const FilterStep& step, const json::Value& value, bool definite, Nodes& out) {
  const auto judge = [&](const json::Value& item) -> Result<void> {
    TRY(budget_.Visit(1));
    TRY_ASSIGN(const bool holds, Holds(step.expression.front(), item, document_, budget_));
    if (holds) out.push_back(&item);
    return {};
  };
  if (value.is_object()) return judge(value);
  if (const auto* const array = value.AsArray()) {
    for (const json::Value& item : *array) TRY(judge(item));
    return {};
  }
  if (!definite) return {};
  return NotThere(Concat("a filter is used on a value of type ", json::TypeName(value)));
}

Result<void> PathWalk::ApplyFunction(const FunctionStep& step, const json::Value& value, bool definite, Nodes& out) {
  std::vector<json::Value> arguments;
  for (const FunctionArgument& argument : step.arguments) {
    if (const auto* const literal = std::get_if<json::Value>(&argument.value)) {
      arguments.push_back(*literal);
      continue;
    }
    PathWalk walk(document_, budget_);
    TRY_ASSIGN(const json::Value* const found, walk.Find(std::get<JsonPath>(argument.value), value));
    TRY(budget_.Copy(*found));
    arguments.push_back(*found);
  }
  TRY(budget_.Copy(value));
  auto result = CallFunction(step.function, value, arguments);
  if (!result.has_value() && !definite && result.error().code == ErrorCode::kNotFound) return {};
  TRY_ASSIGN(json::Value made, std::move(result));
  out.push_back(&made_.emplace_back(std::move(made)));
  return {};
}

// The value and everything below it, each before what is in it; a filter judges each object once.
Result<void> PathWalk::Scan(const PathStep& next, const json::Value& value, bool last, Nodes& out) {
  TRY(budget_.Visit(1));
  if (!std::holds_alternative<FilterStep>(next) || value.is_object()) TRY(Apply(next, value, false, last, out));
  if (out.size() > budget_.results()) return {};  // Walk says so
  if (const auto* const array = value.AsArray()) {
    for (const json::Value& item : *array) TRY(Scan(next, item, last, out));
  }
  if (const auto* const object = value.AsObject()) {
    for (const auto& [name, member] : *object) TRY(Scan(next, member, last, out));
  }
  return {};
}

Result<json::Value> EvaluateJsonPath(const JsonPath& path, const json::Value& document, const PathLimits& limits) {
  PathBudget budget(limits);
  PathWalk walk(document, budget);
  TRY_ASSIGN(const json::Value* const found, walk.Find(path, document));
  TRY(budget.Copy(*found));
  return *found;
}

}  // namespace genesys_cfn::action_runtime

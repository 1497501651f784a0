// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/velocity_parser_state.h"
#include "base/text.h"

namespace genesys_cfn::action_runtime {

bool VelocityParser::IsReferenceAt(size_t position) const {
  if (source_.At(position) != '$') return false;
  ++position;
  if (source_.At(position) == '!') ++position;
  if (source_.At(position) == '{') ++position;
  return IsNameStart(source_.At(position));
}

std::string VelocityParser::ReadName() {
  const size_t begin = position_;
  while (IsNamePart(source_.At(position_))) ++position_;
  return std::string(source_.text().substr(begin, position_ - begin));
}

std::optional<Reference> VelocityParser::ParseReference(size_t backslashes) {
  const Nesting nesting(depth_);
  const size_t begin = position_++;
  if (IsTooDeep(begin)) return std::nullopt;
  Reference reference;
  reference.backslashes = backslashes;
  reference.quiet = source_.At(position_) == '!';
  if (reference.quiet) ++position_;
  reference.formal = source_.At(position_) == '{';
  if (reference.formal) ++position_;
  reference.root = ReadName();
  if (!ParseSteps(reference)) return std::nullopt;
  if (reference.formal && !Expect('}', "the reference", "Names have letters, digits, '_' and '-'; close it with }")) {
    return std::nullopt;
  }
  reference.span = source_.SpanOf(begin, position_);
  reference.source = source_.text().substr(begin, position_ - begin);
  return reference;
}

bool VelocityParser::ParseSteps(Reference& reference) {
  while (true) {
    if (source_.At(position_) == '[') {
      if (!ParseIndex(reference)) return false;
    } else if (source_.At(position_) == '.' && IsNameStart(source_.At(position_ + 1))) {
      const size_t begin = position_++;
      ReferenceStep step;
      step.name = ReadName();
      if (source_.At(position_) == '(' && !ParseArguments(step)) return false;
      step.span = source_.SpanOf(begin, position_);
      reference.steps.push_back(std::move(step));
    } else {
      return true;
    }
  }
}

bool VelocityParser::ParseIndex(Reference& reference) {
  const size_t begin = position_++;
  ReferenceStep step;
  step.kind = StepKind::kIndex;
  SkipSpace();
  auto index = ParseOperand("an index");
  if (!index) {
    // The usual cause: a bracket of the text stands directly behind a short reference.
    if (error_.hint.empty()) error_.hint = "If the bracket is text, write ${name} in front of it";
    return false;
  }
  SkipSpace();
  if (!Expect(']', "the index", "If the bracket is text, write ${name} in front of it")) return false;
  step.arguments.push_back(*std::move(index));
  step.span = source_.SpanOf(begin, position_);
  reference.steps.push_back(std::move(step));
  return true;
}

bool VelocityParser::ParseArguments(ReferenceStep& step) {
  step.kind = StepKind::kMethod;
  ++position_;
  if (source_.At(position_) == ')') {
    ++position_;
    return true;
  }
  while (true) {
    SkipSpace();
    auto argument = ParseOperand("an argument");
    if (!argument) return false;
    step.arguments.push_back(*std::move(argument));
    SkipSpace();
    if (source_.At(position_) == ',') {
      ++position_;
      continue;
    }
    return Expect(')', "the argument", "Arguments are literals and references; compute others with #set first");
  }
}

}  // namespace genesys_cfn::action_runtime

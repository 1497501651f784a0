// SPDX-License-Identifier: Apache-2.0
// The recursive descent parser behind velocity_parser.h. Its functions stand in three sources: text and directives
// (velocity_parser.cc), references (velocity_reference_parser.cc), expressions (velocity_expression_parser.cc).
// A function that fails records the first error and returns nullopt or false.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "action_runtime/text_position.h"
#include "action_runtime/velocity_source.h"
#include "action_runtime/velocity_syntax.h"

namespace genesys_cfn::action_runtime {

class VelocityParser {
 public:
  // `nesting`: how deep the source itself stands in others.
  VelocityParser(VelocitySource source, size_t nesting);

  // nullopt: see error().
  std::optional<Block> ParseWhole();
  [[nodiscard]] const TextError& error() const { return error_; }

 private:
  enum class BlockEnd { kEndOfText, kEnd, kElse, kElseIf, kFailed };
  struct DirectiveWord {
    std::string_view name;  // empty: no directive
    size_t end = 0;         // behind the word, and its brace
  };

  // Text and directives. The block ends behind #end or #else, or in front of the parenthesis of #elseif.
  BlockEnd ParseBlock(Block& block);
  BlockEnd ParseDirective(Block& block, const DirectiveWord& word);
  DirectiveWord ReadDirectiveWord(size_t position) const;
  bool ParseBackslashes(Block& block);
  bool ParseComment(Block& block);
  bool ParseVerbatim();
  bool ParseSet(Block& block, size_t begin);
  bool ParseIf(Block& block, size_t begin);
  bool ParseForeach(Block& block, size_t begin);
  BlockEnd ReadBlockBody(Block& body, size_t begin, std::string_view directive);
  void FlushText(Block& block);
  // The rest of a line that has nothing but blanks.
  void SkipLineEnd();

  // References. `position_` is at the '$'.
  [[nodiscard]] bool IsReferenceAt(size_t position) const;
  std::optional<Reference> ParseReference(size_t backslashes);
  bool ParseSteps(Reference& reference);
  bool ParseIndex(Reference& reference);
  bool ParseArguments(ReferenceStep& step);
  std::string ReadName();

  // Expressions.
  std::optional<Expression> ParseExpression() { return ParseChain(0); }
  std::optional<Expression> ParseChain(size_t level);
  std::optional<Operator> ReadOperator(size_t level);
  std::optional<Expression> ParseUnary();
  // What may be an argument, an item or an index: literals and references, no operators.
  std::optional<Expression> ParseOperand(std::string_view place);
  std::optional<Expression> ParseNumber();
  std::optional<Expression> ParseString();
  std::optional<Expression> ParseList();
  std::optional<Expression> ParseMap();
  bool SkipWord(std::string_view word);

  void SkipSpace();
  bool Expect(char character, std::string_view what, std::string_view hint);
  bool Fail(size_t position, std::string message, std::string hint = {});
  std::string Found(size_t position) const;  // "'x'" or "the end of the template"
  Expression Make(size_t begin, decltype(Expression::value) value) const;

  class Nesting {
   public:
    explicit Nesting(size_t& depth) : depth_(depth) { ++depth_; }
    ~Nesting() { --depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    size_t& depth_;
  };
  bool IsTooDeep(size_t position);

  VelocitySource source_;
  size_t position_ = 0;
  size_t depth_;
  std::string text_;       // of the Text node that is being collected
  size_t text_begin_ = 0;  // its position
  bool failed_ = false;
  TextError error_;
};

}  // namespace genesys_cfn::action_runtime

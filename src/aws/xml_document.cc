// SPDX-License-Identifier: Apache-2.0
#include "aws/xml_document.h"

#include <expat.h>

#include <memory>
#include <type_traits>

#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

// What expat's callbacks fill. `open` holds the elements from the root to the current one; only the last may get
// children, so the pointers stay valid.
struct Builder {
  XML_Parser parser;
  const XmlLimits& limits;
  XmlElement document;
  std::vector<XmlElement*> open;
  std::string refused;

  void Refuse(std::string reason) {
    if (refused.empty()) refused = std::move(reason);
    XML_StopParser(parser, XML_FALSE);
  }
};

Builder& Of(void* user_data) {
  return *static_cast<Builder*>(user_data);
}

void OnStart(void* user_data, const XML_Char* name, const XML_Char** /*attributes*/) {
  Builder& builder = Of(user_data);
  if (!builder.refused.empty()) return;
  if (builder.open.size() > builder.limits.max_depth) {
    builder.Refuse(Concat("elements are nested deeper than ", builder.limits.max_depth));
    return;
  }
  std::string_view local_name = name;
  local_name.remove_prefix(local_name.find(':') == std::string_view::npos ? 0 : local_name.find(':') + 1);
  if (local_name.empty()) {
    builder.Refuse("an element has a prefix but no name");
    return;
  }
  builder.open.push_back(&builder.open.back()->children.emplace_back(XmlElement{std::string(local_name), {}, {}}));
}

void OnEnd(void* user_data, const XML_Char* /*name*/) {
  Builder& builder = Of(user_data);
  if (builder.refused.empty()) builder.open.pop_back();
}

void OnText(void* user_data, const XML_Char* text, int length) {
  Builder& builder = Of(user_data);
  if (builder.refused.empty()) builder.open.back()->text.append(text, static_cast<size_t>(length));
}

void OnDoctype(void* user_data, const XML_Char* /*name*/, const XML_Char* /*system_id*/, const XML_Char* /*public_id*/,
               int /*has_internal_subset*/) {
  Of(user_data).Refuse("a document type declaration is not accepted");
}

}  // namespace

const XmlElement* XmlElement::Find(std::string_view child) const {
  for (const XmlElement& candidate : children) {
    if (candidate.name == child) return &candidate;
  }
  return nullptr;
}

std::string XmlElement::TextOf(std::string_view child) const {
  const XmlElement* found = Find(child);
  return found == nullptr ? std::string() : found->text;
}

std::vector<const XmlElement*> XmlElement::ListOf(std::string_view child) const {
  std::vector<const XmlElement*> members;
  const XmlElement* list = Find(child);
  if (list == nullptr) return members;
  for (const XmlElement& candidate : list->children) {
    if (candidate.name == "member") members.push_back(&candidate);
  }
  return members;
}

Result<XmlElement> ParseXml(std::string_view text, const XmlLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error{ErrorCode::kInvalidInput,
                 Concat("the document has ", text.size(), " bytes; at most ", limits.max_bytes, " are accepted")};
  }
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr),
                                                                                             &XML_ParserFree);
  if (parser == nullptr) return Error{ErrorCode::kInternal, "no memory for an XML parser"};
  Builder builder{parser.get(), limits, {}, {}, {}};
  builder.open.push_back(&builder.document);
  XML_SetUserData(parser.get(), &builder);
  XML_SetElementHandler(parser.get(), OnStart, OnEnd);
  XML_SetCharacterDataHandler(parser.get(), OnText);
  XML_SetStartDoctypeDeclHandler(parser.get(), OnDoctype);

  if (XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE) != XML_STATUS_OK) {
    const std::string reason =
        builder.refused.empty() ? std::string(XML_ErrorString(XML_GetErrorCode(parser.get()))) : builder.refused;
    return Error{ErrorCode::kInvalidInput, Concat("line ", XML_GetCurrentLineNumber(parser.get()), ", column ",
                                                  XML_GetCurrentColumnNumber(parser.get()) + 1, ": ", reason)};
  }
  return std::move(builder.document.children.front());
}

}  // namespace genesys_cfn::aws

// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/xml_writer.h"

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::emulator {

XmlWriter& XmlWriter::Open(std::string_view name, std::string_view xml_namespace) {
  out_ += Concat("<", name);
  if (!xml_namespace.empty()) out_ += Concat(" xmlns=\"", xml_namespace, "\"");
  out_ += ">";
  open_.emplace_back(name);
  return *this;
}

XmlWriter& XmlWriter::Close() {
  out_ += Concat("</", open_.back(), ">");
  open_.pop_back();
  return *this;
}

XmlWriter& XmlWriter::Element(std::string_view name, std::string_view text) {
  out_ += Concat("<", name, ">", EscapeXml(text), "</", name, ">");
  return *this;
}

XmlWriter& XmlWriter::ElementIfAny(std::string_view name, std::string_view text) {
  return text.empty() ? *this : Element(name, text);
}

XmlWriter& XmlWriter::Empty(std::string_view name) {
  out_ += Concat("<", name, "/>");
  return *this;
}

std::string XmlWriter::Finish() {
  while (!open_.empty()) Close();
  return std::move(out_);
}

}  // namespace genesys_cfn::emulator
